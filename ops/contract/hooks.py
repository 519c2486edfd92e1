"""Makes schemathesis' requests reach people who are there: the keys of the roles, and ids that the service gave.

Only texts that fit their schema already are exchanged, and only for others that fit: what is wrong on purpose stays so.
"""

import itertools
import json
import re
import uuid
import zlib

import schemathesis

import contract

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ANY = re.compile(r"(?s).*\S.*")
# Of names that have a pattern in the document.
PATTERNS = {
    "temporary_id": ANY,
    "ods_code": re.compile(r"[0-9A-Za-z]{1,12}"),
    "key_prefix": re.compile(r"[0-9a-f]{8}"),
    "model_id": re.compile(r"active|[0-9a-fA-F]{8,64}"),
}
KEYS = {(one.method, one.path): one.key for one in contract.operations()}


def read(role, method, path, body=None):
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4()), "If-Match": "*"}
    status, _, text = contract.ask(method, path, contract.key_of(role), body and json.dumps(body), headers)
    if status >= 300:
        raise RuntimeError(f"{method} {path} answered {status}: {text[:300].decode()}")
    return json.loads(text)


def enrol(place):
    """A worker of its own for these tests, so that the story of the examples is left alone."""
    name = "Contractor" + "abcdefghijklmnopqrstuvwxyz"[place % 26]
    worker = {"given_names": "Fia", "family_name": name, "birth_date": f"19{80 + place // 26}-03-{place % 26 + 1:02}"}
    return read("manager", "POST", "/api/v1/workers", worker)


def dose(temporary_id):
    entry = {"temporary_id": temporary_id, "product": "Comirnaty", "given_at": "2025-01-06"}
    return read("vaccinator", "POST", "/api/v1/vaccinations", entry)["vaccination_id"]


WORKERS = [enrol(place) for place in range(80)]
IDS = [worker["temporary_id"] for worker in WORKERS]
BLANK = read("manager", "POST", "/api/v1/temporary-ids/reserve", {"count": 20})
PEOPLE = [worker["person_id"] for worker in WORKERS]
CASES = [line["case_id"] for line in read("registrar", "GET", "/api/v1/cases?limit=500")["items"]]


def revoked(worker):
    """A worker without a card: the ID was taken back."""
    read("manager", "POST", "/api/v1/temporary-ids/revoke",
         {"temporary_id": worker["temporary_id"], "reason": "To be issued anew"})
    return worker["person_id"]


def merge(one, other):
    pair = {"one": one["person_id"], "other": other["person_id"], "reason": "To be taken back"}
    return read("steward", "POST", "/api/v1/merges", pair)["merge_id"]


def nhs_numbers():
    """Valid numbers of the range for tests that nobody else has."""
    for body in range(999_310_000, 999_320_000):
        total = sum(int(digit) * weight for digit, weight in zip(str(body), range(10, 1, -1)))
        check = (11 - total % 11) % 11
        if check < 10:
            yield f"{body}{check}"


def know(numbers):
    """Lets the reference know numbers, of patients whose birth dates are not known.

    A number that it does not know, or of another birth date, needs two stewards.
    """
    lines = ["ref_id,nhs_number,given_name,family_name,date_of_birth"]
    lines += [f"C{number},{number},Patient,Somebody," for number in numbers]
    status, _, text = contract.ask(
        "POST", "/api/v1/references/changes", contract.key_of("steward"), "\n".join(lines) + "\n",
        {"Content-Type": "text/csv", "Idempotency-Key": str(uuid.uuid4())})
    if status >= 300:
        raise RuntimeError(f"a change of the reference answered {status}: {text[:300].decode()}")


def review(one, other, number):
    """A conflict: two people with one number."""
    for worker in (one, other):
        entry = {"person": worker["person_id"], "nhs_number": number, "reason": "A letter"}
        entered = read("steward", "POST", "/api/v1/people/numbers", entry)
    return entered["review_id"]


def change(worker, number):
    """A number that was given, to be taken back."""
    entry = {"person": worker["person_id"], "nhs_number": number, "reason": "A letter"}
    return read("steward", "POST", "/api/v1/people/numbers", entry)["change_id"]


def decided(review_id):
    read("steward", "POST", f"/api/v1/reviews/{review_id}/decisions", {"verdict": "different", "reason": "Not hers"})
    return review_id


def client():
    return read("administrator", "POST", "/api/v1/clients",
                {"name": "Contract", "ods_code": "RX101", "role": "system"})["key_prefix"]


SPARE = [enrol(place) for place in range(80, 104)]
DOUBTED = [enrol(place) for place in range(104, 152)]
# Given and closed again and again.
CLOSED = "9992000023"
NUMBERS = list(itertools.islice(nhs_numbers(), 40))
know([*NUMBERS, CLOSED])
CHANGES = [change(enrol(place), number) for place, number in enumerate(NUMBERS[24:], 152)]
REVIEWS = [review(*pair, number) for *pair, number in zip(DOUBTED[:24], DOUBTED[24:], NUMBERS)]
DATES = ["1980-03-01", "14 July 1985", "1991-03", "1979"]

