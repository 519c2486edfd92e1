"""After the history: the same keys and IDs are asked again over the API, and the logs are read."""

import concurrent.futures
import glob
import json
import os
import random
import re
import subprocess
import time

# What services may say above "info" when the database or another worker is gone: each names its codes and no person.
EXPECTED = {
    "queue not reached", "job not done", "job rescued from a silent worker", "look-ups miss too often",
}
LARGEST_REPLAY = 400


def settle(stage, patience=90):
    """Waits until the queue is empty and every audit entry is sealed; answers what is still open."""
    end = time.monotonic() + patience
    while True:
        with stage.cluster.connect() as postgres:
            open_ = {
                "jobs": int(postgres.value(
                    "SELECT count(*) FROM outreach.job WHERE state = 'running' "
                    "OR state = 'queued' AND (run_at < now() OR schedule IS NULL)")),
                "unsealed": int(postgres.value(
                    "SELECT count(*) FROM outreach.audit_entry e WHERE NOT EXISTS "
                    "(SELECT FROM outreach.audit_seal s WHERE s.entry_id = e.entry_id)")),
            }
        if not any(open_.values()) or time.monotonic() > end:
            return open_
        time.sleep(0.5)


def replay(ledger, clients, seed, findings):
    """The same key gives the same answer again; the same key with another body is refused."""
    done = {entry.key: entry for entry in ledger.entries if entry.key and entry.answer and entry.answer.is_done}
    # First those that were unknown once, then as many others as time allows.
    chosen = sorted(done.values(), key=lambda entry: (entry.unknown == 0, random.Random(f"{seed}{entry.key}").random()))

    def ask(entry):
        method, path, body, headers = entry.request
        again = clients[entry.caller].send(method, path, body, headers)
        if not again.is_done or again.body != entry.answer.body:
            findings.add(
                "broken", "replay", f"{entry.operation} {entry.key} is now answered {again.status} {again.code}")
        if isinstance(body, dict) and "reason" in body:
            other = clients[entry.caller].send(method, path, body | {"reason": "another"}, headers)
            if other.code != "idempotency_key_used_for_another_request":
                findings.add("broken", "replay", f"the key {entry.key} took another request: {other.status}")

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for result in [pool.submit(ask, entry) for entry in chosen[:LARGEST_REPLAY]]:
            result.result()
    return min(len(chosen), LARGEST_REPLAY)


def resolve(world, clients, site, findings):
    """Every ID that was ever given out resolves to its human, with every dose of the group."""
    ids = [(text, person, state) for person in world.persons.values() for text, state in person.ids.items()]
    ids += [(text, None, state) for text, state in world.reserved.items()]

    def ask(text, person, state):
        answer = clients[site].send("POST", "/api/v1/checks", {"temporary_id": text})
        if not answer.is_done:
            return findings.add("lost", "resolve", f"an ID that was given out is answered {answer.status}")
        body = answer.body
        if person is not None:
            with world.lock:
                world.reads["check_temporary_id", person.id] += 1
        if person is None:
            return body["state"] == "reserved" or findings.add("broken", "resolve", "a blank card is somebody's")
        shown = world.persons.get((body.get("person") or {}).get("person_id"))
        if shown is None or body["state"] not in (state, "merged"):
            return findings.add("broken", "resolve", f"an ID of {person.id} is {body['state']}, not {state}")
        due = {dose.id for dose in person.doses.values() if not dose.is_void}
        if not due <= {dose["vaccination_id"] for dose in body["doses"]}:
            findings.add("lost", "resolve", f"a check does not show every dose of {person.id}")

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for result in [pool.submit(ask, *one) for one in ids]:
            result.result()
    return len(ids)


def verify_audit(clients, findings):
    report = clients["auditor", "OUTREACH"].send("POST", "/api/v1/audit/verify", {}).body
    if report.get("finding_count") != 0 or report.get("overdue") != 0:
        counts = f"{report.get('finding_count')} findings, {report.get('overdue')} overdue"
        findings.add("broken", "audit", f"audit verify: {counts}")


def read_logs(stage, world, findings):
    """No line that a fault does not explain, and nothing personal in any."""
    canaries = re.compile("|".join(map(re.escape, sorted(world.canaries()))), re.IGNORECASE) if world.humans else None
    files = [program.log for program in stage.programs] + list((stage.work / "postgres").glob("server.log*"))
    for file in files:
        for line in file.read_text(errors="replace").splitlines():
            if canaries and canaries.search(line):
                findings.add("broken", "personal", f"{file.name} names somebody")
            if file.suffix == ".log" and file.name != "server.log":
                _judge(file.name, line, findings)


def _judge(name, line, findings):
    try:
        said = json.loads(line)
    except ValueError:
        # Where a program could not start, because the database was away at that moment, it says so in words.
        return findings.add("broken", "logs", f"{name}: a line that is no JSON: {line[:200]}")
    if said["level"] in ("info", "debug", "notice") or said["message"] in EXPECTED:
        return None
    return findings.add("broken", "logs", f"{name}: {line[:400]}")


def check_pages(stage, findings):
    """The trees of every index agree with their tables; the pages keep their checksums."""
    done = subprocess.run(
        ["pg_amcheck", "--install-missing", "--heapallindexed", "--schema=outreach", "--database=outreach",
         f"--host={stage.cluster.socket_path.rsplit('/', 1)[0]}", f"--port={stage.cluster.port}",
         "--username=outreach_admin"],
        capture_output=True, text=True, env={"PATH": pg_path()})
    if done.returncode != 0:
        findings.add("broken", "pages", f"pg_amcheck: {(done.stdout + done.stderr)[:400]}")


def pg_path():
    return ":".join([*sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True), os.environ["PATH"]])


def end_of_worker(stage, findings):
    """Both programs end by themselves when they are told to."""
    for program in stage.programs:
        if not program.stop():
            findings.add("broken", "programs", f"{program.name} did not end within 30 s of SIGTERM")
        if program.own_ends:
            findings.add("broken", "programs", f"{program.name} ended by itself: {program.own_ends}")


def dump(stage, file):
    """The database as it is, for whoever looks at a finding; made-up people only."""
    if stage.cluster and stage.cluster.is_running():
        with open(file, "w") as text:
            subprocess.run(
                ["pg_dump", "--data-only", "--schema=outreach", "--dbname=outreach",
                 f"--host={stage.cluster.socket_path.rsplit('/', 1)[0]}", f"--port={stage.cluster.port}",
                 "--username=outreach_admin"], stdout=text, check=False, env={"PATH": pg_path()})
