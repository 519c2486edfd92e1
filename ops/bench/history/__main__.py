"""Plays a seeded history against the running service under faults, and holds every promise against it."""

import argparse
import collections
import json
import pathlib
import shutil
import signal
import sys
import tempfile
import threading
import time

import aftermath
import plants
from checks import all_in_database
from client import Client, Ledger, NeverAnswered
from faults import FIGURES, Faults
from findings import Findings
from asking import SITES
from parts import ROOT
from play import Worker
from stage import Stage
from steward import STEWARD, Steward
from world import World

# A debug build on a machine that is building too starts this much slower; the figures are those of a release build.
DEBUG_ALLOWANCE = 3


def options():
    parser = argparse.ArgumentParser(prog="ops/bench/faults")
    parser.add_argument("--program", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--configuration", choices=("release", "debug"), default="release")
    parser.add_argument("--keep", type=pathlib.Path)
    parser.add_argument("--only", help="faults of these names only, with commas between; for a closer look")
    parser.add_argument("--self-test", action="store_true")
    return parser.parse_args()


class Run:
    """One history from its beginning to its verdict."""

    def __init__(self, given):
        self.given = given
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="outreach-faults."))
        self.work.chmod(0o711)  # root's server user passes through
        self.findings, self.ledger, self.world = Findings(), Ledger(), World(given.seed)
        self.stage = Stage(given.program.resolve(), self.work, given.seed)
        self.schema = (ROOT / "sql/schema.sql").read_text()
        self.faults = None

    def play(self):
        self.stage.open()
        for words in self.stage.left_out:
            print(f"faults: left out: {words}")
        self.clients = {
            place: Client(self.stage.base_port, place, key, self.ledger) for place, key in self.stage.keys.items()}
        self.end = None
        self.workers = [
            Worker(n, self.given.seed, self.world, self.clients, lambda: self.end, self.findings)
            for n in range(1, self.given.workers + 1)]
        self.probed = self.first_person()
        self.end = time.monotonic() + self.given.seconds
        self.steward = Steward(self.given.seed, self.world, self.clients, lambda: self.end, self.findings)
        self.allowance = DEBUG_ALLOWANCE if self.given.configuration == "debug" else 1
        self.faults = Faults(
            self.given.seed, self.stage, self.probe, self.spool_probe, lambda: self.end, self.findings,
            {kind: seconds * self.allowance for kind, seconds in FIGURES.items()})
        if self.given.only:
            chosen = self.given.only.split(",")
            deck = self.faults.deck
            self.faults.deck = lambda: [fault for fault in deck() if fault.__name__ in chosen]
        threading.excepthook = self.note_defect
        threads = [*self.workers, self.steward] + ([] if self.given.self_test else [self.faults])
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def note_defect(self, given):
        """A thread that ends too early would make a history that looks well."""
        threading.__excepthook__(given)
        self.findings.add("broken", "harness", f"{given.thread.name} ended by {given.exc_type.__name__}")

    def first_person(self):
        """Whose card the probes check; enrolled before the first fault."""
        worker = self.workers[0]
        worker.end = self.end
        for _ in range(100):
            try:
                self.clients[SITES[0]].send("GET", "/health/ready")
                break
            except OSError:
                time.sleep(0.1)
        worker.enrol()
        return worker.people.pop()

    def probe(self, since):
        """Seconds from an instant to the first answer of the service, which reads and writes the database."""
        person = self.probed
        text = next(iter(person.ids))
        client = self.clients[SITES[0]]
        while True:
            if time.monotonic() > since + 60:
                raise NeverAnswered("the probe")
            unknown = 1
            try:
                answer = client.send("POST", "/api/v1/checks", {"temporary_id": text})
                unknown = answer.code not in ("busy", "unavailable") and not answer.is_done
                if answer.is_done:
                    self.world.reads["check_temporary_id", person.id] += 1
                    return time.monotonic() - since
            except ConnectionRefusedError:
                unknown = 0
            except Exception:  # whatever breaks a connection: the next one may answer
                pass
            finally:
                self.world.unknown_reads["check_temporary_id", person.id] += unknown
            time.sleep(0.01)

    def spool_probe(self):
        """Sends a body that has to be spooled and holds nothing that could be taken."""
        while True:
            try:
                return self.clients[STEWARD].send(
                    "POST", "/api/v1/references", b"no,reference\n" * 50_000, {"Content-Type": "text/csv"})
            except OSError:
                time.sleep(0.2)

    def judge(self):
        open_ = aftermath.settle(self.stage)
        for what, count in open_.items():
            if count:
                self.findings.add("broken", "settle", f"{count} {what} after 90 s of peace")
        self.judge_answers()
        with self.stage.cluster.connect(timeout=120) as postgres:
            postgres.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            all_in_database(postgres, self.world, self.ledger, self.schema, self.findings)
        replayed = aftermath.replay(self.ledger, self.clients, self.given.seed, self.findings)
        resolved = aftermath.resolve(self.world, self.clients, SITES[1], self.findings)
        aftermath.verify_audit(self.clients, self.findings)
        aftermath.check_pages(self.stage, self.findings)
        print(f"faults: replayed {replayed} keys, resolved {resolved} IDs")

    def judge_answers(self):
        self.longest, slow = self.faults.slow_requests(self.ledger.entries, self.allowance)
        for entry, seconds in slow:
            self.findings.add(
                "broken", "figures", f"{entry.operation} {entry.key} took {seconds:.1f} s beside faults")
        for operation, key in self.ledger.defects:
            self.findings.add("broken", "defects", f"{operation} {key} was answered 500 defect")
        for entry in self.ledger.entries:
            if entry.answer is None:
                self.findings.add("broken", "answers", f"{entry.operation} {entry.key} has no answer")

    def verdict(self):
        aftermath.end_of_worker(self.stage, self.findings)
        aftermath.read_logs(self.stage, self.world, self.findings)
        entries = self.ledger.entries
        counts = collections.Counter(entry.operation for entry in entries if entry.answer and entry.answer.is_done)
        print("faults: done " + " ".join(f"{name}={count}" for name, count in sorted(counts.items())))
        worst = self.faults.worst
        kinds = collections.Counter(name for name, *_ in self.faults.done)
        print("faults: happened " + " ".join(f"{name}={count}" for name, count in sorted(kinds.items())))
        print(f"faults: worst_mended_s={worst['mended']:.2f} longest_request_beside_faults_s={self.longest:.2f}")
        for line in self.findings.lines()[:40]:
            print(f"  {line}")
        print(
            f"operations={len(entries)} faults={len(self.faults.done)} "
            + " ".join(f"{kind}={self.findings.count(kind)}" for kind in Findings.KINDS)
            + f" unknown_resolved={sum(entry.unknown > 0 and entry.answer is not None for entry in entries)}"
            + f" worst_restart_s={worst['restart']:.2f} worst_database_crash_s={worst['database']:.2f}")
        return not self.findings.found

    def keep(self, folder):
        """Logs, the history and the findings, and the database as a dump; made-up people only."""
        folder.mkdir(parents=True, exist_ok=True)
        for file in [*self.work.glob("*.log"), *(self.work / "postgres").glob("server.log*")]:
            shutil.copy(file, folder)
        (folder / "findings.txt").write_text("\n".join(self.findings.lines()) + "\n")
        (folder / "faults.json").write_text(json.dumps(self.faults.done if self.faults else [], indent=1))
        with open(folder / "history.jsonl", "w") as file:
            for entry in list(self.ledger.entries):
                answer = entry.answer and [entry.answer.status, entry.answer.body]
                file.write(json.dumps(
                    [entry.operation, entry.key, entry.caller, entry.request, entry.attempts, entry.unknown, answer],
                    default=repr) + "\n")
        aftermath.dump(self.stage, folder / "database.sql")

    def close(self):
        self.stage.close()
        shutil.rmtree(self.work, ignore_errors=True)


def main():
    given = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run(given)
    good = False
    kept = given.keep
    try:
        run.play()
        run.judge()
        if given.self_test:
            silent = plants.find_all(run.stage, run.world, run.ledger, run.schema)
            clean = not run.findings.found
            for line in run.findings.lines():
                print(f"  {line}")
            good = clean and not silent
            print(
                f"planted={len(plants.PLANTS)} found={len(plants.PLANTS) - len(silent)} "
                f"found_before_planting={len(run.findings.found)}")
        else:
            good = run.verdict()
    finally:
        if not good or kept:
            kept = kept or ROOT / "var/faults" / f"seed-{given.seed}"
            run.keep(kept)
            print(f"faults: the evidence is in {kept}")
        if not good and not given.self_test:
            print(
                f"faults: to repeat: ops/bench/faults --seed {given.seed} --seconds {given.seconds:g} "
                f"--workers {given.workers} --configuration {given.configuration}")
        run.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
