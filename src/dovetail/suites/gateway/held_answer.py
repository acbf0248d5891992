"""An answer that is held back until a clause lets it go."""

from __future__ import annotations

from threading import Event

from dovetail.faults.listener import Wire
from dovetail.faults.provider import Request, Way
from dovetail.patience import Patience

_TICK = 0.01


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
