"""The faults: each happens, is mended, and then the service has to answer again within the figures of safety.md."""

import os
import random
import signal
import threading
import time

import proxy
from client import NeverAnswered
from wire import ServerError

# Seconds to the first answer; safety.md, "Faults the service lives through". The clock starts when the mending starts:
# when the program or the server is started again, or the hindrance is gone.
FIGURES = {"restart": 2.0, "database": 10.0, "mended": 10.0}

# How long one request may be repeated while nothing hinders the service. A link that is half open keeps the locks of a
# file's transaction for as long as such a transaction may take, 122 s.
LONGEST_IN_PEACE, LONGEST_AFTER_HALF_OPEN = 12.0, 130.0


class Faults(threading.Thread):
    """Takes one fault after the other from a shuffled deck, as the seed says."""

    def __init__(self, seed, stage, probe, spool_probe, until, findings, figures):
        super().__init__(name="faults", daemon=True)
        self.stage, self.probe, self.spool_probe, self.until = stage, probe, spool_probe, until
        self.findings, self.figures = findings, figures
        self.random = random.Random(f"{seed} faults")
        self.done = []
        self.worst = dict.fromkeys(FIGURES, 0.0)

    def deck(self):
        faults = [
            self.kill_service, self.kill_service, self.kill_worker, self.stop_service, self.stop_worker,
            self.stop_backends, self.kill_postgres, self.kill_backend, self.terminate_backends,
            self.immediate_shutdown, self.reset_network, self.hold_network, self.half_open_network, self.slow_network,
            self.lose_replies, self.lose_requests, self.take_connections, self.hold_lock,
        ]
        if self.stage.disks:
            faults += [self.fill_data_disk, self.fill_wal_disk, self.fill_spool]
        if self.stage.has_clock:
            faults += [self.jump_clock]
        self.random.shuffle(faults)
        return faults

    def run(self):
        deck = []
        time.sleep(2)
        while time.monotonic() < self.until():
            deck = deck or self.deck()
            self.happen(deck.pop())
            time.sleep(self.random.uniform(0.3, 1.5))

    def happen(self, fault):
        began, started = time.time(), time.monotonic()
        self.mended = started
        print(f"faults: {fault.__name__}", flush=True)
        try:
            kind = fault()
            seconds = self.probe(self.mended)
        except NeverAnswered:
            kind, seconds = "mended", float("inf")
        self.worst[kind] = max(self.worst[kind], seconds)
        self.done.append((fault.__name__, began, began + self.mended - started, kind, round(seconds, 2)))
        if seconds > self.figures[kind]:
            self.findings.add(
                "broken", "figures",
                f"{fault.__name__}: {seconds:.1f} s to the first answer, {self.figures[kind]} at most")

    def slow_requests(self, entries, allowance):
        """The longest time that a request took beside faults, and each that took too long."""
        worst, slow = 0.0, []
        for entry in entries:
            if not entry.ended:
                continue
            hindered = sum(
                max(0.0, min(entry.ended, end) - max(entry.began, began)) for _, began, end, *_ in self.done)
            peace = entry.ended - entry.began - hindered
            worst = max(worst, peace)
            half_open = any(
                name == "half_open_network" and began < entry.ended and end > entry.began - LONGEST_AFTER_HALF_OPEN
                for name, began, end, *_ in self.done)
            if peace > (LONGEST_AFTER_HALF_OPEN if half_open else LONGEST_IN_PEACE * allowance):
                slow.append((entry, peace))
        return worst, slow

    def mend(self):
        """From here on the service has nothing that hinders it."""
        self.mended = time.monotonic()

    def wait(self, low, high):
        time.sleep(self.random.uniform(low, high))

    # ---- the programs

    def kill_service(self):
        self.stage.service.kill()
        self.mend()
        self.stage.service.start()
        return "restart"

    def kill_worker(self):
        worker = self.random.choice(self.stage.workers)
        worker.kill()
        self.wait(0, 2)
        self.mend()
        worker.start()
        return "mended"

    def stop_service(self):
        return self._pause(self.stage.service, 0.5, 4)

    def stop_worker(self):
        """For longer than its lease: the other takes its jobs, and what it still writes must not count."""
        return self._pause(self.random.choice(self.stage.workers), 6, 8)

    def _pause(self, program, low, high):
        program.signal(signal.SIGSTOP)
        self.wait(low, high)
        self.mend()
        program.signal(signal.SIGCONT)
        return "mended"

    def jump_clock(self):
        days = self.random.choice([-30, -1, 1, 30])
        self.stage.clock.write_text(str(days * 86_400))
        self.wait(1, 3)
        self.mend()
        self.stage.clock.write_text("0")
        return "mended"

    # ---- the database

    def stop_backends(self):
        stopped = [pid for pid in self.stage.cluster.backends() if _signal(pid, signal.SIGSTOP)]
        self.wait(1, 8)
        self.mend()
        for pid in stopped:
            _signal(pid, signal.SIGCONT)
        return "mended"

    def kill_postgres(self):
        self.stage.cluster.crash()
        self.wait(0, 1)
        self.mend()
        self.stage.cluster.start()
        return "database"

    def kill_backend(self):
        """The server itself ends all others and recovers."""
        backends = self.stage.cluster.backends()
        self.mend()
        if backends:
            _signal(self.random.choice(backends), signal.SIGKILL)
        return "database"

    def immediate_shutdown(self):
        os.kill(self.stage.cluster.pid, signal.SIGQUIT)
        while self.stage.cluster.is_running():
            time.sleep(0.05)
        self.wait(0, 1)
        self.mend()
        self.stage.cluster.start()
        return "database"

    def terminate_backends(self):
        for _ in range(self.random.randint(1, 5)):
            with self.stage.cluster.connect() as postgres:
                postgres.run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
            self.wait(0, 0.3)
        self.mend()
        return "mended"

    def take_connections(self):
        """Others take every connection that there is."""
        taken = []
        try:
            for pid in self.stage.cluster.backends():
                with self.stage.cluster.connect() as postgres:
                    postgres.run(f"SELECT pg_terminate_backend({pid})")
                taken.append(self.stage.cluster.connect())
            while True:
                taken.append(self.stage.cluster.connect())
        except (ServerError, OSError):
            pass
        self.wait(1, 4)
        self.mend()
        for connection in taken:
            connection.close()
        return "mended"

    def hold_lock(self):
        """Somebody holds a lock for longer than the service waits for it."""
        table = self.random.choice(["vaccination", "identifier", "idempotency_key", "person", "job", "audit_entry"])
        with self.stage.cluster.connect() as postgres:
            try:
                postgres.run("SET deadlock_timeout = '60s'; SET lock_timeout = '5s'")
                postgres.run(f"BEGIN; LOCK TABLE outreach.{table} IN ACCESS EXCLUSIVE MODE")
                self.wait(1, 8)
            except ServerError:
                pass
            self.mend()
        return "mended"

    # ---- the network between the two

    def reset_network(self):
        return self._cut(proxy.REFUSE, 0, 3)

    def hold_network(self):
        return self._cut(proxy.HOLD, 1, 9)

    def half_open_network(self):
        """The server never learns that the other end is gone: its transactions must not keep their locks for long."""
        return self._cut(proxy.HOLD, 1, 4, "half open")

    def slow_network(self):
        return self._cut(proxy.SLOW, 2, 5)

    def lose_replies(self):
        return self._cut(proxy.LOSE_REPLY, 1, 3)

    def lose_requests(self):
        return self._cut(proxy.LOSE_REQUEST, 1, 3)

    def _cut(self, mode, low, high, end=None):
        self.stage.proxy.cut(mode)
        self.wait(low, high)
        self.mend()
        self.stage.proxy.heal(end or self.random.choice(["lost", "late"]))
        return "mended"

    # ---- the disks

    def fill_data_disk(self):
        """No table can grow. Nobody starts the server anew: it heals by itself once there is room."""
        disk = self.stage.disks["postgres"]
        disk.fill()
        self.wait(4, 7)
        self.mend()
        disk.empty()
        return "mended"

    def fill_wal_disk(self):
        """The log cannot be written: the server ends rather than lie, and whatever watches it starts it again."""
        disk = self.stage.disks["wal"]
        disk.fill()
        end = time.monotonic() + 5
        try:
            with self.stage.cluster.connect(timeout=5) as postgres:
                while time.monotonic() < end:
                    postgres.run("SELECT pg_logical_emit_message(true, 'faults', repeat('x', 4000000))")
        except (ServerError, OSError):
            pass
        self.wait(0.5, 2)
        self.mend()
        disk.empty()
        if not self.stage.cluster.is_running():
            self.stage.cluster.start()
        return "database"

    def fill_spool(self):
        """A large body meets a full disk: it is refused whole, everything else goes on, and it is taken later."""
        disk = self.stage.disks["spool"]
        disk.fill()
        answer = self.spool_probe()
        if answer.status != 507:
            self.findings.add("broken", "spool", f"a body without room was answered {answer.status} {answer.code}")
        self.mend()
        disk.empty()
        if (answer := self.spool_probe()).status == 507:
            self.findings.add("broken", "spool", "a body with room was still answered 507")
        return "mended"


def _signal(pid, number):
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False
