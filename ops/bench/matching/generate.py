#!/usr/bin/env python3
"""Makes up a reference and workers who look for their number in it, with the truth.

  generate.py FOLDER [--references 1000000] [--queries 100000] [--seed 1]

Writes ref.csv, query.csv, truth.csv, truth_dedupe.csv and meta.csv (temp_id, group, registered: for score.py --meta).
The same seed gives the same bytes. Families live together, twins and namesakes are there, 15 % of the workers are not in
the reference, and half of these have a relative or namesake there. Slips of pen: see `Worker`.
"""
import argparse
import csv
import os
import random
import sys
from bisect import bisect
from itertools import accumulate

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import names  # noqa: E402

NICKNAMES = {
    "Susan": "Sue", "Deborah": "Debbie", "Katherine": "Kate", "Catherine": "Cathy", "Elizabeth": "Liz", "Margaret": "Maggie",
    "Christine": "Chris", "Patricia": "Pat", "Jacqueline": "Jackie", "Victoria": "Vicky", "Rebecca": "Becky", "Jessica": "Jess",
    "Abigail": "Abi", "Gillian": "Gill", "David": "Dave", "Andrew": "Andy", "Michael": "Mike", "Stephen": "Steve",
    "Robert": "Bob", "Richard": "Rick", "Christopher": "Chris", "Anthony": "Tony", "James": "Jim", "Matthew": "Matt",
    "Daniel": "Dan", "Thomas": "Tom", "Benjamin": "Ben", "Joseph": "Joe", "Samuel": "Sam", "William": "Bill",
    "Oluwaseun": "Seun", "Oluwatobi": "Tobi", "Oluwafemi": "Femi", "Katarzyna": "Kasia", "Joanna": "Asia", "Alexandra": "Alex",
}
SOUNDS = [("ph", "f"), ("ck", "k"), ("c", "k"), ("ee", "i"), ("i", "ee"), ("ou", "u"), ("u", "oo"), ("y", "i"), ("v", "w"),
          ("th", "t"), ("aa", "a"), ("sh", "s"), ("z", "s"), ("x", "ks"), ("w", "v"), ("kh", "k"), ("ai", "ay"), ("e", "a")]
KEYS = "qwertyuiopasdfghjklzxcvbnm"
MAIL = ["mail.example", "inbox.example", "post.example", "web.example", "fastmail.example"]
INWARD = "ABDEFGHJLNPQRSTUWXYZ"
REF = ("ref_id nhs_number given_name middle_names family_name previous_family_name date_of_birth sex address_line1 town "
       "postcode previous_postcode phone email gp_practice deceased").split()
QUERY = ("temp_id given_name middle_names family_name previous_family_name date_of_birth sex address_line1 town postcode phone "
         "email country_of_birth employer_ods claimed_nhs_number").split()

rnd = random.Random()
chance = lambda share: rnd.random() < share  # noqa: E731


class Zipf:
    """Draws from a list whose first elements are the commonest."""

    def __init__(self, values, flatness=6, power=0.9):
        self.values = values
        self.sums = list(accumulate(1 / (index + flatness) ** power for index in range(len(values))))

    def draw(self):
        return self.values[bisect(self.sums, rnd.random() * self.sums[-1])]


def words(text):
    parts = text.split("|")
    return [word for part in parts for word in ([part] if " " in part and part in parts[1:-1] else part.split())]


GIVEN = {g: (Zipf(words(v[0])), Zipf(words(v[1]))) for g, v in names.GIVEN.items()}
FAMILY = {g: Zipf(words(v[2])) for g, v in names.GIVEN.items()}
GROUPS = list(names.GROUPS)
TOWNS = Zipf(names.TOWNS, 20, 0.7)


def group(of_workers):
    return rnd.choices(GROUPS, [names.GROUPS[g][of_workers] for g in GROUPS])[0]


