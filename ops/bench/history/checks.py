"""The promises, held against the whole history with SQL: what was acknowledged is there exactly once.

Each check takes one connection and works within its transaction, so that the self-test can plant what each has to find
and take it back.
"""

import re
from collections import Counter, defaultdict

from schema import constraints
from trail import audit, outbox

SCHEMES = "scheme = 'temporary_id'"


def doses(postgres, world, findings):
    """Every acknowledged version of every dose, once, under its person, and no other."""
    rows = postgres.objects(
        "SELECT v.person_id, v.vaccination_id, w.version, w.status, v.is_void, w.batch_number, w.reason "
        "FROM outreach.vaccination v JOIN outreach.vaccination_version w USING (person_id, vaccination_id)")
    expected, voids = Counter(), set()
    for dose in world.doses.values():
        for number, (status, mark) in enumerate(dose.versions, 1):
            expected[dose.person.id, dose.id, number, status, mark] += 1
        if dose.is_void:
            voids.add(dose.id)
    actual = Counter(
        (row["person_id"], row["vaccination_id"], row["version"], row["status"],
         row["batch_number"] if row["status"] == "recorded" else row["reason"]) for row in rows)
    findings.compare("doses", expected, actual, "the version of a dose")
    if {row["vaccination_id"] for row in rows if row["is_void"]} != voids & {row["vaccination_id"] for row in rows}:
        findings.add("broken", "doses", "a dose is void in one table only")


def one_dose_a_day(postgres, world, findings):
    """One live dose for each human, disease, day and site."""
    rows = postgres.objects(
        "SELECT person_id, disease, given_on, site_id, count(*) FROM outreach.vaccination v WHERE NOT is_void "
        "GROUP BY 1, 2, 3, 4 HAVING count(*) > 1")
    for row in rows:
        findings.add("doubled", "one_dose_a_day", f"{row['count']} live doses of {row['person_id']} on one day")
    days = Counter(
        (min(person.id for person in dose.person.human.persons), dose.disease, dose.day, dose.site)
        for dose in world.doses.values() if not dose.is_void)
    for (person, *_), count in days.items():
        if count > 1:
            findings.add("doubled", "one_dose_a_day", f"{count} live doses of the human of {person} on one day")


def people(postgres, world, findings):
    """Every person who was enrolled, once, and nobody else; each with one version of details and one case."""
    reserved = {row["person_id"] for row in postgres.objects(
        "SELECT person_id FROM outreach.identifier WHERE scheme = 'temporary_id' AND state = 'reserved'")}
    persons = [row["person_id"] for row in postgres.objects("SELECT person_id FROM outreach.person")]
    findings.compare("people", world.persons, [p for p in persons if p not in reserved], "the person")
    for table in ("person_details", "registration_case"):
        rows = postgres.objects(f"SELECT person_id FROM outreach.{table}")
        findings.compare("people", world.persons, [row["person_id"] for row in rows], f"{table} of")


def employments(postgres, world, findings):
    """Every employer's reference stands for the person whom the answer named."""
    rows = postgres.objects(
        "SELECT o.ods_code, e.employer_reference, e.person_id FROM outreach.employment e "
        "JOIN outreach.organisation o USING (organisation_id) WHERE e.withdrawn_at IS NULL")
    undone = {(u.place[1], reference) for u in world.uploads.values() if u.is_undone for reference in u.references}
    findings.compare(
        "employments",
        [(*key, person.id) for key, person in world.employments.items() if key not in undone],
        [(row["ods_code"], row["employer_reference"], row["person_id"]) for row in rows], "the employment")


def temporary_ids(postgres, world, findings):
    """Every ID that was given out leads to its person in its state, and no ID was given that nobody knows."""
    rows = postgres.objects(
        f"SELECT value, person_id, state, closed_at IS NULL AS is_live FROM outreach.identifier WHERE {SCHEMES}")
    expected = [(text, person.id, state) for person in world.persons.values() for text, state in person.ids.items()]
    expected += [(text, "", state) for text, state in world.reserved.items()]
    actual = [(row["value"], "" if row["state"] == "reserved" else row["person_id"], row["state"]) for row in rows]
    findings.compare("temporary_ids", expected, actual, "the temporary ID")
    live = Counter(row["person_id"] for row in rows if row["is_live"])
    for person, count in live.items():
        if count > 1:
            findings.add("doubled", "temporary_ids", f"{person} carries {count} live IDs")


