"""Answers that are held back: until a clause lets one go, or until the first one shows who asks before it comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Request, Way
from dovetail.patience import Patience

_TICK = 0.01
_LONGEST = 1.5  # times as long as the first one is held, by the clock: a call has a deadline


class HeldAnswer:
    """Holds an answer back until it is released, and no longer than some time.

    Attributes:
        way: the way to give it.
    """

    def __init__(self, way: Way, seconds: float) -> None:
        self.way = Way(way.text, self._play)
        self._answer = way
        self._seconds = seconds
        self._released = Event()

    def release(self) -> None:
        """Let it go."""
        self._released.set()

    def _play(self, wire: Wire, request: Request) -> bool:
        patience = Patience(self._seconds, longest=2 * _TICK)
        while not self._released.is_set() and not patience.is_over():
            self._released.wait(_TICK)
        return self._answer.play(wire, request)


class FirstAnswer:
    """Holds the first answer back until every caller has asked or is back, and no longer than some time.

    Attributes:
        asked: how many requests came before the first was answered; one that waits for that answer may follow it.
    """

    def __init__(self, callers: int, seconds: float, back: Callable[[], int]) -> None:
        """Hold nothing yet.

        Args:
            callers: how many there are.
            seconds: how long the answer is held back where some of them neither ask nor come back.
            back: how many have come back.
        """
        self.asked = 0
        self._callers = callers
        self._seconds = seconds
        self._back = back
        self._answered = False

    def holding(self, way: Way) -> Way:
        """The same way, held back."""

        def play(wire: Wire, request: Request) -> bool:
            if not self._answered:
                self.asked += 1
                self._hold(wire)
                self._answered = True
            return way.play(wire, request)

        return Way(way.text, play)

    def _hold(self, wire: Wire) -> None:
        patience, until = Patience(self._seconds, longest=2 * _TICK), time.monotonic() + _LONGEST * self._seconds
        while not patience.is_over() and time.monotonic() < until and not self._answered:
            if self.asked + self._back() >= self._callers:
                return
            wire.hold(_TICK)