def family_name(g, sex):
    if g == "british" and chance(0.5):
        name = rnd.choice(names.FIRST_HALVES) + rnd.choice(names.SECOND_HALVES)
    elif g == "indian" and chance(0.3):
        name = "Kaur" if sex == "F" else "Singh"
    else:
        name = FAMILY[g].draw()
    if g == "polish" and sex == "F" and name.endswith(("ski", "cki")):
        name = name[:-1] + "a"
    return name


def birth_date(g):
    year = int(rnd.triangular(1956, 2006, 1986))
    if g in ("pakistani", "nepali", "indian") and chance(0.03):
        return year, 1, 1
    return year, rnd.randint(1, 12), rnd.randint(1, 28)


def home():
    town, area = TOWNS.draw()
    postcode = f"{area}{rnd.randint(1, 24)} {rnd.randint(1, 9)}{rnd.choice(INWARD)}{rnd.choice(INWARD)}"
    house = rnd.randint(1, 140)
    flat = f"Flat {rnd.randint(1, 20)}, " if chance(0.1) else ""
    return f"{flat}{house} {rnd.choice(names.STREETS)} {rnd.choice(names.KINDS)}", town, postcode


def mobile():
    return f"07{rnd.randint(10**8, 10**9 - 1)}"


def email(given, family, year):
    given, family = (plain(x) for x in (given, family))
    form = rnd.randrange(5)
    local = (f"{given}.{family}", f"{given}{family}{year % 100}", f"{given[:1]}{family}{rnd.randint(1, 999)}",
             f"{family}{given[:3]}{rnd.randint(1, 99)}", f"{given}{rnd.randint(1, 9999)}")[form]
    return f"{local}@{rnd.choice(MAIL)}"


FOLD = str.maketrans("ăâîșțąćęłńóśźżãõçéêíáàúôĂÂÎȘȚĄĆĘŁŃÓŚŹŻ", "aaistacelnoszzaoceeiaauoAAISTACELNOSZZ")


def plain(text):
    return "".join(letter for letter in text.translate(FOLD).lower() if letter.isalnum())


class Person:
    __slots__ = ("group", "sex", "given", "middle", "family", "previous", "born", "address", "town", "postcode", "old_postcode",
                 "phone", "email", "key", "number", "deceased", "maiden", "today", "household")

    def __init__(self, g, sex=None, family=None, place=None):
        self.group = g
        self.sex = sex or ("F" if chance(0.62) else "M")
        self.given = GIVEN[g][self.sex == "M"].draw()
        self.middle = GIVEN[g][self.sex == "M"].draw() if chance(0.4) else ""
        if g == "filipino" and chance(0.5):
            self.given += " " + GIVEN[g][self.sex == "M"].draw()
        self.family = family or family_name(g, self.sex)
        self.maiden = ""
        self.previous = ""
        self.born = birth_date(g)
        self.address, self.town, self.postcode = place or home()
        self.old_postcode = home()[2] if chance(0.35) else ""
        self.phone = mobile() if chance(0.8) else ""
        self.email = email(self.given, self.family, self.born[0]) if chance(0.5) else ""
        self.deceased = chance(0.012)
        self.key = self.number = ""
        self.today = None
        self.household = [self]

    def rename(self, people):
        """Takes another given name while one of these has the same and the birth date: twins are not called the same."""
        while any(p is not self and p.given == self.given and p.born == self.born for p in people):
            self.given = GIVEN[self.group][self.sex == "M"].draw()

    def place(self):
        return self.address, self.town, self.postcode

    def now(self):
        """Home, telephone and e-mail address of today, which the reference may not know yet; and the name by marriage."""
        if self.today is None:
            place = home() if chance(0.2) else self.place()
            phone = self.phone if self.phone and chance(0.72) else mobile()
            mail = self.email if self.email and chance(0.62) else email(self.given, self.family, self.born[0])
            family = family_name(self.group, "F") if self.sex == "F" and chance(0.05) else self.family
            self.today = place, phone, mail, family
        return self.today


