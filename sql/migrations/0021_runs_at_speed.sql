-- What a first run over a hundred thousand people asks the database for each of them.

-- As before, and by nothing but the person: in a register that had no links when it was analysed every partial index
-- looks as good to the planner, and it read the one that is sorted by golden people from end to end for each person.
CREATE OR REPLACE FUNCTION golden_person(of_person uuid) RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$
    SELECT coalesce((
        SELECT own.golden_person_id
        FROM (
            SELECT l.golden_person_id, l.closed_at FROM person_link AS l WHERE l.person_id = of_person
            OFFSET 0) AS own
        WHERE own.closed_at IS NULL), of_person)
$$;

-- The places, from 1, of those questions whose answer was declared: `ones` are not `others`, or `numbers` not theirs.
-- Asked once for thousands of reviews, from the side of which there is less: nearly nobody has a declaration. It holds
-- for whoever is merged with its people.
CREATE FUNCTION excluded_places(ones uuid[], others uuid[], numbers text[]) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
    SELECT a.place
    FROM unnest(ones, numbers) WITH ORDINALITY AS a (one, number, place)
    CROSS JOIN LATERAL (
        SELECT e.person_id FROM person_exclusion AS e
        WHERE e.nhs_number = a.number AND e.withdrawn_at IS NULL OFFSET 0) AS declared
    WHERE golden_person(declared.person_id) = golden_person(a.one)
    UNION
    SELECT a.place
    FROM unnest(ones, others) WITH ORDINALITY AS a (one, other, place)
    CROSS JOIN LATERAL (SELECT golden_person(a.one) AS person_id OFFSET 0) AS golden
    CROSS JOIN LATERAL (
        SELECT golden.person_id
        UNION ALL
        SELECT l.person_id FROM person_link AS l
        WHERE l.golden_person_id = golden.person_id AND l.closed_at IS NULL) AS member
    CROSS JOIN LATERAL (
        SELECT e.other_person_id AS person_id FROM person_exclusion AS e
        WHERE e.person_id = member.person_id AND e.other_person_id IS NOT NULL AND e.withdrawn_at IS NULL
        UNION ALL
        SELECT e.person_id FROM person_exclusion AS e
        WHERE e.other_person_id = member.person_id AND e.withdrawn_at IS NULL
        OFFSET 0) AS declared
    WHERE a.other IS NOT NULL AND golden_person(declared.person_id) = golden_person(a.other)
$$;
REVOKE EXECUTE ON FUNCTION excluded_places(uuid[], uuid[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION excluded_places(uuid[], uuid[], text[]) TO outreach_service;

-- One question: whether `one` is declared not to be `other`, or `number` not to be theirs.
CREATE OR REPLACE FUNCTION is_excluded(one uuid, other uuid, number text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$ SELECT EXISTS (SELECT FROM excluded_places(ARRAY[one], ARRAY[other], ARRAY[number])) $$;

-- As before; the numbers that somebody declared are found first. The planner asked about every number of a statement
-- before it looked for a declaration.
CREATE OR REPLACE FUNCTION keep_excluded_numbers_away() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = outreach, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT o.person_id, o.value FROM opened AS o
            JOIN person_exclusion AS e ON e.nhs_number = o.value AND e.withdrawn_at IS NULL
            WHERE o.scheme = 'nhs_number' AND o.closed_at IS NULL OFFSET 0) AS declared
        WHERE is_excluded(declared.person_id, NULL, declared.value))
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'excluded number',
            CONSTRAINT = 'excluded_number_stays_away';
    END IF;
    RETURN NULL;
END
$$;
