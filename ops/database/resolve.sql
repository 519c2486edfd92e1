-- Whether every temporary ID ever given out resolves, as the service looks it up. Needs a variable: lookup, the text of
-- sql/queries/identifier/find_temporary_id.sql. Prints "resolved=N of=N"; an ID that does not resolve is never printed.
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
BEGIN;
SET LOCAL statement_timeout = 0;
SET LOCAL ROLE outreach_owner;
SET LOCAL search_path = outreach, public;

CREATE FUNCTION pg_temp.look_up(text) RETURNS TABLE (person_id uuid, state text, replaced_by text)
    LANGUAGE sql STABLE AS :'lookup';

-- Every ID that some table knows of, not the registry alone.
CREATE TEMPORARY TABLE ever_issued ON COMMIT DROP AS
SELECT value FROM identifier WHERE scheme = 'temporary_id'
UNION
SELECT replaced_by FROM identifier WHERE replaced_by IS NOT NULL;

-- One row; its person, or who that person was merged with, has details unless the ID was never bound; an ID that was
-- replaced leads to one that was not.
CREATE TEMPORARY TABLE resolved ON COMMIT DROP AS
SELECT e.value
FROM ever_issued AS e
CROSS JOIN LATERAL (
    SELECT count(*) AS holders, min(f.person_id::text)::uuid AS person_id, min(f.state) AS state
    FROM pg_temp.look_up(e.value) AS f) AS found
WHERE found.holders = 1
    AND EXISTS (SELECT FROM person AS p WHERE p.person_id = golden_person(found.person_id) AND NOT p.merged)
    AND (found.state = 'reserved' OR found.state = 'revoked'
        OR EXISTS (SELECT FROM person_details AS d WHERE d.person_id = found.person_id))
    AND EXISTS (
        WITH RECURSIVE chain(value, replaced_by) AS (
            SELECT i.value, i.replaced_by FROM identifier AS i
            WHERE i.scheme = 'temporary_id' AND i.value = e.value
            UNION
            SELECT i.value, i.replaced_by FROM chain AS c
            JOIN identifier AS i ON i.scheme = 'temporary_id' AND i.value = c.replaced_by)
        SELECT FROM chain WHERE replaced_by IS NULL);

SELECT format('resolved=%s of=%s', (SELECT count(*) FROM resolved), (SELECT count(*) FROM ever_issued));
COMMIT;
