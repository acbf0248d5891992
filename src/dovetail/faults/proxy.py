"""A loopback proxy that forwards bytes to a server, and can cut or refuse connections as a network does."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

# More connections than this at once are a mistake in the test, and are closed.
_MOST_CONNECTIONS = 64
_CHUNK = 65536
_SECONDS = 10.0
# How often the listener looks whether it is to refuse.
_TICK = 0.02
# Closing sends a reset instead of an orderly end.
_RESET = struct.pack("ii", 1, 0)


class TcpProxy:
    """Listens on 127.0.0.1, and forwards every connection to `target` until told otherwise.

    Used as a context manager; at its end every connection is closed and every thread has ended.

    Args:
        target: the server, as host and port or as the path of a unix socket.

    Attributes:
        host: where the proxy listens: 127.0.0.1.
        port: the port it listens on, the same for as long as it lives.
    """

    host = "127.0.0.1"

    def __init__(self, target: tuple[str, int] | str) -> None:
        self._target = target
        self._lock = Lock()
        self._links: set[_Link] = set()
        self._refusing = Event()
        self._accepting = self._listen(0)

    def __enter__(self) -> TcpProxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.refuse()

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
        self._refusing.set()
        self._accepting.join(_SECONDS)
        self.cut()

    def restore(self) -> None:
        """Forward new connections again, on the same port."""
        if self._refusing.is_set():
            self._refusing.clear()
            self._accepting = self._listen(self.port)

    def _listen(self, port: int) -> Thread:
        listener = socket.create_server((self.host, port))
        listener.settimeout(_TICK)
        self.port: int = listener.getsockname()[1]
        thread = Thread(target=self._accept, args=(listener,), name=f"proxy:{self.port}", daemon=True)
        thread.start()
        return thread

    def _accept(self, listener: socket.socket) -> None:
        with listener:
            while not self._refusing.is_set():
                with suppress(TimeoutError):
                    self._forward(listener.accept()[0])

    def _forward(self, client: socket.socket) -> None:
        try:
            link = _Link(client, self._reach(), ended=self._forget)
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

    def __init__(self, client: socket.socket, server: socket.socket, *, ended: Callable[[_Link], None]) -> None:
        super().__init__(daemon=True)
        self._client = client
        self._server = server
        self._ended = ended

    def run(self) -> None:
        """Forward both ways until both sides have ended."""
        back = Thread(target=_pump, args=(self._server, self._client), daemon=True)
        back.start()
        _pump(self._client, self._server)
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
        self.join(_SECONDS)


def _connect(target: tuple[str, int] | str) -> socket.socket:
    if not isinstance(target, str):
        server = socket.create_connection(target, timeout=_SECONDS)
        server.settimeout(None)
        return server
    server = socket.socket(socket.AF_UNIX)
    try:
        server.connect(target)
    except OSError:
        server.close()
        raise
    return server


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Send on what `source` sends, and pass on that it has ended."""
    with suppress(OSError):  # either side was cut
        while data := source.recv(_CHUNK):
            sink.sendall(data)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
