"""The parts of the stage: disks that can be filled, the embedded PostgreSQL, programs that can be killed."""

import pathlib
import shutil
import socket
import subprocess
import threading
import urllib.parse

from wire import Postgres

ROOT = pathlib.Path(__file__).resolve().parents[3]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Disk:
    """A file system in memory that can be filled to the last byte."""

    def __init__(self, path, size):
        self.path = path
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", path], check=True, capture_output=True)

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
