-- What a database of Outreach holds, a line each, so that a copy can be compared: run it within one snapshot. Digests are
-- sums over rows, so their order does not matter.
\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
\if :{?owner_reads}
    -- A login without BYPASSRLS reads as the owner, whose policies show every row.
    SET ROLE outreach_owner;
\else
    -- An error instead of an answer that leaves rows out.
    SET row_security = off;
\endif
SET statement_timeout = 0;
-- A row's text depends on these.
SET timezone = 'UTC';
SET datestyle = 'ISO, YMD';
SET intervalstyle = 'postgres';
SET bytea_output = 'hex';
SET extra_float_digits = 1;
SET search_path = pg_catalog;

-- The schema: how many things of each kind, and the digest of their names.
SELECT format('objects %s %s %s', kind, count(*), md5(string_agg(name, E'\n' ORDER BY name COLLATE "C")))
FROM (
    SELECT 'table' AS kind, concat_ws(' ', relname, relkind, relrowsecurity, relforcerowsecurity) AS name
    FROM pg_class WHERE relnamespace = 'outreach'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    UNION ALL
    SELECT 'column', concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull)
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'outreach'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
        AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'constraint', concat_ws(' ', r.relname, k.conname, k.contype, k.convalidated)
    FROM pg_constraint AS k JOIN pg_class AS r ON r.oid = k.conrelid
    -- A foreign key of or to a partitioned table has copies, whose names PostgreSQL chooses.
    WHERE k.connamespace = 'outreach'::regnamespace AND k.conparentid = 0
    UNION ALL
    SELECT 'index', concat_ws(' ', c.relname, i.indisunique, i.indisvalid)
    FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE c.relnamespace = 'outreach'::regnamespace
    UNION ALL
    SELECT 'function', concat_ws(' ', p.proname, pg_get_function_identity_arguments(p.oid), p.prosecdef)
    FROM pg_proc AS p WHERE p.pronamespace = 'outreach'::regnamespace
    UNION ALL
    SELECT 'trigger', concat_ws(' ', c.relname, t.tgname, t.tgenabled)
    FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'outreach'::regnamespace AND NOT t.tgisinternal
    UNION ALL
    SELECT 'policy', concat_ws(' ', tablename, policyname, cmd, roles)
    FROM pg_policies WHERE schemaname = 'outreach'
    UNION ALL
    SELECT 'grant', concat_ws(' ', c.relname, g.grantee::regrole, g.privilege_type)
    FROM pg_class AS c, aclexplode(c.relacl) AS g
    WHERE c.relnamespace = 'outreach'::regnamespace AND g.grantee <> 0 AND c.relkind IN ('r', 'p', 'v', 'm')
) AS object
GROUP BY kind ORDER BY kind;

SELECT format('migration %s %s %s', to_char(number, 'FM0000'), name, sha256)
FROM outreach.schema_migration ORDER BY number;

-- Every table with its rows: partitions, not what they are parts of.
SELECT format(
    $query$SELECT format('rows %%s %%s %%s', %L, count(*),
        coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)) FROM outreach.%I AS t$query$,
    relname, relname)
FROM pg_class
WHERE relnamespace = 'outreach'::regnamespace AND relkind = 'r'
ORDER BY relname COLLATE "C" \gexec
