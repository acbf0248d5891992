"""The ways in which a provider answers, and fails to."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Request, Way
from dovetail.suites.gateway.reply import Reply, reason

HTML = b"<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which an answer goes wrong.

    Attributes:
        text: what it is, for a report.
        way: of the answer that would have been right, what comes in its place; None where no request is read.
        dead: whether nobody listens.
        resets: whether the connection is reset before the request is read.
        before_status: whether no status came, so that nobody can take it for success.
    """

    text: str
    way: Callable[[Reply], Way] | None
    before_status: bool = False
    dead: bool = False
    resets: bool = False


def way_of(fault: Fault, reply: Reply) -> Way:
    """What comes of a fault in place of an answer."""
    return answered(reply) if fault.way is None else fault.way(reply)


def answered(reply: Reply) -> Way:
    def play(wire: Wire, request: Request) -> bool:
        wire.send(reply.rendered(request.method))
        return reply.headers.get("Connection", "") != "close"

    return Way(reply.text, play)


def status(number: int, headers: dict[str, str] | None = None) -> Way:
    """An error of the provider, with a page of HTML as proxies give it."""
    page = Reply(number, body=HTML, headers={"Content-Type": "text/html", **(headers or {})})
    text = f"{number} {reason(number)}" + "".join(f", {name}: {value}" for name, value in (headers or {}).items())
    return Way(text, answered(page).play)


def silence(_reply: Reply) -> Way:
    """Nothing at all, for as long as the client waits."""

    def play(wire: Wire, _request: Request) -> bool:
        wire.hold()
        return False

    return Way("nothing", play)


def dripped(interval: float, *, head: bool) -> Way:
    """A byte every so often, and never the end: of the headers, or of the body."""
    start = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    start += b"X-Slow: " if head else b"Content-Length: 1000000\r\n\r\n"

    def play(wire: Wire, _request: Request) -> bool:
        wire.send(start)
        while wire.hold(interval):
            wire.send(b"x" if head else b" ")
        return False

    return Way(f"a byte of the {'headers' if head else 'body'} every {interval:g} s", play)


def _reset(part: Callable[[bytes], bytes]) -> Callable[[Reply], Way]:
    return lambda reply: Way(_RESETS[part], partial(_play_part, part, reply, True))


def _play_part(part: Callable[[bytes], bytes], reply: Reply, resets: bool, wire: Wire, request: Request) -> bool:
    wire.send(part(reply.rendered(request.method)))
    if resets:
        wire.reset()
    return False


def _nothing(_data: bytes) -> bytes:
    return b""


def _half_the_head(data: bytes) -> bytes:
    return data[: data.index(b"\r\n\r\n") // 2]


def _half_the_body(data: bytes) -> bytes:
    start = data.index(b"\r\n\r\n") + 4
    return data[: start + (len(data) - start) // 2]


_RESETS = {
    _nothing: "the connection is reset before an answer",
    _half_the_head: "the connection is reset in the headers",
    _half_the_body: "the connection is reset in the body",
}


def _closed(text: str, part: Callable[[bytes], bytes]) -> Callable[[Reply], Way]:
    return lambda reply: Way(text, partial(_play_part, part, reply, False))


def _bytes(text: str, data: bytes) -> Callable[[Reply], Way]:
    def play(wire: Wire, _request: Request) -> bool:
        wire.send(data)
        with suppress(OSError):
            wire.hold(0.02)
        return False

    return lambda _reply: Way(text, play)


def _altered(text: str, alter: Callable[[Reply], Reply]) -> Callable[[Reply], Way]:
    def way(reply: Reply) -> Way:
        return Way(text, answered(alter(reply)).play)

    return way


def _with(reply: Reply, body: bytes, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(reply.status, body=body, headers={**reply.headers, "Content-Type": "application/json", **named})


WIRE_FAULTS: tuple[Fault, ...] = (
    Fault("nobody listens: the connection is refused", None, before_status=True, dead=True),
    Fault("the connection is reset as soon as it is there", None, before_status=True, resets=True),
    Fault(_RESETS[_nothing], _reset(_nothing), before_status=True),
    Fault(
        "the connection is closed without an answer",
        _closed("the connection is closed without an answer", _nothing),
        before_status=True,
    ),
    Fault(_RESETS[_half_the_head], _reset(_half_the_head), before_status=True),
    Fault(_RESETS[_half_the_body], _reset(_half_the_body)),
    Fault("the body is cut off", _closed("the body is cut off", _half_the_body)),
    Fault(
        "bytes that are no HTTP",
        _bytes("bytes that are no HTTP", b"\x16\x03\x01\x00\xff\xfe\x80 \x00garbage\r\n\r\n\xff\xff"),
        before_status=True,
    ),
    Fault(
        "a status line that is none",
        _bytes("a status line that is none", b"HTTP/1.1 OK fine\r\nContent-Length: 0\r\n\r\n"),
        before_status=True,
    ),
    Fault(
        "a Content-Length that is no number",
        _altered(
            "a Content-Length that is no number",
            lambda reply: _with(reply, reply.content, Content_Length="many", Connection="close"),
        ),
    ),
    Fault(
        "a body that says gzip and is none",
        _altered(
            "a body that says gzip and is none", lambda reply: _with(reply, reply.content, Content_Encoding="gzip")
        ),
    ),
    Fault(
        "a gzip body that is cut off",
        _altered(
            "a gzip body that is cut off",
            lambda reply: _with(reply, gzip.compress(reply.content)[:-9], Content_Encoding="gzip"),
        ),
    ),
    Fault(
        "chunks whose sizes are no numbers",
        _bytes(
            "chunks whose sizes are no numbers",
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n",
        ),
    ),
)
"""What goes wrong beneath HTTP. Each ends by itself, so that no client has to wait for its timeout."""

BODY_FAULTS: tuple[tuple[str, Callable[[Reply], Reply]], ...] = (
    ("an empty body", lambda reply: _with(reply, b"")),
    ("HTML in place of JSON", lambda reply: _with(reply, HTML, Content_Type="text/html; charset=utf-8")),
    ("HTML that says it is JSON", lambda reply: _with(reply, HTML)),
    ("half of the JSON", lambda reply: _with(reply, reply.content[: len(reply.content) // 2])),
    ("JSON that is not UTF-8", lambda reply: _with(reply, b'{"\xff\xfe": "\xe9"}')),
    (
        "a charset that nobody knows",
        lambda reply: _with(reply, b"\xff\xfe{", Content_Type="text/plain; charset=x-none"),
    ),
    ("204 without a body", lambda _reply: Reply(204)),
    ("null", lambda reply: _with(reply, b"null")),
    ("a text", lambda reply: _with(reply, b'"ok"')),
    ("a number", lambda reply: _with(reply, b"42")),
    ("an empty list", lambda reply: _with(reply, b"[]")),
    ("an empty object", lambda reply: _with(reply, b"{}")),
    ("a list of null", lambda reply: _with(reply, b"[null]")),
    ("an error in place of what was asked for", lambda reply: _with(reply, b'{"error": {"message": "try later"}}')),
)
"""Bodies of a success that are not what was agreed."""
