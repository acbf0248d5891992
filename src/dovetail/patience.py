"""How long something is waited for, whatever else the machine does meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_TICK = 0.02
_LONGEST = 0.01
_BY_THE_CLOCK = 3
_PROCESSORS = os.cpu_count() or 1
_CROWDED = 8.0


def crowding() -> float:
    """How many times as long something takes on this machine as on an idle one: what wants to run for each processor.

    From 1 to 8, by the load of the last minute. Where the system tells no load, it is 1.
    """
    try:
        load = os.getloadavg()[0]
    except (AttributeError, OSError):
        return 1.0
    return min(max(1.0, load / _PROCESSORS), _CROWDED)


def eventually(ask: Callable[[], T], seconds: float, holds: Callable[[T], object] = bool) -> T:
    """Ask once, and again until the answer holds or the seconds are over by the clock; gives the last answer."""
    until = time.monotonic() + seconds
    while not holds(answer := ask()) and time.monotonic() < until:
        time.sleep(_TICK)
    return answer


class Patience:
    """Seconds that are counted in the turns of the one who waits.

    A machine that is busy, or that stands still for a moment, holds up those who wait as it does those whom they wait
    for. So a turn counts for no more than a short time, however long it took.

    Attributes:
        spent: the seconds that were counted so far.
        lost: those that were not counted.
    """

    def __init__(
        self, seconds: float, *, longest: float = _LONGEST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin to wait.

        Args:
            seconds: how many there are.
            longest: for how many a turn counts at most; some times as many as are slept between two turns.
            clock: gives the seconds.
        """
        self.spent = self.lost = 0.0
        self._seconds = seconds
        self._longest = longest
        self._clock = clock
        self._last = clock()

    def is_over(self) -> bool:
        """Take a turn; whether the seconds are used up."""
        now = self._clock()
        counted = min(now - self._last, self._longest)
        self.spent += counted
        self.lost += now - self._last - counted
        self._last = now
        return self.spent > self._seconds


class Effort:
    """Seconds of the processor that something may take, or three times as many by the clock.

    Beside other work a process gets a part of the processor, and is to come as far as it does alone. What waits for a
    server uses little of the processor, and is not to go on for minutes.
    """

    def __init__(
        self,
        seconds: float,
        *,
        processor: Callable[[], float] = time.process_time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin.

        Args:
            seconds: how many there are.
            processor: gives the seconds of the processor that were used up.
            clock: gives the seconds by the clock.
        """
        self._seconds = seconds
        self._processor, self._clock = processor, clock
        self._began, self._worked = clock(), processor()

    def is_over(self) -> bool:
        """Whether the seconds are used up.

        The kernel adds up what each thread used, which takes it long where there are many of them. So it is not asked
        before all processors together could have used so much.
        """
        gone = self._clock() - self._began
        if gone * _PROCESSORS <= self._seconds:
            return False
        return gone > _BY_THE_CLOCK * self._seconds or self._processor() - self._worked > self._seconds
