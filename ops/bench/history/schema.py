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
    triggers = {row["name"] for row in postgres.objects(
        "SELECT tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'outreach' AND t.tgenabled = 'O'")}
    for row in PROMISES:
        if row["name"] not in triggers:
            findings.add("broken", "constraints", f"{row['name']} is gone or off")
    for row in postgres.objects(FOREIGN_KEYS) + PROMISES:
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


def promise(name, child, parent, *pairs):
    """A parent that a trigger of the statement asks for, as FOREIGN_KEYS gives those of constraints (decision 0021)."""
    return {
        "name": name, "child": f"outreach.{child}", "parent": f"outreach.{parent}",
        "present": " AND ".join(f"c.{own} IS NOT NULL" for own, _ in pairs),
        "equal": " AND ".join(f"c.{own} = p.{foreign}" for own, foreign in pairs)}


PERSON = ("person_id", "person_id")
ORGANISATION = ("organisation_id", "organisation_id")
PROMISES = [
    promise("person_was_made_by_an_account", "person", "account", ("created_by", "account_id")),
    promise("person_was_made_for_an_organisation", "person", "organisation", ("created_for", "organisation_id")),
    promise("person_details_are_of_a_person", "person_details", "person", PERSON),
    promise("person_details_were_recorded_by_an_account", "person_details", "account", ("recorded_by", "account_id")),
    promise("identifier_is_of_a_person", "identifier", "person", PERSON),
    promise("case_is_of_a_person", "registration_case", "person", PERSON),
    promise("case_was_opened_by_an_employer", "registration_case", "organisation", ORGANISATION),
    promise(
        "case_version_is_of_a_case", "registration_case_version", "registration_case", PERSON, ("case_id", "case_id")),
    promise("employment_is_of_a_person", "employment", "person", PERSON),
    promise("employment_is_at_an_organisation", "employment", "organisation", ORGANISATION),
    promise("upload_row_names_a_person", "upload_row", "person", PERSON),
    promise("upload_row_is_of_an_upload", "upload_row", "upload", ("upload_id", "upload_id")),
]
