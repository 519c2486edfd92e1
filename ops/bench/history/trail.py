"""What has to follow from each change in the same transaction: its audit entry, and its messages to others."""

from collections import Counter, defaultdict

from client import id_of

RECIPIENTS = ("immunisation_store", "practice")
ACTIONS = {"recorded": "new", "amended": "update", "void": "delete"}
DOSE_ACTIONS = {"recorded": "record_vaccination", "amended": "amend_vaccination", "void": "void_vaccination"}


def audit(postgres, world, ledger, findings):
    """Each change of the history has one entry, and each read of a person one."""
    rows = postgres.objects(
        "SELECT action, person_id, details FROM outreach.audit_entry")
    _doses(rows, world, findings)
    _merges(postgres, rows, findings)
    _cards_and_enrolments(rows, ledger, findings)
    _cases(rows, world, findings)
    _reads(rows, world, findings)


def _doses(rows, world, findings):
    expected = [
        (DOSE_ACTIONS[status], dose.person.id, dose.id, number)
        for dose in world.doses.values() for number, (status, _) in enumerate(dose.versions, 1)]
    actual = [
        (row["action"], row["person_id"], row["details"]["vaccination_id"], int(row["details"]["version"]))
        for row in rows if row["action"] in DOSE_ACTIONS.values()]
    findings.compare("audit", expected, actual, "the entry of")


def _merges(postgres, rows, findings):
    """Those by hand: each opened and each closed merge names the two that it joins, once each."""
    entries = Counter(
        (row["action"], row["details"]["merge"], row["person_id"]) for row in rows
        if row["action"] in ("merge_people", "unmerge_people"))
    for merge in postgres.objects(
            "SELECT merge_id, person_id, other_person_id, closed_at IS NOT NULL AS is_closed "
            "FROM outreach.person_merge WHERE run_id IS NULL"):
        for action in ["merge_people"] + ["unmerge_people"] * merge["is_closed"]:
            for person in (merge["person_id"], merge["other_person_id"]):
                if entries[action, merge["merge_id"], person] == 0:
                    findings.add("lost", "audit", f"no {action} of {merge['merge_id']} for {person}")
    for (action, merge, person), count in entries.items():
        if count > 1:
            findings.add("doubled", "audit", f"{count} entries {action} of {merge} for {person}")


def _cards_and_enrolments(rows, ledger, findings):
    """One entry for each person whom an acknowledged request concerned, by operation."""
    operations = {"enrol_worker", "bind_temporary_id", "replace_temporary_id", "issue_temporary_id"}
    expected = Counter()
    revoked = reserved = 0
    for entry in ledger.entries:
        if not entry.answer or not entry.answer.is_done:
            continue
        if entry.operation in operations:
            expected[entry.operation, id_of(entry.answer.body, "person")] += 1
        revoked += entry.operation == "revoke_temporary_id"
        reserved += len(entry.answer.body) if entry.operation == "reserve_temporary_ids" else 0
    # The rows of files have entries of their own, which name the upload.
    actual = Counter(
        (row["action"], row["person_id"]) for row in rows
        if row["action"] in operations and "upload_id" not in row["details"])
    findings.compare("audit", expected, actual, "the entry of")
    count = Counter(row["action"] for row in rows)
    for action, wanted in (("revoke_temporary_id", revoked), ("reserve_temporary_ids", reserved)):
        if count[action] != wanted:
            kind = "lost" if count[action] < wanted else "doubled"
            findings.add(kind, "audit", f"{count[action]} entries {action}, not {wanted}")


def _cases(rows, world, findings):
    expected = [(case, state) for case, steps in world.case_events.items() for _, state, _ in steps]
    actual = [
        (row["details"]["case_id"], row["details"]["to"]) for row in rows if row["action"] == "move_case"]
    findings.compare("audit", expected, actual, "the entry of the case")


def _reads(rows, world, findings):
    """An answered read has an entry; one of which nobody knows may have one."""
    entries = Counter((row["action"], row["person_id"]) for row in rows)
    for read, answered in world.reads.items():
        if entries[read] < answered:
            findings.add("lost", "audit", f"{answered - entries[read]} entries {read} are missing")
        elif entries[read] > answered + world.unknown_reads[read]:
            findings.add("doubled", "audit", f"{entries[read]} entries {read} for {answered} reads")


def outbox(postgres, world, findings):
    """Each version of a dose has its message to each recipient, and what recipients would hold is what is recorded."""
    rows = postgres.objects(
        "SELECT person_id, vaccination_id, version, action, recipient, nhs_number, state FROM outreach.notification "
        "ORDER BY place")
    written = Counter((row["vaccination_id"], row["version"], row["action"], row["recipient"]) for row in rows)
    for dose in world.doses.values():
        for number, (status, _) in enumerate(dose.versions, 1):
            for recipient in RECIPIENTS:
                message = (dose.id, number, ACTIONS[status], recipient)
                if written[message] == 0:
                    findings.add("lost", "outbox", f"the message {message} was not written")
                # Asked back and held anew, once a number is taken back: then there may be several.
                elif written[message] > 1 and not _was_numbered(rows, dose.id):
                    findings.add("doubled", "outbox", f"the message {message} was written {written[message]} times")
    known = {dose.id for dose in world.doses.values()}
    for row in rows:
        if row["vaccination_id"] not in known:
            findings.add("doubled", "outbox", f"a message tells of {row['vaccination_id']}, which nobody recorded")
    _recipients_know(postgres, rows, world, findings)


def _was_numbered(rows, dose):
    return any(row["vaccination_id"] == dose and row["nhs_number"] for row in rows)


def _recipients_know(postgres, rows, world, findings):
    """Plays the messages to a recipient: in the end it holds each live dose under the number of its group."""
    groups = {}
    for row in postgres.objects("SELECT person_id, golden_person_id FROM outreach.person_link WHERE closed_at IS NULL"):
        groups[row["person_id"]] = row["golden_person_id"]
    numbers = defaultdict(set)
    for row in postgres.objects(
            "SELECT person_id, value FROM outreach.identifier WHERE scheme = 'nhs_number' AND closed_at IS NULL"):
        numbers[groups.get(row["person_id"], row["person_id"])].add(row["value"])
    told = {}
    for row in rows:
        if row["state"] in ("held", "dropped"):
            continue
        held = told.setdefault((row["recipient"], row["vaccination_id"]), {})
        if row["action"] == "delete":
            held.pop(row["nhs_number"], None)
        else:
            held[row["nhs_number"]] = row["version"]
    for dose in world.doses.values():
        group = numbers[groups.get(dose.person.id, dose.person.id)]
        wanted = {number: len(dose.versions) for number in group} if len(group) == 1 and not dose.is_void else {}
        for recipient in RECIPIENTS:
            held = told.get((recipient, dose.id), {})
            if held != wanted:
                findings.add(
                    "broken", "outbox", f"{recipient} would hold {dose.id} in {len(held)} places, not in {len(wanted)}")
