"""What was found: each finding is lost, doubled or otherwise broken, by the name of its check."""

import collections
import threading


class Findings:
    KINDS = ("lost", "doubled", "broken")

    def __init__(self):
        self.found = []
        self.lock = threading.Lock()

    def add(self, kind, check, text):
        """Ids and codes only: what is found may be sent to somebody."""
        with self.lock:
            self.found.append((kind, check, text))

    def count(self, kind):
        return sum(found[0] == kind for found in self.found)

    def names(self):
        return {check for _, check, _ in self.found}

    def compare(self, check, expected, actual, what):
        """Two multisets that have to be equal: what is missing is lost, what is too much is doubled."""
        expected, actual = (
            items if isinstance(items, collections.Counter) else collections.Counter(iter(items))
            for items in (expected, actual))
        for item, count in (expected - actual).items():
            self.add("lost", check, f"{what} {item} is missing ({count} of {expected[item]})")
        for item, count in (actual - expected).items():
            self.add("doubled", check, f"{what} {item} is there {count} times too often")

    def lines(self):
        return [f"{kind}: [{check}] {text}" for kind, check, text in self.found]