# What may stand in a field, by its name; a text is exchanged for one of these seven times out of eight.
LIVING = {
    "temporary_id": IDS[:60] + BLANK,
    "worker": [revoked(worker) for worker in SPARE[:8]],
    "person": IDS + PEOPLE,
    "one": IDS + PEOPLE,
    "other": IDS + PEOPLE,
    "person_id": PEOPLE,
    "model_id": ["active"],
    "product": ["Comirnaty", "39326911000001101", "Vaxigrip", "covid", "influenza"],
    "given_at": ["2025-01-06", "2025-02-10T09:00", "2025-03-20T09:00:00Z", ""],
    "batch_expiry": ["2035-01-31", ""],
    "birth_date": DATES,
    "started_on": ["2025-01-06", "6 January 2025"],
    "sex": ["female", "M", "not known"],
    "family_name": ["Contractora", "Contractorb", "Samplewood", "Ńowák"],
    "previous_family_name": ["Contractorc"],
    "given_names": ["Fia", "Fia Luisa"],
    "middle_names": ["Ama"],
    "latin_given_names": ["Fia"],
    "latin_family_name": ["Nowak"],
    "title": ["Ms", "Dr"],
    "address_line": ["1 Example Street"],
    "town": ["Leeds"],
    "postcode": ["LS1 4AP"],
    "phone": ["07700 900199"],
    "email": ["fia@contract.example"],
    "country_of_birth": ["PH"],
    "employer_reference": [f"C-{place}" for place in range(40)],
    "employer_ods_code": ["VL0AA"],
    "job_role": ["nurse"],
    "nhs_number": [CLOSED],
    "number_unavailable": ["overseas"],
    "batch": ["AB1234", "CD-77"],
    "performer": ["Vera Cole"],
    "override_reason": ["Given before travel"],
    "reason": ["Read wrongly", "Asked for by letter"],
    "evidence": ["Seen on the phone"],
    "ods_code": ["VL0AA", "RX101", "RX202", "QWO", "OUTREACH", "VP0DD"],
    "sign_in": [f"somebody{place}@contract.example" for place in range(5)],
    "name": ["Contract", "Oak View"],
    "vaccination_id": [dose(one) for one in IDS[60:]],
    "case_id": CASES,
    "review_id": REVIEWS[:16] + [decided(one) for one in REVIEWS[16:]],
    "change_id": CHANGES,
    "verdict": ["different", "different", "more_information"],
    "merge_id": [merge(*pair) for pair in zip(SPARE[8:16], SPARE[16:])],
    "run_id": [run["run_id"] for run in read("steward", "GET", "/api/v1/runs")["items"]],
    "job_id": [read("steward", "POST", "/api/v1/runs")["job_id"]],
    "plan_id": [read("administrator", "POST", "/api/v1/retention/plans")["plan_id"] for _ in range(3)],
    "key_prefix": [client() for _ in range(12)],
    "networks": ["192.0.2.0/24", "2001:db8::/32"],
    "temporary_ids": IDS,
}


def exchanged(name, value):
    """The value, or one that lives in its place: always the same for the same value."""
    choices = LIVING.get(name)
    if not choices or not isinstance(value, str):
        return value
    fits = PATTERNS.get(name, UUID if name.endswith("_id") else ANY).fullmatch(value)
    # What was made too long on purpose stays so: the shortest limit of the document is 300.
    fits = fits and len(value) <= 300
    number = zlib.crc32(value.encode(errors="replace"))
    return choices[number // 8 % len(choices)] if fits and number % 8 else value


def with_living(value, name=""):
    if isinstance(value, dict):
        return {key: with_living(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [with_living(one, name) for one in value]
    return exchanged(name, value)


@schemathesis.hook
def map_body(context, body):
    body = with_living(body)
    if isinstance(body, dict) and isinstance(body.get("clear"), list) and isinstance(body.get("changes"), dict):
        # A field cannot be changed and cleared at once.
        body["clear"] = [name for name in body["clear"] if name not in body["changes"]]
    return body


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return with_living(path_parameters)


@schemathesis.hook
def map_headers(context, headers):
    """A version that may be the one: a number that is drawn never is."""
    if headers and re.fullmatch(r'"[1-9][0-9]{0,8}"', str(headers.get("If-Match", ""))):
        headers["If-Match"] = ["*", '"1"', "*", '"2"'][zlib.crc32(headers["If-Match"].encode()) % 4]
    return headers


@schemathesis.auth(refresh_interval=None)
class RoleKey:
    """The key of the first role that may call the operation."""

    def get(self, case, context):
        return KEYS.get((case.operation.method.upper(), case.operation.path))

    def set(self, case, data, context):
        if data:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


@schemathesis.serializer("text/csv")
def as_csv(context, value):
    """A file as it was drawn; a value that is no text at all, as its JSON."""
    return (value if isinstance(value, str) else json.dumps(value)).encode(errors="replace")