def merges(postgres, world, findings):
    """Every merge that was acknowledged and not taken back is open; others were opened by runs, for one human."""
    rows = postgres.objects(
        "SELECT person_id, other_person_id, merge_id, run_id, closed_at IS NULL AS is_open FROM outreach.person_merge")
    by_hand = [
        (merge.id, *sorted((merge.one.id, merge.other.id)), merge.is_open) for merge in world.merges.values()]
    findings.compare(
        "merges", by_hand,
        [(row["merge_id"], row["person_id"], row["other_person_id"], row["is_open"])
         for row in rows if not row["run_id"]], "the merge")
    for row in rows:
        ends = [world.persons.get(row[name]) for name in ("person_id", "other_person_id")]
        if row["run_id"] and (None in ends or ends[0].human is not ends[1].human):
            findings.add("broken", "merges", f"the run {row['run_id']} merged two humans: {row['merge_id']}")
        if row["run_id"] in world.undone_runs and row["is_open"]:
            findings.add("broken", "merges", f"the merge {row['merge_id']} outlived its run")


def links(postgres, world, findings):
    """The links are the star that follows from the open merges: the golden person is whoever was made first."""
    rows = postgres.objects("SELECT person_id, created_at, merged FROM outreach.person")
    people = {row["person_id"]: row for row in rows}
    groups = {person: {person} for person in people}
    for row in postgres.objects(
            "SELECT person_id, other_person_id FROM outreach.person_merge WHERE closed_at IS NULL"):
        joined = groups.get(row["person_id"], set()) | groups.get(row["other_person_id"], set())
        for person in joined:
            groups[person] = joined
    expected = []
    for person, group in groups.items():
        golden = min(group, key=lambda member: (people[member]["created_at"], member))
        if person != golden:
            expected.append((person, golden))
    rows = postgres.objects("SELECT person_id, golden_person_id FROM outreach.person_link WHERE closed_at IS NULL")
    findings.compare("links", expected, [(row["person_id"], row["golden_person_id"]) for row in rows], "the link")
    merged = {person for person, _ in expected}
    for person, row in people.items():
        if row["merged"] != (person in merged):
            findings.add("broken", "links", f"{person} is marked wrongly as merged or not")


def numbers(postgres, world, findings):
    """A number is only ever given to the human whose it is, and to one person at a time."""
    rows = postgres.objects(
        "SELECT person_id, value, run_id, closed_at IS NULL AS is_live FROM outreach.identifier "
        "WHERE scheme = 'nhs_number'")
    for row in rows:
        person = world.persons.get(row["person_id"])
        if person is None or person.human.nhs != row["value"]:
            findings.add("broken", "numbers", f"{row['person_id']} has another human's number")
        if row["is_live"] and row["run_id"] in world.undone_runs:
            findings.add("broken", "numbers", f"a number of {row['person_id']} outlived its run")
    for value, count in Counter(row["value"] for row in rows if row["is_live"]).items():
        if count > 1:
            findings.add("doubled", "numbers", f"one number is held by {count} people")


def cases(postgres, world, findings):
    """Every reported step moved its case once; versions follow one another."""
    rows = postgres.objects(
        "SELECT case_id, version, state, evidence FROM outreach.registration_case_version ORDER BY case_id, version")
    expected = [(case, *step) for case, steps in world.case_events.items() for step in steps]
    actual = [
        (row["case_id"], row["version"], row["state"], row["evidence"]) for row in rows
        if re.fullmatch(r"W\d+-\d+-CASE", row["evidence"])]
    findings.compare("cases", expected, actual, "the step of a case")
    consecutive("cases", rows, "case_id", findings)


def versions(postgres, world, findings):
    """The versions of doses follow one another without a gap."""
    rows = postgres.objects(
        "SELECT vaccination_id, version FROM outreach.vaccination_version ORDER BY vaccination_id, version")
    consecutive("versions", rows, "vaccination_id", findings)


def consecutive(check, rows, key, findings):
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(row["version"])
    for subject, numbers_ in found.items():
        if sorted(numbers_) != list(range(1, len(numbers_) + 1)):
            findings.add("broken", check, f"versions of {subject}: {numbers_}")


