"""The records team's part of the history: references, runs, and now and then a run taken back."""

import random
import threading
import time

from client import Entry, NeverAnswered, id_of

STEWARD = ("steward", "OUTREACH")
HEADER = (
    "ref_id,nhs_number,given_name,middle_names,family_name,previous_family_name,date_of_birth,sex,address_line1,town,"
    "postcode,previous_postcode,phone,email,gp_practice,deceased")


class Steward(threading.Thread):
    """Loads what the reference knows by now, asks for a run, waits for its job."""

    def __init__(self, seed, world, clients, until, findings):
        super().__init__(name="steward", daemon=True)
        self.world, self.client, self.until, self.findings = world, clients[STEWARD], until, findings
        self.random = random.Random(f"{seed} steward")
        self.rounds = 0

    def run(self):
        while time.monotonic() < self.until():
            try:
                self.round()
            except NeverAnswered as never:
                self.findings.add("broken", "answers", f"never answered: {never}")
            time.sleep(0.5)

    def round(self):
        text = self.file()
        if "\n" not in text:
            return  # nobody is in it yet
        self.rounds += 1
        self.load(text)
        key = f"S-{self.rounds}-RUN"
        entry = self.client.once("request_reconciliation", key, "/api/v1/runs", None)
        if not entry.answer.is_done:
            return self.findings.add("broken", "answers", f"{key} was answered {entry.answer.code}")
        job = id_of(entry.answer.body, "job")
        with self.world.lock:
            self.world.jobs[job] = None
        run = self.wait(job)
        if run and self.random.random() < 0.3:
            self.undo(run)

    def file(self):
        """The reference: those of the history's people who are in it by now."""
        with self.world.lock:
            humans = [human for human in self.world.humans if human.referenced and human.persons]
        rows = [
            [f"P{h.number}", h.nhs, h.given, "", h.family, "", h.born, "", f"{h.number} Mill Lane", "",
             h.form("")["postcode"], "", "", h.email, "B86001", "0"] for h in humans]
        return "\n".join([HEADER] + [",".join(row) for row in rows])

    def load(self, text):
        """Loads a reference; the file itself is the key."""
        entry = self.client.ledger.add(Entry("load_reference", "", STEWARD, ()))
        answer = self.client.repeat(entry, "POST", "/api/v1/references", text.encode(), {"Content-Type": "text/csv"})
        if not answer.is_done:
            self.findings.add("broken", "answers", f"a reference was answered {answer.status} {answer.code}")

    def wait(self, job, patience=60):
        """The run of a job that is done; None where it takes too long: the checks at the end wait longer."""
        end = time.monotonic() + patience
        while time.monotonic() < min(end, self.until()):
            entry = self.client.read("show_job", f"/api/v1/jobs/{job}")
            state = entry.answer.body.get("state")
            if state == "done":
                return (entry.answer.body.get("result") or {}).get("run")
            if state == "dead" or not entry.answer.is_done:
                return self.findings.add("broken", "jobs", f"job {job} is {state or entry.answer.code}")
            time.sleep(0.3)
        return None

    def undo(self, run):
        key = f"S-{self.rounds}-UNDO"
        entry = self.client.once("undo_reconciliation", key, f"/api/v1/runs/{run}/undo", None)
        if entry.answer.is_done:
            self.world.undone_runs.add(run)
        else:
            self.findings.add("broken", "answers", f"{key} was answered {entry.answer.code}")
