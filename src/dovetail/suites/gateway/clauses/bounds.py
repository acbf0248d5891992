"""Answers without end: GATE-22."""

from __future__ import annotations

import gzip
from functools import partial

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Request, Way
from dovetail.suites.gateway.bench import Bench, Setting
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import all_of, fails_as_declared
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.ways import answered
from dovetail.suites.kernel.check import needs

_BEYOND = 8 * 1024 * 1024
_PIECE = 64 * 1024
_A_FEW = 5


_declares_a_bound = needs(
    lambda binding, _: binding.contract.largest is not None or binding.contract.pages is not None,
    "the contract does not say how many bytes an answer may have: largest = 1_000_000; nor how many pages are "
    "read: pages = 100",
)


@check("GATE-22", all_of(fails_as_declared, _declares_a_bound), needs_a_case=True)
def answers_are_bounded(s: GatewayScenario) -> None:
    if s.binding.contract.largest is not None:
        _bytes_are_bounded(s, int(s.binding.contract.largest))
    if s.binding.contract.pages is not None:
        _pages_are_bounded(s, int(s.binding.contract.pages))


def _bytes_are_bounded(s: GatewayScenario, largest: int) -> None:
    beyond = largest + _BEYOND
    trials = [s.trial(f"{call.operation.name}, endless", partial(_endless, call, beyond)) for call in s.calls()]
    for trial, made in s.made(trials):
        if trial.result >= beyond:
            s.accuse(trial, f"no more than {largest} bytes are read", f"{trial.result} bytes were")
        s.failed(trial, made)
    bombs = [s.trial(f"{call.operation.name}, compressed", partial(_bomb, call, beyond)) for call in s.calls()]
    for trial, made in s.made(bombs):
        s.failed(trial, made)


def _pages_are_bounded(s: GatewayScenario, pages: int) -> None:
    paged = [call for call in s.calls() if call.first_page is not None]
    if not paged:
        s.no_case(
            "no operation is answered in pages: name them in replies, each with its query: "
            '{"GET /stations": Reply(...), "GET /stations?page=2": Reply(...)}'
        )
    setting = Setting(most=pages + _A_FEW)
    for trial, made in s.made([s.trial(call.operation.name, partial(_leafed, call), setting) for call in paged]):
        count = len(made.requests)
        if count > pages:
            got = f"{count}, and it would ask for more" if made.gave_in else f"{count}"
            s.accuse(trial, f"no more than {pages} pages are asked for", got)


def _leafed(call: Call, bench: Bench) -> None:
    """Let each page say that there is one more."""
    assert call.first_page is not None
    page = answered(call.first_page)
    bench.call(call.leafing, page, "answers every page as it does the first, which is not the last")


def _endless(call: Call, beyond: int, bench: Bench) -> int:
    """How many bytes of an endless answer a client took."""
    sent = 0

    def play(wire: Wire, _request: Request) -> bool:
        nonlocal sent
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        sent = 0
        while sent < beyond:
            wire.send(f"{_PIECE:x}\r\n".encode() + b" " * _PIECE + b"\r\n")
            sent += _PIECE
        return False

    bench.call(call, Way("a body without end", play), "answers without end")
    return sent


def _bomb(call: Call, beyond: int, bench: Bench) -> Made:
    body = gzip.compress(b" " * beyond + call.reply.content)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    head += "Content-Encoding: gzip\r\n\r\n"

    def play(wire: Wire, _request: Request) -> bool:
        wire.send(head.encode() + body)
        return False

    way = Way(f"{len(body)} bytes of gzip that stand for {beyond}", play)
    return bench.call(call, way, "answers with much in few bytes")
