#!/usr/bin/env python3
"""Enrols workers one by one over HTTP, and prints the middle and the 99th hundredth of the milliseconds that one took.

  trace_singly.py SOCKET FILE    with the key of an employer on standard input

SOCKET is where the service listens; FILE has the columns of generate.py. Each enrolment traces its worker in the active
reference before it answers. Rows with slips that a form refuses do not count.
"""
import csv
import http.client
import json
import socket
import sys
import time


class Connection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        deadline = time.monotonic() + 20
        while True:
            try:
                return self.sock.connect(self.path)
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)


def body(row):
    return {
        "employer_reference": row["temp_id"], "given_names": row["given_name"], "middle_names": row["middle_names"],
        "family_name": row["family_name"], "birth_date": row["date_of_birth"],
        "sex": {"F": "female", "M": "male"}.get(row["sex"], "not known"), "address_line": row["address_line1"],
        "town": row["town"], "postcode": row["postcode"], "phone": row["phone"], "email": row["email"],
        "country_of_birth": row["country_of_birth"],
    }


def main():
    key = sys.stdin.readline().strip()
    connection = Connection(sys.argv[1])
    times = []
    with open(sys.argv[2], newline="") as file:
        for place, row in enumerate(csv.DictReader(file)):
            text = json.dumps({name: value for name, value in body(row).items() if value})
            headers = {
                "Authorization": f"Bearer {key}", "Content-Type": "application/json", "Idempotency-Key": f"trace-{place}",
            }
            started = time.perf_counter()
            connection.request("POST", "/api/v1/workers", text, headers)
            answer = connection.getresponse()
            content = answer.read()
            if answer.status == 422:
                continue  # a slip that the generator put in: refused before anybody is traced
            times.append((time.perf_counter() - started) * 1000)
            if answer.status not in (200, 201):
                sys.exit(f"an enrolment was answered {answer.status}: {content[:300]!r}")
    times.sort()
    print(f"{times[len(times) // 2]:.2f} {times[min(len(times) - 1, len(times) * 99 // 100)]:.2f}")


if __name__ == "__main__":
    main()
