"""Says which operations schemathesis brought to a real effect, by the service's log from a line on.

  reached.py LOG LINE

An operation that never answered with 2xx was tested at its door alone: that is a fault of the hooks.
"""

import collections
import json
import sys

import contract

# A dead job, an assertion that is signed, and a model with two stewards are not to be had here; tests in Swift have all.
OUT_OF_REACH = {"retryJob", "issueToken", "showStart", "addModel", "approveModel", "rollBackModel"}
# A blank card is bound once, a decision or a change of a number undone once, so that what is drawn comes too late more
# often than not; the story of the examples does them all.
DONE_BY_THE_STORY = {"bindTemporaryId", "undoReview", "undoNumberChange"}

answers = collections.Counter()
with open(sys.argv[1]) as log:
    for number, line in enumerate(log):
        entry = json.loads(line) if number >= int(sys.argv[2]) and line.startswith("{") else {}
        if entry.get("message") == "request" and str(entry["status"]).startswith("2"):
            answers[entry["method"], entry["route"]] += 1

wanted = [one for one in contract.operations() if one.id not in OUT_OF_REACH | DONE_BY_THE_STORY]
missed = [one.id for one in wanted if not answers[one.method, one.path]]
if missed:
    print("never done:", ", ".join(missed))
rarest = min(wanted, key=lambda one: answers[one.method, one.path])
print(f"operations={len(wanted)} done={sum(answers.values())} rarest={rarest.id}:{answers[rarest.method, rarest.path]}")
sys.exit(1 if missed else 0)
