"""A server on loopback, a thread for each connection, that can do what those of frameworks cannot, such as a reset."""

from __future__ import annotations

import select
import socket
import ssl
import struct
import time
from contextlib import suppress
from threading import Event, Lock, Thread, current_thread
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

_SECONDS = 10.0
_TICK = 0.05
# Closing sends a reset instead of an orderly end.
_RESET = struct.pack("ii", 1, 0)


class Wire:
    """The server's end of one connection."""

    def __init__(self, connection: socket.socket, stopped: Event) -> None:
        self._connection = connection
        self._stopped = stopped

    def send(self, data: bytes) -> None:
        """Send bytes.

        Raises:
            OSError: the client is gone.
        """
        self._connection.sendall(data)

    def reset(self) -> None:
        """End the connection as a crash does."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._connection.close()

    def hold(self, seconds: float = 3600.0) -> bool:
        """Say nothing for so long; gives whether the client and the provider are still there."""
        until = time.monotonic() + seconds
        while not self._stopped.is_set() and (left := until - time.monotonic()) > 0:
            readable, _, _ = select.select([self._connection], [], [], min(_TICK, left))
            if readable and not self._heard():
                return False
        return not self._stopped.is_set()

    def _heard(self) -> bool:
        """Whether what there is to read is more than the client's end of the connection."""
        with suppress(OSError, ValueError):
            if isinstance(self._connection, ssl.SSLSocket):
                return bool(self._connection.recv(1))
            return bool(self._connection.recv(1, socket.MSG_PEEK))
        return False


class Listener:
    """Listens on loopback, and serves each connection in a thread. Used as a context manager.

    Args:
        tls: speaks TLS with this context from the first byte on, where it is given.
        host: the name in its address, which must mean 127.0.0.1.
        listens: whether it does; else connections are refused, on a port that nobody else gets.
        resets: whether each connection is reset before anything is read.

    Attributes:
        accepted: how many connections were accepted.
        host: the name in its address.
        port: where it listens.
    """

    def __init__(
        self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", listens: bool = True, resets: bool = False
    ) -> None:
        self.accepted = 0
        self._resets = resets
        self.host = host
        self._tls = tls
        self._lock = Lock()
        self._open: dict[int, socket.socket] = {}
        self._threads: list[Thread] = []
        self._stopped = Event()
        self._listens = listens
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        if listens:
            self._listener.listen(128)
        self.port: int = self._listener.getsockname()[1]

    def converse(self, connection: socket.socket, number: int) -> None:
        """Serve a connection to its end. Where the client is gone, the OSError may go through."""
        raise NotImplementedError

    @property
    def connections(self) -> int:
        """How many connections are open."""
        with self._lock:
            return len(self._open)

    @property
    def is_secured(self) -> bool:
        """Whether it speaks TLS from the first byte on."""
        return self._tls is not None

    @property
    def stopped(self) -> bool:
        """Whether it has been stopped."""
        return self._stopped.is_set()

    def __enter__(self) -> Self:
        if self._listens:
            self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        for each in self._threads:
            if each is not current_thread():
                each.join(_SECONDS)

    def stop(self) -> None:
        """Refuse new connections and end those that are open; may be called by any thread, and again."""
        self._stopped.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()

    def drop(self) -> None:
        """End the connections that are open now."""
        with self._lock:
            held = list(self._open.values())
        for each in held:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = Thread(target=target, args=arguments, name=f"provider:{self.port}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                number, self.accepted = self.accepted, self.accepted + 1
                self._open[number] = connection
            self._start(self._serve, connection, number)

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            with suppress(OSError, ValueError):  # the client is gone, or is told to go
                if self._resets:
                    Wire(connection, self._stopped).reset()
                if self._tls is not None:
                    connection = self._secured(connection, number, self._tls)
                with connection:
                    self.converse(connection, number)
        finally:
            with self._lock:
                held = self._open.pop(number)  # another one than at first, where TLS began on the way
            held.close()
            connection.close()

    def _secured(self, connection: socket.socket, number: int, tls: ssl.SSLContext) -> ssl.SSLSocket:
        """Speak TLS on a connection from now on."""
        connection.settimeout(_SECONDS)
        spoken = tls.wrap_socket(connection, server_side=True)
        with self._lock:
            self._open[number] = spoken
        spoken.settimeout(None)
        return spoken