def uploads(postgres, world, findings):
    """A file is there whole or not at all."""
    rows = postgres.objects(
        "SELECT u.upload_id, u.row_count, u.undone_at IS NOT NULL AS is_undone, count(r.row_number) AS rows, "
        "count(r.person_id) AS people FROM outreach.upload u LEFT JOIN outreach.upload_row r USING (upload_id) "
        "GROUP BY 1, 2, 3")
    findings.compare(
        "uploads",
        [(u.id, len(u.references), len(u.references), len(u.references), u.is_undone) for u in world.uploads.values()],
        [(row["upload_id"], row["row_count"], row["rows"], row["people"], row["is_undone"]) for row in rows],
        "the upload")


def keys(postgres, ledger, findings):
    """Each done request left its key with its answer; no refused request left one."""
    rows = postgres.objects("SELECT operation, key, response FROM outreach.idempotency_key")
    done = {}
    for entry in ledger.entries:
        if entry.key and entry.answer and entry.answer.is_done:
            done[entry.operation, entry.key] = entry.answer.body
    kept = {(row["operation"], row["key"]): row["response"] for row in rows}
    ours = {key for key in kept if re.match(r"[WS]-?\d+-", key[1])}
    findings.compare("keys", done, ours, "the key")
    for key in done.keys() & kept.keys():
        if plain(kept[key]) != plain(done[key]):
            findings.add("broken", "keys", f"the answer kept for {key} is another one than was given")


def plain(value):
    """An answer without the differences of spelling between the API and what is kept: `merge` is `merge_id`."""
    if isinstance(value, dict):
        if set(value) == {"result"}:
            return value["result"]
        return {spelt(name): plain(part) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def spelt(name):
    name = re.sub(r"(?<=[a-z])([A-Z]+)", lambda capitals: "_" + capitals[1].lower(), name)
    name = re.sub(r"_ids?$", "", name)
    return {"members": "person", "golden": "golden_person"}.get(name, name)


def unfinished(postgres, world, findings):
    """No row is left half-way: no run without an end, no job held by nobody, no message under a lease."""
    for what, query in {
        "a run without an end": "SELECT run_id AS id FROM outreach.reconcile_run "
                                "WHERE finished_at IS NULL AND abandoned_at IS NULL",
        "a job that is dead": "SELECT job_id AS id FROM outreach.job WHERE state = 'dead'",
        "a job whose lease ran out": "SELECT job_id AS id FROM outreach.job "
                                     "WHERE state = 'running' AND leased_until < now() - interval '30 s'",
        "a job that is overdue": "SELECT job_id AS id FROM outreach.job "
                                 "WHERE state = 'queued' AND run_at < now() - interval '30 s'",
        "a key without an answer": "SELECT key AS id FROM outreach.idempotency_key WHERE response IS NULL",
        "a message under a lease": "SELECT notification_id AS id FROM outreach.notification "
                                   "WHERE leased_until IS NOT NULL",
        "a prepared transaction": "SELECT gid AS id FROM pg_prepared_xacts",
    }.items():
        for row in postgres.objects(query):
            findings.add("broken", "unfinished", f"{what}: {row['id']}")


def jobs(postgres, world, findings):
    """Every job that was asked for is done, once, by a run of its own that ended once."""
    rows = {row["job_id"]: row for row in postgres.objects("SELECT job_id, state, result FROM outreach.job")}
    for job in world.jobs:
        row = rows.get(job)
        if row is None:
            findings.add("lost", "jobs", f"the job {job} is not there")
        elif row["state"] != "done":
            findings.add("broken", "jobs", f"the job {job} is {row['state']}")
    runs = Counter(row["result"]["run"] for row in rows.values() if (row["result"] or {}).get("run"))
    ends = Counter(row["run"] for row in postgres.objects(
        "SELECT details->>'run' AS run FROM outreach.audit_entry WHERE action = 'finish_reconciliation'"))
    finished = [row["run_id"] for row in postgres.objects(
        "SELECT run_id FROM outreach.reconcile_run WHERE finished_at IS NOT NULL")]
    findings.compare("jobs", finished, ends.elements(), "the end of the run")
    for run, count in runs.items():
        if count > 1 or run not in finished:
            findings.add("doubled", "jobs", f"the run {run} is the result of {count} jobs")


def all_in_database(postgres, world, ledger, schema, findings):
    """Every check of this file and of the trail, on one snapshot."""
    for check in (doses, one_dose_a_day, people, employments, temporary_ids, merges, links, numbers, cases, versions,
                  uploads, unfinished, jobs, outbox):
        check(postgres, world, findings)
    keys(postgres, ledger, findings)
    audit(postgres, world, ledger, findings)
    constraints(postgres, schema, findings)
