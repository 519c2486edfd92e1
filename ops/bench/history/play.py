"""The history: workers who enrol, check, record, correct, merge and take back, from a seed."""

import random
import threading
import time

from asking import REGISTRAR, STEWARD, Broken
from client import NeverAnswered, id_of
from enrolling import Enrolling
from vaccinating import Vaccinating
from world import Merge, component, join, part

# What a registrar can report from each state, so that most steps are steps.
STEPS = {
    "enrolled": ["confirm_details", "ask_for_information"],
    "information_needed": ["confirm_details"],
    "details_checked": ["submit"],
    "submitted": ["accept", "refuse"],
    "refused": ["submit"],
}


class Worker(threading.Thread, Enrolling, Vaccinating):
    """One caller's work: a random walk over people who are this worker's alone, so that the model knows what holds."""

    def __init__(self, number, seed, world, clients, until, findings):
        super().__init__(name=f"worker {number}", daemon=True)
        self.number, self.world, self.clients, self.until, self.findings = number, world, clients, until, findings
        self.random = random.Random(f"{seed} worker {number}")
        self.keys = 0
        self.days = 0
        self.people, self.merges, self.blank = [], [], []
        self.actions = [
            (self.enrol, 10), (self.enrol_again, 3), (self.enrol_elsewhere, 4), (self.enrol_twin_record, 6),
            (self.check, 14), (self.record, 14), (self.record_race, 3), (self.amend, 6), (self.void, 4),
            (self.merge, 5), (self.unmerge, 4), (self.merge_and_back, 3), (self.move_case, 6), (self.upload, 3),
            (self.reserve, 2), (self.bind, 4), (self.replace, 3), (self.revoke_and_issue, 2), (self.history, 3),
        ]

    def run(self):
        weights = [weight for _, weight in self.actions]
        while time.monotonic() < self.until():
            (action, _), = self.random.choices(self.actions, weights)
            try:
                action()
            except Broken as broken:
                self.findings.add("broken", "answers", f"{action.__name__}: {broken}")
            except NeverAnswered as never:
                self.findings.add("broken", "answers", f"never answered: {never}")
                return

    # ---- merges

    def merge(self):
        one = self.someone()
        alike = one and [person for person in one.human.persons if person is not one]
        other = self.random.choice(alike) if alike and self.random.random() < 0.7 else self.someone()
        if one and other and one is not other:
            return self.merge_two(one, other)

    def merge_two(self, one, other):
        # Joined already, by hand or by a run; or two numbers.
        may_refuse = ("conflict",) if other in component(one) or any(
            person.human.referenced or len(person.human.persons) > 1
            for person in component(one) | component(other)) else ()
        key = self.key("merge")
        answer = self.once(
            STEWARD, "merge_people", "/merges", {"one": one.id, "other": other.id, "reason": key}, may_refuse, key=key)
        if not answer:
            return None
        merge = Merge(id_of(answer, "merge"), one, other)
        join(merge)
        self.merges.append(merge)
        with self.world.lock:
            self.world.merges[merge.id] = merge
        if not {person.id for person in component(one)} <= set(answer.get("person_ids") or answer["members"]):
            raise Broken(f"the merge {merge.id} forgot a member")
        return merge

    def unmerge(self):
        merges = [merge for merge in self.merges if merge.is_open]
        if merges:
            self.unmerge_one(self.random.choice(merges))

    def unmerge_one(self, merge):
        key = self.key("unmerge")
        self.once(STEWARD, "unmerge_people", f"/merges/{merge.id}/undo", {"reason": key}, key=key)
        part(merge)

    def merge_and_back(self):
        """Merge, a dose in between, unmerge: both are as before, and the dose is with whom it was recorded under."""
        alone = lambda person: (
            person.live_id() and not person.joined and not person.human.referenced and len(person.human.persons) == 1)
        one, other = self.someone(alone), self.someone(alone)
        if not one or not other or one is other:
            return
        before = self.look(one), self.look(other)
        merge = self.merge_two(one, other)
        between = self.record(one)
        self.look(other)
        self.unmerge_one(merge)
        after = self.look(one), self.look(other)
        if after != (before[0] | {between.id: 1}, before[1]):
            raise Broken(f"the merge {merge.id} and its way back left something behind")

    # ---- cases

    def move_case(self):
        person = self.someone(lambda person: not person.joined and len(person.human.persons) == 1)
        if not person:
            return
        if not person.case:
            shown = self.read(STEWARD, "show_person", "/people/history", {"person": person.id}, [person])
            person.case = next(
                (c["case_id"] for c in shown["entries"]["registration_case"] if c["person_id"] == person.id), None)
        if not person.case:
            return
        entry = self.clients[REGISTRAR].read("show_case", f"/api/v1/cases/{person.case}")
        if not entry.answer.is_done:
            raise Broken(f"show_case was answered {entry.answer.status} {entry.answer.code}")
        steps = STEPS.get(entry.answer.body["steps"][-1]["state"])
        if not steps:
            return
        key = self.key("case")
        answer = self.once(
            REGISTRAR, "move_case", f"/cases/{person.case}/events",
            {"event": self.random.choice(steps), "evidence": key},
            # A run may have moved it meanwhile.
            ("changed_meanwhile", "conflict") if self._numbered(person) or len(person.human.persons) > 1 else (),
            if_match=entry.answer.etag, key=key)
        if answer:
            with self.world.lock:
                self.world.case_events[person.case].append((answer["version"], answer["state"], key))
