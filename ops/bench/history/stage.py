"""What the history plays on: a PostgreSQL of its own, a proxy before it, the service and two workers, small disks."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.parse

from proxy import Proxy
from wire import Postgres

ROOT = pathlib.Path(__file__).resolve().parents[3]

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


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Disk:
    """A file system in memory that can be filled to the last byte."""

    def __init__(self, path, size):
        self.path = path
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", path], check=True)

    def fill(self):
        with open(self.path / "filler", "ab", buffering=0) as filler:
            for size in (1 << 20, 1 << 12):
                try:
                    while True:
                        filler.write(bytes(size))
                except OSError:
                    pass

    def empty(self):
        (self.path / "filler").unlink(missing_ok=True)

    def unmount(self):
        subprocess.run(["umount", "--lazy", self.path], check=False)


class Cluster:
    """The embedded PostgreSQL, through ops/postgres."""

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.start()
        url = urllib.parse.urlparse(self._ask("url"))
        query = urllib.parse.parse_qs(url.query)
        self.socket_path = f"{query['host'][0]}/.s.PGSQL.{query['port'][0]}"
        self.url = self._ask("url", "--tcp")

    def _ask(self, command, *words):
        done = subprocess.run(
            [ROOT / "ops/postgres", command, self.folder, *words], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def start(self):
        self._ask("start", "--port", str(self.port))

    def stop(self):
        self._ask("stop")

    def crash(self):
        self._ask("crash")

    def destroy(self):
        subprocess.run([ROOT / "ops/postgres", "destroy", self.folder], check=False, capture_output=True)

    @property
    def pid(self):
        return int(self._ask("pid"))

    @property
    def data(self):
        elsewhere = self.folder / "elsewhere"
        return (pathlib.Path(elsewhere.read_text().strip()) if elsewhere.exists() else self.folder) / "data"

    def is_running(self):
        status = subprocess.run([ROOT / "ops/postgres", "status", self.folder], capture_output=True)
        return status.returncode == 0

    def connect(self, timeout=30):
        return Postgres(self.socket_path, timeout=timeout)

    def backends(self):
        """The processes that serve the service and its workers."""
        with self.connect() as postgres:
            rows = postgres.run(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND client_addr IS NOT NULL")
        return [int(row[0]) for row in rows]

    def move_log(self, folder):
        """Puts the write-ahead log on a disk of its own."""
        self.stop()
        log = self.data / "pg_wal"
        shutil.copytree(log, folder / "pg_wal")
        shutil.chown(folder / "pg_wal", log.owner(), log.group())
        for path in (folder / "pg_wal").rglob("*"):
            shutil.chown(path, log.owner(), log.group())
        (folder / "pg_wal").chmod(0o700)
        shutil.rmtree(log)
        log.symlink_to(folder / "pg_wal")
        self.start()
        with self.connect() as postgres:
            for name, size in (("max_wal_size", "128MB"), ("min_wal_size", "32MB")):
                postgres.run(f"ALTER SYSTEM SET {name} = '{size}'")
            postgres.run("SELECT pg_reload_conf()")


class Program:
    """`outreach serve` or `outreach work`, started again by whoever killed it, never by itself."""

    def __init__(self, name, command, environment, log):
        self.name, self.command, self.environment, self.log = name, command, environment, log
        self.process = None
        self.is_wanted = False
        self.own_ends = []
        self.lock = threading.Lock()

    def start(self):
        with self.lock, open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
            self.is_wanted = True

    def kill(self):
        self.is_wanted = False
        self.process.kill()
        self.process.wait()

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self, patience=30):
        """Ends it as systemd does; false where it had to be killed."""
        self.is_wanted = False
        self.process.terminate()
        try:
            self.process.wait(patience)
            return True
        except subprocess.TimeoutExpired:
            self.kill()
            return False

    def look(self):
        """Notes an end that nobody asked for, and starts it again as systemd would."""
        if self.is_wanted and self.process.poll() is not None:
            self.own_ends.append(self.process.returncode)
            self.start()


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
        for name, size in (("postgres", DATA_DISK), ("wal", WAL_DISK), ("spool", SPOOL_DISK)):
            path = self.work / name
            path.mkdir()
            self.disks[name] = Disk(path, size)

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
