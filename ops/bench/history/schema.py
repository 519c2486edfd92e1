"""The rules of the schema itself: they stand, they are validated, and the rows keep them."""

import re


def constraints(postgres, schema, findings):
    """Every constraint and unique index of sql/schema.sql stands and is validated; rows still keep foreign keys."""
    wanted = set(re.findall(r"CONSTRAINT (\w+)", schema)) | set(re.findall(r"CREATE UNIQUE INDEX (\w+)", schema))
    standing = {row["name"] for row in postgres.objects(
        "SELECT conname AS name FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace "
        "WHERE n.nspname = 'outreach' AND c.convalidated UNION "
        "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = 'outreach' AND i.indisvalid AND i.indisready AND i.indisunique")}
    for name in sorted(wanted - standing):
        findings.add("broken", "constraints", f"{name} is gone or not validated")
    for row in postgres.objects(FOREIGN_KEYS):
        orphans = int(postgres.value(
            f"SELECT count(*) FROM ONLY {row['child']} c WHERE {row['present']} "
            f"AND NOT EXISTS (SELECT FROM {row['parent']} p WHERE {row['equal']})"))
        if orphans:
            findings.add("broken", "constraints", f"{orphans} rows break {row['name']}")


FOREIGN_KEYS = """
    SELECT c.conname AS name, c.conrelid::regclass AS child, c.confrelid::regclass AS parent,
        string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') AS present,
        string_agg(format('c.%I = p.%I', a.attname, f.attname), ' AND ') AS equal
    FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
    CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS pair (own, foreign_)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = pair.own
    JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = pair.foreign_
    WHERE c.contype = 'f' AND n.nspname = 'outreach' GROUP BY 1, 2, 3
"""
