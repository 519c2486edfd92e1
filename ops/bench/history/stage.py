"""What the history plays on: a PostgreSQL of its own, a proxy before it, the service and two workers, small disks."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import threading
import time

from parts import Cluster, Disk, Program, free_port
from proxy import Proxy

# Organisations of the history, and the one role that a key of each has.
PLACES = [
    ("manager", "VL0AA", ["--kind", "employer", "--setting", "care_home", "--area", "LEEDS"]),
    ("manager", "VL0BB", ["--kind", "employer", "--setting", "home_care", "--area", "LEEDS"]),
    ("vaccinator", "RX101", ["--kind", "site"]),
    ("vaccinator", "RX102", ["--kind", "site"]),
    ("registrar", "QWO", ["--kind", "outreach_team", "--area", "LEEDS"]),
    ("steward", "OUTREACH", None),
    ("auditor", "OUTREACH", None),
]

# Small enough to be filled at once, large enough for a history of many minutes.
DATA_DISK, WAL_DISK, SPOOL_DISK = "1g", "512m", "8m"


class Stage:
    """Everything that runs, and what can be done to it."""

    def __init__(self, outreach, work, seed):
        self.outreach, self.work, self.seed = outreach, work, seed
        self.disks = {}
        self.cluster = None
        self.programs = []
        self.clock = work / "clock"
        self.clock.write_text("0")
        self.left_out = []

    def open(self):
        self._disks()
        self.cluster = Cluster(self.work / "postgres")
        if "wal" in self.disks:
            self.cluster.move_log(self.disks["wal"].path)
        self.proxy = Proxy(self.cluster.port, self.seed)
        self.keys = self._prepare()
        self.base_port = free_port()
        environment = self._environment()
        self.service = Program(
            "service", [self.outreach, "serve"], environment | self._shim(), self.work / "service.log")
        self.workers = [
            Program(f"worker {number}", [self.outreach, "work"], environment, self.work / f"worker-{number}.log")
            for number in (1, 2)
        ]
        self.programs = [self.service, *self.workers]
        for program in self.programs:
            program.start()
        threading.Thread(target=self._keep, daemon=True).start()

    def _keep(self):
        while True:
            time.sleep(0.1)
            for program in self.programs:
                program.look()

    def close(self):
        for program in self.programs:
            if program.process and program.process.poll() is None:
                program.signal(signal.SIGCONT)
                program.kill()
        if self.cluster:
            self.cluster.destroy()
        for disk in self.disks.values():
            disk.unmount()

    def _disks(self):
        if os.geteuid() != 0:
            self.left_out.append("full disks and a full spool need root")
            return
        try:
            for name, size in (("postgres", DATA_DISK), ("wal", WAL_DISK), ("spool", SPOOL_DISK)):
                path = self.work / name
                path.mkdir()
                self.disks[name] = Disk(path, size)
        except subprocess.CalledProcessError:
            # In a container without the right to mount; the first is refused like all.
            self.left_out.append("full disks and a full spool need the right to mount")

    def _shim(self):
        """What lets the service's clock jump; nothing where there is no C compiler."""
        library = self.work / "clock.so"
        source = pathlib.Path(__file__).with_name("clock.c")
        built = shutil.which("cc") and subprocess.run(
            ["cc", "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"]).returncode == 0
        self.has_clock = bool(built)
        if not built:
            self.left_out.append("clock jumps need a C compiler")
            return {}
        return {"LD_PRELOAD": str(library), "FAULTS_CLOCK": str(self.clock)}

    def _environment(self):
        address = self.cluster.url.replace(f":{self.cluster.port}/", f":{self.proxy.port}/")
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        limits = "LOOKUPS_PER_ACCOUNT LOOKUPS_PER_SITE MISSES REQUESTS_PER_CLIENT IMPORTS FAILED_SIGN_INS".split()
        return kept | {f"OUTREACH_LIMIT_{name}": "1000000" for name in limits} | {
            "DATABASE_URL": address,
            "OUTREACH_LISTEN": f"127.0.0.1:{self.base_port}",
            # Short, so that a stopped worker's jobs are taken over within the history.
            "OUTREACH_WORK_LEASE_SECONDS": "5",
            "TMPDIR": str(self.disks["spool"].path if "spool" in self.disks else self.work),
        }

    def _prepare(self):
        environment = os.environ | {"DATABASE_URL": self.cluster.url, "OUTREACH_AS": "operator"}
        environment.pop("MIGRATION_DATABASE_URL", None)

        def outreach(*words):
            done = subprocess.run([self.outreach, *words], env=environment, capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"faults: outreach {words[0]} failed: {done.stderr.strip()}")
            return done.stdout

        outreach("migrate")
        keys = {}
        for role, code, options in PLACES:
            if options:
                outreach("organisation", "add", code, "--name", f"Faults {code}", *options)
            client = json.loads(
                outreach("client", "add", "--name", f"Faults {role}", "--at", code, "--role", role, "--json"))
            keys[role, code] = client["key"]
        return keys
