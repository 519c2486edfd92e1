"""Broken promises, planted one at a time in the finished history, each of which the checks have to find.

Each plant is made and taken back in one transaction, with triggers and foreign keys off: a check that stays silent on
its plant proves nothing when it is silent on the service.
"""

from checks import all_in_database
from findings import Findings

DOSE = "(SELECT vaccination_id FROM outreach.vaccination WHERE NOT is_void ORDER BY vaccination_id LIMIT 1)"
LIVE_LINK = "(SELECT link_id FROM outreach.person_link WHERE closed_at IS NULL ORDER BY link_id LIMIT 1)"
CARD = "(SELECT min(value) FROM outreach.identifier WHERE scheme = 'temporary_id' AND state = 'issued')"
MERGE = "(SELECT merge_id FROM outreach.person_merge WHERE run_id IS NULL ORDER BY merge_id LIMIT 1)"


def columns(table, **changed):
    """Statements that add a copy of one row of a table with some columns changed."""
    sets = ", ".join(f"{column} = {value}" for column, value in changed.items())
    return (
        f"CREATE TEMP TABLE planted ON COMMIT DROP AS SELECT * FROM outreach.{table} {{where}} LIMIT 1; "
        + (f"UPDATE planted SET {sets}; " if sets else "")
        + f"INSERT INTO outreach.{table} SELECT * FROM planted")


# Name, the check that has to speak, the kind of finding, and the statements.
PLANTS = [
    ("an acknowledged dose deleted", "doses", "lost",
     f"CREATE TEMP TABLE gone ON COMMIT DROP AS SELECT {DOSE} AS id; "
     "DELETE FROM outreach.vaccination_version USING gone WHERE vaccination_id = id; "
     "DELETE FROM outreach.vaccination USING gone WHERE vaccination_id = id"),
    ("a dose doubled", "one_dose_a_day", "doubled",
     "DROP INDEX outreach.dose_is_recorded_once; "
     + columns("vaccination", vaccination_id="gen_random_uuid()").format(where=f"WHERE vaccination_id = {DOSE}")),
    ("a version of a dose lost", "doses", "lost",
     "DELETE FROM outreach.vaccination_version WHERE (vaccination_id, version) = "
     "(SELECT vaccination_id, version FROM outreach.vaccination_version WHERE version > 1 ORDER BY 1, 2 LIMIT 1)"),
    ("a dose under another person", "doses", "lost",
     "CREATE TEMP TABLE moved ON COMMIT DROP AS SELECT v.vaccination_id, (SELECT p.person_id FROM outreach.person p "
     "WHERE p.person_id <> v.person_id ORDER BY 1 LIMIT 1) AS person_id FROM outreach.vaccination v "
     f"WHERE vaccination_id = {DOSE}; "
     "UPDATE outreach.vaccination v SET person_id = m.person_id FROM moved m "
     "WHERE v.vaccination_id = m.vaccination_id; "
     "UPDATE outreach.vaccination_version v SET person_id = m.person_id FROM moved m "
     "WHERE v.vaccination_id = m.vaccination_id"),
    ("an audit entry lost", "audit", "lost",
     "DELETE FROM outreach.audit_entry WHERE entry_id = (SELECT entry_id FROM outreach.audit_entry "
     "WHERE action = 'record_vaccination' ORDER BY 1 LIMIT 1)"),
    ("an audit entry of a read lost", "audit", "lost",
     "DELETE FROM outreach.audit_entry WHERE action = 'check_temporary_id'"),
    ("an audit entry doubled", "audit", "doubled",
     columns("audit_entry", entry_id="gen_random_uuid()").format(where="WHERE action = 'enrol_worker'")),
    ("a link changed", "links", "lost",
     f"UPDATE outreach.person_link SET golden_person_id = (SELECT max(person_id::text)::uuid FROM outreach.person) "
     f"WHERE link_id = {LIVE_LINK}"),
    ("a link closed", "links", "lost",
     f"UPDATE outreach.person_link SET closed_at = now() WHERE link_id = {LIVE_LINK}"),
    ("a merge forgotten", "merges", "lost", f"DELETE FROM outreach.person_merge WHERE merge_id = {MERGE}"),
    ("an ID forgotten", "temporary_ids", "lost", f"DELETE FROM outreach.identifier WHERE value = {CARD}"),
    ("an ID given twice", "temporary_ids", "doubled",
     "DROP INDEX outreach.temporary_id_is_unique, outreach.person_has_one_live_identifier_of_a_scheme; "
     + columns("identifier", opened_at="now()").format(where=f"WHERE value = {CARD}")),
    ("a person doubled", "people", "doubled",
     columns("person", person_id="gen_random_uuid()").format(where="WHERE NOT merged")),
    ("an answer changed", "keys", "broken",
     "UPDATE outreach.idempotency_key SET response = jsonb_set(response, '{person}', '\"nobody\"') "
     "WHERE key = (SELECT key FROM outreach.idempotency_key WHERE operation = 'enrol_worker' ORDER BY key LIMIT 1)"),
    ("a key forgotten", "keys", "lost",
     "DELETE FROM outreach.idempotency_key WHERE key = (SELECT min(key) FROM outreach.idempotency_key)"),
    ("half an upload", "uploads", "lost",
     "DELETE FROM outreach.upload_row WHERE row_number = 2 AND upload_id = "
     "(SELECT upload_id FROM outreach.upload ORDER BY 1 LIMIT 1)"),
    ("a message lost", "outbox", "lost",
     "DELETE FROM outreach.notification WHERE notification_id = "
     "(SELECT notification_id FROM outreach.notification ORDER BY 1 LIMIT 1)"),
    ("a job lost", "jobs", "lost", "DELETE FROM outreach.job WHERE kind = 'reconcile'"),
    ("a run half done", "unfinished", "broken",
     "UPDATE outreach.reconcile_run SET finished_at = NULL WHERE run_id = "
     "(SELECT run_id FROM outreach.reconcile_run WHERE finished_at IS NOT NULL ORDER BY 1 LIMIT 1)"),
    ("a step of a case lost", "cases", "lost",
     "DELETE FROM outreach.registration_case_version WHERE (case_id, version) = (SELECT case_id, version "
     "FROM outreach.registration_case_version WHERE evidence ~ '^W.*-CASE$' ORDER BY 1, 2 LIMIT 1)"),
    ("a number of somebody else", "numbers", "broken",
     "UPDATE outreach.identifier SET value = '9990000000' WHERE value = "
     "(SELECT max(value) FROM outreach.identifier WHERE scheme = 'nhs_number')"),
    ("a constraint gone", "constraints", "broken", "DROP INDEX outreach.dose_is_recorded_once"),
    ("an orphan", "constraints", "broken",
     "DELETE FROM outreach.person WHERE person_id = "
     "(SELECT person_id FROM outreach.vaccination ORDER BY 1 LIMIT 1)"),
]


def find_all(stage, world, ledger, schema):
    """Plants each; answers the names of those that no check found."""
    silent = []
    for name, check, kind, statements in PLANTS:
        with stage.cluster.connect(timeout=120) as postgres:
            postgres.run("BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL session_replication_role = replica")
            postgres.run(statements)
            findings = Findings()
            all_in_database(postgres, world, ledger, schema, findings)
            postgres.run("ROLLBACK")
        found = any((k, c) == (kind, check) for k, c, _ in findings.found)
        others = sorted(findings.names() - {check})
        also = f"; also {', '.join(others)}" if others else ""
        print(f"  {'found' if found else 'SILENT'}: {name} ({kind}, {check}{also})")
        if not found:
            silent.append(name)
    return silent
