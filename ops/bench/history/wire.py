"""PostgreSQL's simple query protocol over a unix socket without a password: all that the harness needs of a driver."""

import json
import socket
import struct


class ServerError(Exception):
    """The server refused a statement; the text is its SQLSTATE."""


class Postgres:
    """One connection as the superuser of the cluster."""

    def __init__(self, socket_path, database="outreach", user="outreach_admin", timeout=30):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self.socket.settimeout(timeout)
            self.socket.connect(socket_path)
            words = f"user\0{user}\0database\0{database}\0client_encoding\0UTF8\0\0".encode()
            self.socket.sendall(struct.pack("!ii", len(words) + 8, 196608) + words)
            self._answer()
        except BaseException:
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def run(self, sql):
        """Runs a statement and answers its rows, each value a text or None."""
        text = sql.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!i", len(text) + 4) + text)
        return self._answer()

    def value(self, sql):
        """The first value of the first row."""
        return self.run(sql)[0][0]

    def objects(self, query):
        """The rows of a query as dictionaries, through the server's own JSON."""
        return json.loads(self.value(f"SELECT coalesce(json_agg(a_row), '[]') FROM ({query}) AS a_row"))

    def _answer(self):
        rows, error = [], None
        while True:
            kind, body = self._message()
            if kind == b"D":
                rows.append(self._row(body))
            elif kind == b"E":
                fields = [field for field in body.split(b"\0") if field]
                error = next(field[1:].decode() for field in fields if field[:1] == b"C")
                if any(field in (b"SFATAL", b"SPANIC") for field in fields):
                    raise ServerError(error)
            elif kind == b"R" and struct.unpack("!i", body[:4])[0] != 0:
                raise ServerError("password wanted")
            elif kind == b"Z":
                if error:
                    raise ServerError(error)
                return rows

    def _message(self):
        kind, size = struct.unpack("!ci", self._bytes(5))
        return kind, self._bytes(size - 4)

    def _bytes(self, count):
        pieces = []
        while count:
            piece = self.socket.recv(count)
            if not piece:
                raise ConnectionError("the server closed the connection")
            pieces.append(piece)
            count -= len(piece)
        return b"".join(pieces)

    @staticmethod
    def _row(body):
        place, row = 2, []
        for _ in range(struct.unpack("!h", body[:2])[0]):
            (size,) = struct.unpack("!i", body[place:place + 4])
            place += 4
            row.append(None if size < 0 else body[place:place + size].decode())
            place += max(size, 0)
        return row
