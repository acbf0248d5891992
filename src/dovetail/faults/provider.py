"""An HTTP provider on loopback that answers as it is told to, misbehaviour below HTTP included.

It speaks plain sockets: a web framework cannot reset a connection, nor send half a header.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.faults.listener import Listener, Wire

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable
    from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the provider read it.

    Attributes:
        method: `POST`.
        target: the path with its query.
        headers: the fields in order, as they were spelled.
        body: the body, chunks joined.
        connection: the number of the connection that it came on, from 0.
        at: when it had been read, on the monotonic clock.
        offers: what a server of mail says that it can.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    connection: int
    at: float
    offers: tuple[str, ...] = ()

    def header(self, name: str) -> str | None:
        """The value of a header, however it is spelled; None where it was not sent."""
        return next((value for each, value in self.headers if each.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to answer a request.

    Attributes:
        text: what it is, for a report: `503 Service Unavailable`.
        play: does it; gives whether the connection stays open for another request.
    """

    text: str
    play: Callable[[Wire, Request], bool]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and what it was answered with."""

    request: Request
    answered: str


class Provider(Listener):
    """An HTTP provider that answers each request by its script.

    Args:
        script: how requests are answered; may be replaced at any time.
        tls: speaks TLS with this context, where it is given.
        host: the name in its URL, which must mean 127.0.0.1.
        listens: whether it does; else connections are refused, on a port that nobody else gets.
        resets: whether each connection is reset before a request is read.

    Attributes:
        script: how the next request is answered.
        exchanges: the requests that came, in order, each with its answer.
    """

    def __init__(
        self,
        script: Callable[[Request, int], Way],
        *,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        listens: bool = True,
        resets: bool = False,
    ) -> None:
        super().__init__(tls=tls, host=host, listens=listens, resets=resets)
        self.script = script
        self.exchanges: list[Exchange] = []

    @property
    def url(self) -> str:
        """The address of the provider, without a slash at its end."""
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.port}"

    def converse(self, connection: socket.socket, number: int) -> None:
        with connection.makefile("rb") as stream:
            while not self._stopped.is_set() and self._answered(Wire(connection, self._stopped), stream, number):
                pass

    def _answered(self, wire: Wire, stream: BinaryIO, number: int) -> bool:
        """Answer one request; gives whether another one may follow."""
        request = _read(stream, number)
        if request is None:
            return False
        with self._lock:
            way = self.script(request, len(self.exchanges))
            self.exchanges.append(Exchange(request, way.text))
        stays = way.play(wire, request)
        return stays and (request.header("connection") or "").lower() != "close"


def _read(stream: BinaryIO, number: int) -> Request | None:
    """The next request of a connection; None at its end, or where it is no HTTP."""
    first = stream.readline(65536).split()
    if len(first) != 3:
        return None
    headers: list[tuple[str, str]] = []
    while (line := stream.readline(65536)) not in {b"\r\n", b"\n", b""}:
        name, _, value = line.decode("latin-1").partition(":")
        headers.append((name.strip(), value.strip()))
    fields = {name.lower(): value for name, value in headers}
    if fields.get("transfer-encoding", "").lower() == "chunked":
        body = _chunks(stream)
    else:
        body = stream.read(int(fields.get("content-length", "0")))
    method, target = (each.decode("latin-1") for each in first[:2])
    return Request(method, target, tuple(headers), body, number, time.monotonic())


def _chunks(stream: BinaryIO) -> bytes:
    found = b""
    while size := int(stream.readline().split(b";")[0], 16):
        found += stream.read(size)
        stream.readline()
    stream.readline()
    return found
