"""Enrolments of every kind, cards, and files."""

from asking import EMPLOYERS, Asking, Broken
from client import Entry, id_of
from world import Person, Upload, component, possible_group


class Enrolling(Asking):
    """What employers do."""

    def take_enrolment(self, answer, human, place, reference=None):
        """What an enrolment's answer makes of the model."""
        person = self.world.persons.get(id_of(answer, "person"))
        if person is None:
            person = Person(id_of(answer, "person"), human, place)
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
        if len({(id_of(answer, "person"), answer["temporary_id"]) for answer in answers}) != 1:
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

    # ---- files

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
            self.take_enrolment(row, human, place, reference)
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
