"""The history: workers who enrol, check, record, correct, merge and take back, from a seed."""

import random
import threading
import time

from client import Entry, NeverAnswered
from world import Dose, Merge, Person, Upload, component, join, part, possible_group

COMIRNATY, VAXIGRIP = "39115611000001103", "45175511000001104"
EMPLOYERS = [("manager", "VL0AA"), ("manager", "VL0BB")]
SITES = [("vaccinator", "RX101"), ("vaccinator", "RX102")]
REGISTRAR, STEWARD = ("registrar", "QWO"), ("steward", "OUTREACH")

# What a registrar can report from each state, so that most steps are steps.
STEPS = {
    "enrolled": ["confirm_details", "ask_for_information"],
    "information_needed": ["confirm_details"],
    "details_checked": ["submit"],
    "submitted": ["accept", "refuse"],
    "refused": ["submit"],
}


class Broken(Exception):
    """An answer that the service must not give; the text holds ids and codes only."""


class Worker(threading.Thread):
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

    # ---- asking

    def key(self, operation):
        self.keys += 1
        return f"W{self.number}-{self.keys}-{operation.upper().replace('_', '-')}"[:40]

    def once(self, place, operation, path, body, may_refuse=(), if_match=None, key=None):
        """The answer of a write that was done; None where it was refused as it may be."""
        key = key or self.key(operation)
        entry = self.clients[place].once(operation, key, "/api/v1" + path, body, if_match)
        if entry.answer.is_done:
            return entry.answer.body
        if entry.answer.code in may_refuse:
            return None
        raise Broken(f"{operation} {key} was answered {entry.answer.status} {entry.answer.code}")

    def read(self, place, operation, path, body, people):
        """The answer of a read, counted for everybody of whom it tells."""
        entry = self.clients[place].read(operation, "/api/v1" + path, body)
        with self.world.lock:
            for person in people:
                self.world.reads[operation, person.id] += entry.answer.is_done
                self.world.unknown_reads[operation, person.id] += entry.unknown
        if not entry.answer.is_done:
            raise Broken(f"{operation} was answered {entry.answer.status} {entry.answer.code}")
        return entry.answer.body

    def someone(self, accepts=lambda person: True):
        people = [person for person in self.people if not person.is_withdrawn and accepts(person)]
        return self.random.choice(people) if people else None

    # ---- enrolling

    def take_enrolment(self, answer, human, place, reference=None):
        """What an enrolment's answer makes of the model."""
        person = self.world.persons.get(answer["person"])
        if person is None:
            person = Person(answer["person"], human, place)
            self.world.add_person(person)
            self.people.append(person)
        if person.human is not human:
            raise Broken(f"an enrolment answered the person {person.id} of another human")
        text = answer.get("temporary_id")
        if answer["result"] == "enrolled" and text:
            person.ids[text] = "issued"
        elif text and text not in {id for other in possible_group(person) for id in other.ids}:
            raise Broken(f"a known person {person.id} got another ID")
        if reference:
            with self.world.lock:
                self.world.employments[place[1], reference] = person
        return person

    def enrol(self):
        human, place, reference = self.world.human(), self.random.choice(EMPLOYERS), self.key("ref")
        human.referenced = self.random.random() < 0.3
        answer = self.once(place, "enrol_worker", "/workers", human.form(reference))
        if answer["result"] != "enrolled":
            raise Broken(f"somebody new was answered {answer['result']}")
        self.take_enrolment(answer, human, place, reference)

    def enrol_again(self):
        """The same form under another key, twice at once: one person, one ID."""
        human, place, reference = self.world.human(), self.random.choice(EMPLOYERS), self.key("ref")
        answers = self.at_once(
            lambda key=self.key("enrol"): self.once(
                place, "enrol_worker", "/workers", human.form(reference), key=key),
            lambda key=self.key("enrol"): self.once(
                place, "enrol_worker", "/workers", human.form(reference), key=key))
        answers.sort(key=lambda answer: answer["result"] != "enrolled")
        if [answer["result"] for answer in answers] != ["enrolled", "already_enrolled"]:
            raise Broken(f"one form sent twice was answered {[answer['result'] for answer in answers]}")
        if len({answer["person"] for answer in answers}) != 1 or len({answer["temporary_id"] for answer in answers}) != 1:
            raise Broken("one form sent twice gave two people or two IDs")
        self.take_enrolment(answers[0], human, place, reference)

    def enrol_elsewhere(self):
        """A second employer with the same particulars: the same person, the same ID."""
        first = self.someone(lambda person: not person.human.is_shared)
        if not first:
            return
        first.human.is_shared = True
        place, reference = next(p for p in EMPLOYERS if p != first.place), self.key("ref")
        answer = self.once(place, "enrol_worker", "/workers", first.human.form(reference))
        if answer["result"] not in ("known_person", "already_registered", "already_enrolled"):
            raise Broken(f"somebody known was answered {answer['result']}")
        self.take_enrolment(answer, first.human, place, reference)

    def enrol_twin_record(self):
        """A second employer who knows other contacts: a record of its own, to be merged one day."""
        first = self.someone(lambda person: not person.human.is_shared)
        if not first:
            return
        human = first.human
        human.is_shared = True
        place, reference = next(p for p in EMPLOYERS if p != first.place), self.key("ref")
        form = human.form(
            reference, email=f"n{human.number}.{self.keys}@work.example", postcode="M1 1AE",
            address_line=f"{self.keys} Dock Road")
        self.take_enrolment(self.once(place, "enrol_worker", "/workers", form), human, place, reference)

    def reserve(self):
        place = self.random.choice(EMPLOYERS)
        for text in self.once(place, "reserve_temporary_ids", "/temporary-ids/reserve", {"count": 2}):
            self.blank.append((place, text))
            with self.world.lock:
                self.world.reserved[text] = "reserved"

    def bind(self):
        if not self.blank:
            return self.reserve()
        place, text = self.blank.pop()
        human, reference = self.world.human(), self.key("ref")
        body = human.form(reference) | {"temporary_id": text}
        answer = self.once(place, "bind_temporary_id", "/temporary-ids/bind", body)
        if answer["result"] != "enrolled" or answer["temporary_id"] != text:
            raise Broken(f"a blank card was bound as {answer['result']}")
        with self.world.lock:
            del self.world.reserved[text]
        self.take_enrolment(answer, human, place, reference)

    # ---- cards

    def replace(self):
        person = self.someone(lambda person: person.live_id())
        if not person:
            return
        text = person.live_id()
        answer = self.once(
            person.place, "replace_temporary_id", "/temporary-ids/replace",
            {"temporary_id": text, "reason": self.key("reason")}, self._numbered(person))
        if answer:
            person.ids[text] = "replaced"
            person.ids[answer["temporary_id"]] = "issued"

    def revoke_and_issue(self):
        person = self.someone(lambda person: person.live_id())
        if not person:
            return
        text = person.live_id()
        self.once(
            person.place, "revoke_temporary_id", "/temporary-ids/revoke",
            {"temporary_id": text, "reason": self.key("reason")})
        person.ids[text] = "revoked"
        others = any(other is not person and other.live_id() for other in component(person))
        answer = self.once(
            person.place, "issue_temporary_id", "/temporary-ids/issue", {"worker": person.id},
            ("conflict",) if others or self._numbered(person) else ())
        if answer:
            person.ids[answer["temporary_id"]] = "issued"

    @staticmethod
    def _numbered(person):
        """Whoever may have a number by now, by a run, needs no card any more."""
        return ("conflict",) if any(other.human.referenced for other in component(person)) else ()

    # ---- looking

    def check(self):
        person = self.someone(lambda person: person.ids)
        if person:
            self.look(person)

    def look(self, person):
        """Every dose that was acknowledged is shown in its newest version, and none that nobody gave."""
        text = self.random.choice(list(person.ids))
        answer = self.read(
            self.random.choice(SITES), "check_temporary_id", "/checks", {"temporary_id": text}, [person])
        shown = {dose["vaccination_id"]: dose["version"] for dose in answer["doses"]}
        due = {d.id: len(d.versions) for p in component(person) for d in p.doses.values() if not d.is_void}
        may = {d.id: len(d.versions) for p in possible_group(person) for d in p.doses.values() if not d.is_void}
        if not due.items() <= shown.items() <= may.items():
            raise Broken(f"a check of {person.id} showed {len(shown)} doses, {len(due)} to {len(may)} were recorded")
        if answer["state"] not in (person.ids[text], "merged"):
            raise Broken(f"an ID of {person.id} is {answer['state']}, it should be {person.ids[text]}")
        return shown

    def history(self):
        person = self.someone(lambda person: not person.joined and len(person.human.persons) == 1)
        if person:
            self.read(STEWARD, "show_person", "/people/history", {"person": person.id}, [person])

    # ---- doses

    def dose(self):
        """A day that no other dose of this worker has, so that only a repetition is one."""
        self.days += 1
        year, day = divmod(self.days, 330)
        flu = self.random.random() < 0.3
        return {
            "product": VAXIGRIP if flu else COMIRNATY,
            "given_at": f"{2010 + year}-{day // 28 + 1:02}-{day % 28 + 1:02}",
            "override_reason": "as prescribed",
        }

    def take_dose(self, answer, body, person, site, mark):
        dose = Dose(
            answer["vaccination_id"], person, site, "influenza" if body["product"] == VAXIGRIP else "covid",
            body["given_at"], [("recorded", mark)])
        person.doses[dose.id] = dose
        with self.world.lock:
            self.world.doses[dose.id] = dose
        return dose

    def record(self, person=None):
        person = person or self.someone(lambda person: person.live_id())
        if not person:
            return
        site, key = self.random.choice(SITES), self.key("dose")
        body = self.dose() | {"temporary_id": person.live_id(), "batch": key}
        answer = self.once(site, "record_vaccination", "/vaccinations", body, key=key)
        if answer["result"] != "recorded":
            raise Broken(f"a new dose was answered {answer['result']}")
        dose = self.take_dose(answer, body, person, site, key)
        if self.random.random() < 0.4:
            again = self.once(site, "record_vaccination", "/vaccinations", body | {"batch": self.key("again")})
            if (again["result"], again["vaccination_id"]) != ("already_recorded", dose.id):
                raise Broken(f"a dose recorded twice was answered {again['result']}")
        return dose

    def record_race(self):
        """One dose, three times at once, twice under one key."""
        person = self.someone(lambda person: person.live_id())
        if not person:
            return
        site, one, other = self.random.choice(SITES), self.key("race"), self.key("race")
        body = self.dose() | {"temporary_id": person.live_id(), "batch": one}
        answers = self.at_once(*[
            lambda key=key: self.once(site, "record_vaccination", "/vaccinations", body, key=key)
            for key in (one, one, other)])
        if len({answer["vaccination_id"] for answer in answers}) != 1 or answers[0] != answers[1]:
            raise Broken("one dose recorded by three at once is more than one")
        if sum(answer["result"] == "recorded" for answer in answers[1:]) != 1:
            raise Broken("one dose recorded by three at once was not recorded once")
        self.take_dose(answers[0], body, person, site, one)

    def some_dose(self):
        person = self.someone(lambda person: any(not dose.is_void for dose in person.doses.values()))
        return person and self.random.choice([dose for dose in person.doses.values() if not dose.is_void])

    def amend(self):
        dose = self.some_dose()
        if not dose:
            return
        key, version = self.key("amend"), len(dose.versions)
        # Sometimes as of a version that is not the newest: refused, and nothing changes.
        seen = version - 1 if version > 1 and self.random.random() < 0.2 else version
        answer = self.once(
            dose.site, "amend_vaccination", f"/vaccinations/{dose.id}/amend",
            {"changes": {"batch": key}, "reason": key}, ("changed_meanwhile",) if seen < version else (),
            if_match=f'"{seen}"', key=key)
        if answer:
            self.expect_version(answer, version + 1)
            dose.versions.append(("amended", key))
        elif seen == version:
            raise Broken("an amendment of the newest version was refused")

    def void(self):
        dose = self.some_dose()
        if not dose:
            return
        key, version = self.key("void"), len(dose.versions)
        answer = self.once(
            dose.site, "void_vaccination", f"/vaccinations/{dose.id}/void", {"reason": key},
            if_match=f'"{version}"', key=key)
        self.expect_version(answer, version + 1)
        dose.versions.append(("void", key))

    @staticmethod
    def expect_version(answer, version):
        if answer["version"] != version:
            raise Broken(f"version {version} was to follow and {answer['version']} did")

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
        merge = Merge(answer["merge"], one, other)
        join(merge)
        self.merges.append(merge)
        with self.world.lock:
            self.world.merges[merge.id] = merge
        if not {person.id for person in component(one)} <= set(answer["members"]):
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

    # ---- cases and files

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

    def upload(self):
        place, humans = self.random.choice(EMPLOYERS), [self.world.human() for _ in range(self.random.randint(2, 5))]
        references = [self.key("row") for _ in humans]
        columns = list(humans[0].form(""))
        lines = [",".join(columns)] + [
            ",".join(human.form(reference)[column] for column in columns)
            for human, reference in zip(humans, references)]
        file = "\n".join(lines)
        answer = self.send_file(place, file)
        if [row["result"] for row in answer["rows"]] != ["enrolled"] * len(humans):
            raise Broken("the new people of a file were not all enrolled")
        upload = Upload(answer["upload_id"], place, references)
        with self.world.lock:
            self.world.uploads[upload.id] = upload
        people = [
            self.take_enrolment({"person": row["person_id"]} | row, human, place, reference)
            for row, human, reference in zip(answer["rows"], humans, references)]
        choice = self.random.random()
        if choice < 0.4:
            again = self.send_file(place, file)
            if again["upload_id"] != upload.id or not again["is_repeat"]:
                raise Broken("a file sent again was taken again")
        if choice > 0.5:
            self.undo(upload, people)

    def send_file(self, place, file):
        client = self.clients[place]
        entry = client.ledger.add(Entry("enrol_file", "", place, ()))
        answer = client.repeat(entry, "POST", "/api/v1/uploads", file.encode(), {"Content-Type": "text/csv"})
        if not answer.is_done:
            raise Broken(f"a file was answered {answer.status} {answer.code}")
        return answer.body

    def undo(self, upload, people):
        # Refused where the service's clock has jumped past the 24 hours.
        answer = self.once(upload.place, "undo_upload", f"/uploads/{upload.id}/undo", {}, ("conflict",))
        if answer is None:
            return
        if (answer["people"], answer["kept"]) != (len(people), 0):
            raise Broken(f"the upload {upload.id} was taken back by half")
        upload.is_undone = True
        for person in people:
            person.is_withdrawn = True
            person.ids = dict.fromkeys(person.ids, "revoked")

    # ---- several at once

    @staticmethod
    def at_once(*calls):
        """The answers of calls made in the same moment, in their order."""
        answers, errors = [None] * len(calls), []

        def call(place):
            try:
                answers[place] = calls[place]()
            except Exception as error:  # passed on below, in the worker's own thread
                errors.append(error)

        threads = [threading.Thread(target=call, args=(place,)) for place in range(len(calls))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        return answers
