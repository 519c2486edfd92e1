"""Checks and doses: recorded once, twice, by three at once, amended, void."""

from asking import SITES, STEWARD, Asking, Broken
from world import Dose, component, possible_group

COMIRNATY, VAXIGRIP = "39115611000001103", "45175511000001104"


class Vaccinating(Asking):
    """What sites do."""

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