def household(g):
    """A person and, often, who lives with them: partner, sibling, twin, parent or child."""
    first = Person(g)
    people = [first]
    while chance(0.35) and len(people) < 5:
        kind = rnd.random()
        other = Person(g, family=first.family if kind < 0.8 else None, place=first.place())
        if kind < 0.1:      # a twin
            other.born = first.born
        elif kind < 0.35:   # a parent or a child
            other.born = (first.born[0] + rnd.choice((-1, 1)) * rnd.randint(20, 34), *other.born[1:])
            if kind < 0.15:
                other.given, other.sex = first.given, first.sex
        other.rename(people)
        if chance(0.06):
            other.phone = first.phone
        people.append(other)
        other.household = people
    first.household = people
    return people


def number(index):
    """A number of the range that is never issued, with its check digit; not every index has one."""
    digits = f"9{index:08d}"
    check = (11 - sum(int(d) * (10 - i) for i, d in enumerate(digits)) % 11) % 11
    return None if check == 10 else f"{digits}{check}"


def reference(size):
    people, index = [], 0
    while len(people) < size:
        for person in household(group(0)):
            if person.sex == "F" and chance(0.2):    # married; half of the records know the former name
                person.maiden, person.family = person.family, family_name(person.group, "F")
                if chance(0.6):
                    person.previous = person.maiden
            value = None
            while value is None:
                index += 1
                value = number(index * 7919 % 10**8)
            person.number = value
            people.append(person)
    del people[size:]
    rnd.shuffle(people)
    for position, person in enumerate(people):
        person.key = f"P{position + 1:07d}"
    return people


def typo(text):
    if len(text) < 3:
        return text
    at = rnd.randrange(1, len(text))
    kind = rnd.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1:]
    if kind == 1:
        return text[:at] + text[at] + text[at:]
    if kind == 2 and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2:]
    return text[:at] + rnd.choice(KEYS) + text[at + 1:]


def respelt(text):
    fitting = [(a, b) for a, b in SOUNDS if a in text[1:].lower()]
    if not fitting:
        return typo(text)
    a, b = rnd.choice(fitting)
    at = text.lower().index(a, 1)
    return text[:at] + b + text[at + len(a):]


def slipped(born):
    year, month, day = born
    kind = rnd.random()
    if kind < 0.3 and day <= 12:
        return year, day, month
    if kind < 0.5:
        return year, 1, 1
    if kind < 0.8:
        return year, month, max(1, min(28, day + rnd.choice((-10, -3, -1, 1, 2, 5, 10))))
    if kind < 0.9:
        return year, rnd.randint(1, 12), day
    return year + rnd.choice((-10, -1, 1, 10)), month, day


class Worker:
    """What a care home typed about a person."""

    def __init__(self, person):
        p = self.person = person
        (self.address, self.town, self.postcode), self.phone, self.email, self.family = p.now()
        self.given, self.middle = p.given, p.middle
        self.previous = p.family if self.family != p.family and chance(0.4) else ""
        self.born, self.sex, self.claimed = p.born, p.sex, ""
        self.names()
        self.dates_and_home()
        if chance(0.15):
            self.phone = ""
        if chance(0.4):
            self.email = ""
        if p.number and chance(0.03):
            self.claimed = p.number
        if chance(0.02):
            self.sex = ""

    def names(self):
        p = self.person
        if chance(0.5):
            self.middle = ""
        elif chance(0.3):
            self.middle = self.middle[:1]
        if p.maiden and chance(0.1):
            self.family = p.maiden
        if chance(0.06):
            self.given = respelt(self.given)
        if chance(0.05):
            self.family = respelt(self.family)
        if chance(0.03):
            self.given = typo(self.given)
        if chance(0.03):
            self.family = typo(self.family)
        if p.given in NICKNAMES and chance(0.12):
            self.given = NICKNAMES[p.given]
        if chance(0.02) and p.middle:
            self.given, self.middle = p.middle, ""
        if chance(0.03 if p.group != "british" else 0.01):
            self.given, self.family = self.family, self.given
        if chance(0.25):
            self.given, self.family = self.given.translate(FOLD), self.family.translate(FOLD)
        if chance(0.08):
            self.given, self.family, self.middle = (x.upper() for x in (self.given, self.family, self.middle))

    def dates_and_home(self):
        if chance(0.035):
            self.born = slipped(self.born)
        elif chance(0.003):
            self.born = None
        if chance(0.04):
            self.address = typo(self.address)
        if chance(0.15):
            for kind, short in names.SHORT.items():
                if self.address.endswith(kind):
                    self.address = self.address[:-len(kind)] + short
        if chance(0.03):
            self.postcode = typo(self.postcode)
        if chance(0.1):
            self.postcode = self.postcode.replace(" ", "")
        if chance(0.05):
            self.address = self.town = self.postcode = ""
        if chance(0.1):
            self.phone = "+44" + self.phone[1:]

    def row(self, key, home_of_work):
        address, town, postcode, phone = self.address, self.town, self.postcode, self.phone
        if chance(0.015):    # the care home's own address or telephone
            address, town, postcode = home_of_work[:3]
            phone = home_of_work[3] if chance(0.4) else phone
        born = "{:04d}-{:02d}-{:02d}".format(*self.born) if self.born else ""
        country = names.COUNTRY[self.person.group] if chance(0.93) else ""
        return [key, self.given, self.middle, self.family, self.previous, born, self.sex, address, town, postcode, phone,
                self.email, country, home_of_work[4], self.claimed]


