"""Callers of the API that know three outcomes: done, not done, unknown. What is unknown is asked again by its key."""

import dataclasses
import http.client
import json
import threading
import time

# Longer than the service's own deadlines for a request (0.9 s for a connection, 5 + 1 s for a transaction, 6 s for
# COMMIT): whoever gives up earlier may meet an answer that is still on its way.
PATIENCE = 15
# How long one request is repeated before the history says that it never got an answer.
LONGEST = 150

# Answers that ask to be asked again with the same key.
AGAIN = {"request_under_way", "import_under_way", "too_many_requests"}
# Answers after which nothing was done: the service says so, and the checks hold it to that.
NOTHING_DONE = {"busy", "unavailable", "no_room", "request_under_way", "import_under_way", "too_many_requests"}


class NeverAnswered(Exception):
    """No attempt within the longest time got an answer."""


@dataclasses.dataclass
class Answer:
    status: int
    etag: str
    body: object

    @property
    def is_done(self):
        return 200 <= self.status < 300

    @property
    def code(self):
        return self.body.get("code", "") if isinstance(self.body, dict) else ""


@dataclasses.dataclass
class Entry:
    """One request of the history with everything that is known of it."""

    operation: str
    key: str
    caller: tuple
    request: tuple
    attempts: int = 0
    unknown: int = 0
    answer: Answer = None
    # Wall clock, of the first attempt and of the answer.
    began: float = 0
    ended: float = 0


def id_of(answer, what):
    """The id of something in an answer: most answers call it `person_id`, some `person`."""
    return answer.get(what + "_id") or answer[what]


class Ledger:
    """Every request, in the order in which they were first sent."""

    def __init__(self):
        self.entries = []
        self.defects = []
        self.lock = threading.Lock()

    def add(self, entry):
        with self.lock:
            self.entries.append(entry)
        return entry


class Client:
    """A caller with one key; each thread has a connection of its own."""

    def __init__(self, port, caller, key, ledger):
        self.port, self.caller, self.key, self.ledger = port, caller, key, ledger
        self.local = threading.local()

    def send(self, method, path, body=None, headers=None):
        """One attempt. Raises OSError or HTTPException where no whole answer came."""
        connection = getattr(self.local, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self.local.connection = None
        headers = {"Authorization": f"Bearer {self.key}"} | (headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            data = response.read()
        except BaseException:
            connection.close()
            raise
        self.local.connection = connection
        kind = response.getheader("Content-Type", "")
        return Answer(response.status, response.getheader("ETag", ""), json.loads(data) if "json" in kind else data)

    def repeat(self, entry, method, path, body=None, headers=None, longest=LONGEST):
        """Asks until there is an answer; the entry says how often that took and how often it was unknown."""
        end = time.monotonic() + longest
        entry.began = time.time()
        pause = 0.05
        while True:
            entry.attempts += 1
            try:
                answer = self.send(method, path, body, headers)
                if answer.code == "defect":
                    self.ledger.defects.append((entry.operation, entry.key))
                if answer.status < 500 and answer.code not in AGAIN:
                    entry.answer, entry.ended = answer, time.time()
                    return answer
                entry.unknown += answer.code not in NOTHING_DONE
            except (OSError, http.client.HTTPException) as error:
                # Refused is the one failure of the network after which nothing can have been done.
                entry.unknown += not isinstance(error, ConnectionRefusedError)
            if time.monotonic() > end:
                raise NeverAnswered(f"{entry.operation} {entry.key}")
            time.sleep(pause)
            pause = min(pause * 1.6, 1)

    def once(self, operation, key, path, body, if_match=None, headers=None):
        """A write: has its effect once, however often it takes to ask."""
        headers = {"Idempotency-Key": key} | (headers or {})
        if if_match is not None:
            headers["If-Match"] = if_match
        entry = self.ledger.add(Entry(operation, key, self.caller, ("POST", path, body, headers)))
        self.repeat(entry, "POST", path, body, headers)
        return entry

    def read(self, operation, path, body=None, longest=LONGEST):
        """A read of a person; repeated like a write, and counted each time."""
        entry = self.ledger.add(Entry(operation, "", self.caller, ()))
        self.repeat(entry, "POST" if body else "GET", path, body, longest=longest)
        return entry
