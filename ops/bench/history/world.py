"""A small model of the register: what every acknowledged request has made of it."""

import collections
import dataclasses
import itertools
import random
import threading

SYLLABLES = (
    "ba be bo da do fa fe ga go ka ke ko la le lo ma me mo na ne no pa pe po ra re ro sa se so ta te to va vo").split()


@dataclasses.dataclass(eq=False)
class Human:
    """Somebody as they really are; the register may hold several records of one."""

    number: int
    given: str
    family: str
    born: str
    nhs: str
    # In the reference: a run may give the human a number at any time.
    referenced: bool = False
    # Enrolled by both employers.
    is_shared: bool = False
    persons: list = dataclasses.field(default_factory=list)

    @property
    def email(self):
        return f"{self.given}.{self.family}@home.example".lower()

    def form(self, reference, **changes):
        """What an employer writes about the human."""
        form = {
            "given_names": self.given, "family_name": self.family, "birth_date": self.born, "email": self.email,
            "postcode": f"LS{self.number % 28 + 1} {self.number % 9 + 1}AB", "employer_reference": reference,
            "address_line": f"{self.number} Mill Lane",
        }
        return form | changes


@dataclasses.dataclass(eq=False)
class Person:
    """A record of a human as one employer described them."""

    id: str
    human: Human
    place: tuple
    ids: dict = dataclasses.field(default_factory=dict)
    doses: dict = dataclasses.field(default_factory=dict)
    case: str = None
    # Taken back with its upload: nothing more happens to it.
    is_withdrawn: bool = False
    # The other end of each open merge, by the merge.
    joined: dict = dataclasses.field(default_factory=dict)

    def live_id(self):
        return next((text for text, state in self.ids.items() if state == "issued"), None)


@dataclasses.dataclass(eq=False)
class Dose:
    id: str
    person: Person
    site: tuple
    disease: str
    day: str
    # Of each version: status, and the mark of the request that made it.
    versions: list

    @property
    def is_void(self):
        return self.versions[-1][0] == "void"


@dataclasses.dataclass(eq=False)
class Merge:
    id: str
    one: Person
    other: Person
    is_open: bool = True


@dataclasses.dataclass(eq=False)
class Upload:
    id: str
    place: tuple
    references: list
    is_undone: bool = False


class World:
    """What all workers of the history know together; each touches only the people of its own."""

    def __init__(self, seed):
        self.lock = threading.Lock()
        self.random = random.Random(f"{seed} people")
        self.numbers = itertools.count(1)
        self.humans, self.persons, self.doses, self.merges, self.uploads = [], {}, {}, {}, {}
        self.reserved = {}
        # Employments by employer and the employer's reference; case events by case.
        self.employments, self.case_events = {}, collections.defaultdict(list)
        # Reads by action and person: those that were answered, and attempts of which nobody knows.
        self.reads, self.unknown_reads = collections.Counter(), collections.Counter()
        self.jobs, self.undone_runs = {}, set()
        self.names_seen = set()

    def human(self):
        """Somebody new, like nobody else in name and birth date."""
        with self.lock:
            number = next(self.numbers)
            while True:
                name = "".join(self.random.choices(SYLLABLES, k=5)).capitalize()
                if name not in self.names_seen:
                    break
            self.names_seen.add(name)
            given = "".join(self.random.choices(SYLLABLES, k=4)).capitalize()
            born = f"{self.random.randint(1950, 1999)}-{self.random.randint(1, 12):02}-{self.random.randint(2, 28):02}"
            human = Human(number, given, name, born, nhs_number(number))
            self.humans.append(human)
            return human

    def add_person(self, person):
        with self.lock:
            person.human.persons.append(person)
            self.persons[person.id] = person

    def canaries(self):
        """What must stand in no log: names, birth dates, addresses and numbers of everybody."""
        with self.lock:
            return [text for h in self.humans for text in (h.given, h.family, h.born, h.email, h.nhs)]


def component(person):
    """Everybody whom open merges of the history join with a person."""
    seen, waiting = {person}, [person]
    while waiting:
        for other in waiting.pop().joined.values():
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def possible_group(person):
    """Everybody whom the open merges of the history and of runs can have joined with a person.

    A run may merge the records of one human, or take such a merge back, at any time.
    """
    seen, waiting = {person}, [person]
    while waiting:
        far = waiting.pop()
        for other in [*far.joined.values(), *far.human.persons]:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def join(merge):
    for one, other in ((merge.one, merge.other), (merge.other, merge.one)):
        one.joined[merge.id] = other


def part(merge):
    merge.is_open = False
    for person in (merge.one, merge.other):
        person.joined.pop(merge.id, None)


def nhs_number(place):
    """The next number of the test range, from 999 000 0000 on, that passes the Modulus 11 check."""
    for nine in range(999_000_000 + place * 3, 999_000_000 + place * 3 + 3):
        rest = 11 - sum(int(digit) * (10 - index) for index, digit in enumerate(str(nine))) % 11
        if rest != 10:
            return f"{nine}{0 if rest == 11 else rest}"
    return nhs_number(place + 100_000)