def stranger(people):
    """Somebody who is not in the reference, half of them with a relative or namesake there."""
    kind = rnd.random()
    if kind < 0.5:
        return Person(group(1))
    known = rnd.choice(people)
    other = Person(known.group, family=known.family, place=known.place() if kind < 0.85 else None)
    if kind < 0.58:      # a twin
        other.born = known.born
    elif kind < 0.64:    # a parent or child of one name
        other.given, other.sex = known.given, known.sex
    elif kind < 0.7:
        other.phone = known.phone
    elif kind >= 0.85:   # a namesake
        other.given, other.sex = known.given, known.sex
        if chance(0.3):
            other.born = (known.born[0], *other.born[1:])
    if kind < 0.85:
        other.rename(known.household)
    elif other.born == known.born:
        other.born = (known.born[0] - 1, *known.born[1:])
    return other


def workers(people, count):
    by_group = {g: [p for p in people if p.group == g and not p.deceased] for g in GROUPS}
    chosen = []
    used = set()
    while len(chosen) < count:
        if chance(0.15):
            chosen.append((stranger(people), False))
            continue
        candidates = by_group[group(1)]
        person = candidates[rnd.randrange(len(candidates))]
        if person.key not in used:
            used.add(person.key)
            chosen.append((person, True))
            if chance(0.04):
                chosen.append((person, True))
    del chosen[count:]
    rnd.shuffle(chosen)
    return chosen


def write(folder, name, header, rows):
    with open(os.path.join(folder, name), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--references", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rnd.seed(options.seed)
    os.makedirs(options.folder, exist_ok=True)
    people = reference(options.references)
    write(options.folder, "ref.csv", REF, (
        [p.key, p.number, p.given, p.middle, p.family, p.previous, "{:04d}-{:02d}-{:02d}".format(*p.born), p.sex, p.address,
         p.town, p.postcode, p.old_postcode, p.phone, p.email, "A00001", int(p.deceased)] for p in people))
    homes = [(*home(), mobile(), f"{index:05X}") for index in range(max(1, options.queries // 60))]
    rows, truth, meta, first, twice = [], [], [], {}, []
    for index, (person, registered) in enumerate(workers(people, options.queries)):
        key = f"T{index + 1:06d}"
        rows.append(Worker(person).row(key, rnd.choice(homes)))
        meta.append([key, person.group, int(registered)])
        if registered:
            truth.append([key, person.key])
            if person.key in first:
                twice.append([first[person.key], key])
            first[person.key] = key
    write(options.folder, "query.csv", QUERY, rows)
    write(options.folder, "truth.csv", ["left_id", "right_id"], truth)
    write(options.folder, "truth_dedupe.csv", ["left_id", "right_id"], twice)
    write(options.folder, "meta.csv", ["temp_id", "group", "registered"], meta)


main()
