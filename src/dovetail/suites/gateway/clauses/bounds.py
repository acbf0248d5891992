"""Answers without end: GATE-22."""

from __future__ import annotations

import gzip
from functools import partial

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Request, Way
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.binding import Call
from dovetail.suites.gateway.checking import check
from dovetail.suites.gateway.made import Made
from dovetail.suites.gateway.preconditions import all_of, fails_as_declared, states
from dovetail.suites.gateway.scenario import GatewayScenario

_BEYOND = 8 * 1024 * 1024
_PIECE = 64 * 1024


@check(
    "GATE-22",
    all_of(fails_as_declared, states("largest", "largest = 1_000_000", "how many bytes an answer may have")),
)
def answers_are_bounded(s: GatewayScenario) -> None:
    largest = int(s.binding.contract.largest)
    beyond = largest + _BEYOND
    trials = [s.trial(f"{call.operation.name}, endless", partial(_endless, call, beyond)) for call in s.calls()]
    for trial, made in s.made(trials):
        if trial.result >= beyond:
            s.accuse(trial, f"no more than {largest} bytes are read", f"{trial.result} bytes were")
        s.failed(trial, made)
    bombs = [s.trial(f"{call.operation.name}, compressed", partial(_bomb, call, beyond)) for call in s.calls()]
    for trial, made in s.made(bombs):
        s.failed(trial, made)


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

    way = Way("a body without end", play)
    bench.call(call, lambda _request, _number: way, "answers without end")
    return sent


def _bomb(call: Call, beyond: int, bench: Bench) -> Made:
    body = gzip.compress(b" " * beyond + call.reply.content)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    head += "Content-Encoding: gzip\r\n\r\n"

    def play(wire: Wire, _request: Request) -> bool:
        wire.send(head.encode() + body)
        return False

    way = Way(f"{len(body)} bytes of gzip that stand for {beyond}", play)
    return bench.call(call, lambda _request, _number: way, "answers with much in few bytes")
