"""Answers that are sent in unusual ways, some of them right and some that no server should send."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Request, Way
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.ways import Fault

_PIECES = 8
_PAUSE = 0.005
_BLANK = b"\r\n\r\n"


def _parts(reply: Reply, method: str) -> tuple[bytes, bytes]:
    head, _, body = reply.rendered(method).partition(_BLANK)
    return head, body


def _without_length(head: bytes) -> bytes:
    return b"\r\n".join(line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-length"))


def _in_pieces(reply: Reply, wire: Wire, request: Request) -> bool:
    data = reply.rendered(request.method)
    size = max(1, len(data) // _PIECES)
    for start in range(0, len(data), size):
        wire.send(data[start : start + size])
        wire.hold(_PAUSE)
    return True


def _chunked(reply: Reply, wire: Wire, request: Request) -> bool:
    head, body = _parts(reply, request.method)
    if not body:
        wire.send(head + _BLANK)
        return True
    half = len(body) // 2
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in (body[:half], body[half:]) if each)
    wire.send(_without_length(head) + b"\r\nTransfer-Encoding: chunked" + _BLANK + chunks + b"0" + _BLANK)
    return True


def _until_closed(reply: Reply, wire: Wire, request: Request) -> bool:
    head, body = _parts(reply, request.method)
    wire.send(_without_length(head).replace(b"HTTP/1.1", b"HTTP/1.0", 1) + _BLANK + body)
    return False


def _closed_late(reply: Reply, wire: Wire, request: Request) -> bool:
    head, body = _parts(reply, request.method)
    wire.send(head + b"\r\nConnection: close" + _BLANK + body)
    wire.hold(_PAUSE * _PIECES)
    return False


def _bodied(status: bytes, reply: Reply, wire: Wire, _request: Request) -> bool:
    body = reply.content or b'{"id": "1"}'
    wire.send(b"HTTP/1.1 %b\r\nContent-Length: %d" % (status, len(body)) + _BLANK + body)
    return False


def _fault(text: str, play: Callable[[Reply, Wire, Request], bool]) -> Fault:
    return Fault(text, lambda reply: Way(text, partial(play, reply)))


UNUSUAL_WAYS: tuple[Fault, ...] = (
    _fault("the right answer, in pieces", _in_pieces),
    _fault("the right answer, in chunks", _chunked),
    _fault("the right answer, whose end is that of the connection", _until_closed),
    _fault("the right answer, on a connection that is closed late", _closed_late),
    _fault("204 with a body", partial(_bodied, b"204 No Content")),
    _fault("304 with a body", partial(_bodied, b"304 Not Modified")),
)
"""Each is answered by the right result, or by the declared failure."""
