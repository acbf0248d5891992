"""A loopback proxy that forwards bytes to a server, and can cut or refuse connections as a network does."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from threading import Event, Lock, Thread, current_thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    # What one side sends, piece by piece as it is to be forwarded; an OSError from it ends the connection there.
    Passage = Callable[[bytes], Iterator[bytes]]

# More connections than this at once are a mistake in the test, and are closed.
_MOST_CONNECTIONS = 64
_CHUNK = 65536
_SECONDS = 10.0
# Closing sends a reset instead of an orderly end.
_RESET = struct.pack("ii", 1, 0)


def everything(data: bytes) -> Iterator[bytes]:
    """The passage that forwards what comes as it comes."""
    yield data


class TcpProxy:
    """Listens on 127.0.0.1, and forwards every connection to `target` until told otherwise.

    Used as a context manager; at its end every connection is closed and every thread has ended.

    Args:
        target: the server, as host and port or as the path of a unix socket.
        passages: makes the passages of a new connection: for what its client sends, and for what its server answers.

    Attributes:
        host: where the proxy listens: 127.0.0.1.
        port: the port it listens on, the same for as long as it lives.
    """

    host = "127.0.0.1"

    def __init__(
        self,
        target: tuple[str, int] | str,
        passages: Callable[[], tuple[Passage, Passage]] = lambda: (everything, everything),
    ) -> None:
        self._target = target
        self._passages = passages
        self._lock = Lock()
        self._links: set[_Link] = set()
        self._refusing = Event()
        self._reserved = _bound(
            self.host, 0
        )  # and never listens: nobody else gets the port while connections are refused
        self.port: int = self._reserved.getsockname()[1]
        self._accepting = self._listen()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.refuse()
        self._reserved.close()

    @property
    def connections(self) -> int:
        """How many connections are open through the proxy."""
        with self._lock:
            return len(self._links)

    def cut(self) -> None:
        """Reset every connection that is open; new ones are forwarded as before."""
        with self._lock:
            links = list(self._links)
        for link in links:
            link.cut()

    def refuse(self) -> None:
        """Refuse new connections, and reset those that are open."""
        self.go_down()
        self._accepting.join(_SECONDS)
        self.cut()

    def go_down(self) -> None:
        """Refuse new connections from now on, without waiting for anything: a passage may do that too."""
        if not self._refusing.is_set():
            self._refusing.set()
            self._waker.send(b"!")

    def restore(self) -> None:
        """Forward new connections again, on the same port."""
        if self._refusing.is_set():
            self._accepting.join(_SECONDS)
            self._refusing.clear()
            self._accepting = self._listen()

    def _listen(self) -> Thread:
        listener = _bound(self.host, self.port)
        listener.listen()
        self._waker, woken = socket.socketpair()
        arguments = (listener, woken, self._waker)
        thread = Thread(target=self._accept, args=arguments, name=f"proxy:{self.port}", daemon=True)
        thread.start()
        return thread

    def _accept(self, listener: socket.socket, woken: socket.socket, waker: socket.socket) -> None:
        with listener, woken, waker, DefaultSelector() as selector:
            selector.register(listener, EVENT_READ)
            selector.register(woken, EVENT_READ)
            while all(key.fileobj is not woken for key, _ in selector.select()):
                self._forward(_hurried(listener.accept()[0]))

    def _forward(self, client: socket.socket) -> None:
        try:
            link = _Link(client, self._reach(), self._passages(), ended=self._forget)
        except OSError:
            client.close()
            return
        with self._lock:
            self._links.add(link)
            link.start()

    def _reach(self) -> socket.socket:
        if self.connections >= _MOST_CONNECTIONS:
            raise ConnectionRefusedError(f"{_MOST_CONNECTIONS} connections are open")
        return _connect(self._target)

    def _forget(self, link: _Link) -> None:
        with self._lock:
            self._links.discard(link)


class _Link(Thread):
    """One connection through the proxy: what either side sends, the other receives."""

    def __init__(
        self,
        client: socket.socket,
        server: socket.socket,
        passages: tuple[Passage, Passage],
        *,
        ended: Callable[[_Link], None],
    ) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._server = server
        self._sent, self._answered = passages
        self._ended = ended

    def run(self) -> None:
        """Forward both ways until both sides have ended."""
        back = Thread(target=_pump, args=(self._server, self._client, self._answered), daemon=True)
        back.start()
        _pump(self._client, self._server, self._sent)
        back.join()
        self._client.close()
        self._server.close()
        self._ended(self)

    def cut(self) -> None:
        """End both sides at once, and wait until they are closed."""
        for side in (self._client, self._server):
            with suppress(OSError):  # it has ended by itself meanwhile
                side.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                side.shutdown(socket.SHUT_RDWR)
        if self is not current_thread():
            self.join(_SECONDS)


def _bound(host: str, port: int) -> socket.socket:
    """A socket that has a port, beside others that this module has bound to it."""
    made = socket.socket()
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "SO_REUSEPORT"):
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind((host, port))
    except OSError:
        made.close()
        raise
    return made


def _connect(target: tuple[str, int] | str) -> socket.socket:
    if not isinstance(target, str):
        server = _hurried(socket.create_connection(target, timeout=_SECONDS))
        server.settimeout(None)
        return server
    server = socket.socket(socket.AF_UNIX)
    try:
        server.connect(target)
    except OSError:
        server.close()
        raise
    return server


def _hurried(connection: socket.socket) -> socket.socket:
    """A connection on which small pieces do not wait for each other."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _pump(source: socket.socket, sink: socket.socket, passage: Passage) -> None:
    """Send on what `source` sends, and pass on that it has ended."""
    with suppress(OSError):  # either side was cut
        while data := source.recv(_CHUNK):
            for piece in passage(data):
                sink.sendall(piece)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
