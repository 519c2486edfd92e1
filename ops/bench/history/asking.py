"""How a worker of the history asks, and what it holds an answer to."""

import threading

EMPLOYERS = [("manager", "VL0AA"), ("manager", "VL0BB")]
SITES = [("vaccinator", "RX101"), ("vaccinator", "RX102")]
REGISTRAR, STEWARD = ("registrar", "QWO"), ("steward", "OUTREACH")


class Broken(Exception):
    """An answer that the service must not give; the text holds ids and codes only."""


class Asking:
    """Requests, reads, and several at once."""

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
