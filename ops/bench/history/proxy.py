"""A network between service and database that can be cut, slowed, and made to lose the one answer that matters."""

import random
import socket
import struct
import threading
import time

PASS, REFUSE, HOLD, SLOW, LOSE_REPLY, LOSE_REQUEST = "pass refuse hold slow lose_reply lose_request".split()


class Proxy:
    """Forwards connections of one local port to another, in one of the modes above."""

    def __init__(self, port, seed):
        self.upstream = ("127.0.0.1", port)
        self.random = random.Random(f"{seed} proxy")
        self.mode = PASS
        self.healed = threading.Event()
        self.healed.set()
        self.links = set()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self, mode):
        self.mode = mode
        if mode == HOLD:
            self.healed.clear()
        if mode == REFUSE:
            self.reset()

    def heal(self, end="lost"):
        """Ends the fault. What was held is lost with its connection, arrives late, or leaves the server half open:
        nobody tells it that the other end is gone.
        """
        held, self.mode = self.mode == HOLD, PASS
        if held and end == "lost":
            self.reset()
        if held and end == "half open":
            self._each(Link.abandon)
        self.healed.set()

    def reset(self):
        self._each(Link.reset)

    def _each(self, act):
        with self.lock:
            links = list(self.links)
        for link in links:
            act(link)

    def _accept(self):
        while True:
            near, _ = self.listener.accept()
            if self.mode == REFUSE:
                _reset(near)
                continue
            threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near):
        try:
            far = socket.create_connection(self.upstream, timeout=5)
        except OSError:
            return _reset(near)
        far.settimeout(None)
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link = Link(self, near, far)
        with self.lock:
            self.links.add(link)
        for source, sink, is_request in ((near, far, True), (far, near, False)):
            threading.Thread(target=link.pump, args=(source, sink, is_request), daemon=True).start()


class Link:
    """One connection through the proxy."""

    def __init__(self, proxy, near, far):
        self.proxy, self.near, self.far = proxy, near, far
        self.loses_reply = self.is_abandoned = False

    def pump(self, source, sink, is_request):
        try:
            while data := source.recv(1 << 16):
                if not self._pass(data, is_request):
                    return self.reset()
                if self.is_abandoned:
                    continue
                sink.sendall(data)
                if is_request and self.proxy.mode == LOSE_REPLY and self._is_chosen(data):
                    self.loses_reply = True
        except OSError:
            pass
        if not (self.is_abandoned and is_request):
            self._close()

    def abandon(self):
        """Breaks the service's end; the server's stays, until the server itself gives it up."""
        self.is_abandoned = True
        _reset(self.near)

    def _pass(self, data, is_request):
        """Waits as the mode says; false where the connection is to break now."""
        proxy = self.proxy
        if proxy.mode == HOLD:
            proxy.healed.wait()
        if proxy.mode == SLOW:
            time.sleep(proxy.random.uniform(0.02, 0.2))
        if is_request:
            return not (proxy.mode == LOSE_REQUEST and self._is_chosen(data))
        return not self.loses_reply

    def _is_chosen(self, data):
        """Every commit in words, and now and then any other request: a batch commits by the Sync that ends it."""
        return b"COMMIT" in data or self.proxy.random.random() < 0.05

    def reset(self):
        _reset(self.near)
        _reset(self.far)
        self._forget()

    def _close(self):
        for end in (self.near, self.far):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()
        self._forget()

    def _forget(self):
        with self.proxy.lock:
            self.proxy.links.discard(self)


def _reset(end):
    """Breaks a connection without a good-bye."""
    try:
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # Wakes whoever reads from it in another thread; close alone does not.
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    end.close()
