"""What an adapter's callable is given: the URL, and by name a sleep, a clock and a CA file where it takes them."""

from __future__ import annotations

import asyncio
import datetime as dt
import inspect
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

from dovetail.errors import ContractError
from dovetail.introspection.signatures import VARIADIC, parameters_of
from dovetail.suites.environment.factory import hints_of

GIVEN = ("sleep", "clock", "ca", "attempts")
_MOST_SLEEPS = 1000
LONG_AGO = 86_400.0
"""Seconds, after which no breaker counts a failure and no token lasts."""


class WithoutEndError(BaseException):
    """Ends a call that would sleep for ever, on a sleep that does not last."""


class Waits:
    """The time that an adapter believes to pass: what it sleeps is noted, and does not last.

    Attributes:
        slept: every sleep, in seconds.
        most: after so many sleeps a call is one without end.
        interruption: what the next sleep raises, as the sleep of a process does that is told to end.
        asked_the_time: whether the adapter has looked at the clock that it was handed.
    """

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.most = _MOST_SLEEPS
        self.interruption: BaseException | None = None
        self.asked_the_time = False

    @property
    def skipped(self) -> float:
        """How much longer everything took in the adapter's eyes."""
        return sum(self.slept)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)

    def sleep(self, seconds: Any) -> None:
        """What `time.sleep` does, its refusals included, without waiting.

        Raises:
            ValueError: the time is negative, or no number.
            OverflowError: it is longer than a system can sleep.
        """
        length = float(seconds)
        if math.isnan(length):
            raise ValueError("Invalid value NaN (not a number)")
        if length < 0:
            raise ValueError("sleep length must be non-negative")
        if length > 9_000_000_000:  # 2**63 nanoseconds
            raise OverflowError("timestamp too large to convert to C PyTime_t")
        self._note(length)
        time.sleep(0)

    async def sleep_async(self, seconds: Any) -> None:
        """What `asyncio.sleep` does, without waiting.

        Raises:
            ValueError: the time is no number.
        """
        length = float(seconds)
        if math.isnan(length):
            raise ValueError("Invalid delay: NaN (not a number)")
        self._note(max(length, 0.0))
        await asyncio.sleep(0)

    def _note(self, seconds: float) -> None:
        self.slept.append(seconds)
        if self.interruption is not None:
            interruption, self.interruption = self.interruption, None
            raise interruption
        if len(self.slept) > self.most:
            raise WithoutEndError(f"it slept {self.most} times")

    def monotonic(self) -> float:
        """The time in seconds, with what was slept."""
        self.asked_the_time = True
        return time.monotonic() + self.skipped

    def now(self) -> dt.datetime:
        """The moment, with what was slept."""
        self.asked_the_time = True
        return dt.datetime.now(dt.UTC) + dt.timedelta(seconds=min(self.skipped, 1e9))


class Factory:
    """The callable that makes an adapter for the address of a provider.

    Attributes:
        takes: which of `sleep`, `clock`, `ca` and `attempts` it takes.
        addressed: what its first parameters are given, for a message: `URL`, or `host and port`.
    """

    def __init__(
        self, make: Callable[..., Any], contract: str, *, awaited: bool, address: tuple[str, ...] = ("URL",)
    ) -> None:
        """Read its signature.

        Raises:
            ContractError: it takes no address, or needs what nobody gives.
        """
        self.addressed = " and ".join(address)
        self._make = make
        self._awaited = awaited
        self._hints = hints_of(make)
        self._parameters = _parameters(make)
        self.takes = frozenset(name for name in GIVEN if name in self._parameters)
        needed = [
            name
            for name, each in list(self._parameters.items())[len(address) :]
            if each.default is each.empty and name not in GIVEN and each.kind not in VARIADIC
        ]
        variadic = any(each.kind is inspect.Parameter.VAR_POSITIONAL for each in self._parameters.values())
        few = len(self._parameters) < len(address) and not variadic
        if few or needed:
            said = f"needs {', '.join(needed)}, and nothing says which" if needed else f"takes no {self.addressed}"
            names = ", ".join(each.lower() for each in address)
            raise ContractError(
                f"the adapter of {contract} {said}",
                f"give a callable of the provider's {self.addressed}: adapter = lambda {names}: MyAdapter({names}, "
                "...); sleep, clock, ca and attempts are handed over to one that has parameters of these names",
            )

    def make(self, address: tuple[Any, ...], waits: Waits, ca: str | None, attempts: int | None = None) -> Any:
        """What the callable gives for an address: an adapter, or a context manager or an awaitable of one."""
        given: dict[str, Any] = {"sleep": self._sleep(waits), "clock": self._clock(waits), "ca": ca}
        if attempts is not None:
            given["attempts"] = attempts
        return self._make(*address, **{name: given[name] for name in self.takes if name in given})

    def _sleep(self, waits: Waits) -> Callable[..., Any]:
        parameter = self._parameters.get("sleep")
        default = parameter.default if parameter is not None else None
        if default in (None, inspect.Parameter.empty):
            hint = str(self._hints.get("sleep", ""))
            awaited = "Awaitable" in hint or "Coroutine" in hint or (self._awaited and not hint)
        else:
            awaited = inspect.iscoroutinefunction(default)
        return waits.sleep_async if awaited else waits.sleep

    def _clock(self, waits: Waits) -> Callable[..., Any]:
        return waits.now if "datetime" in str(self._hints.get("clock", "")) else waits.monotonic


def _parameters(make: Callable[..., Any]) -> Mapping[str, inspect.Parameter]:
    found = parameters_of(make)
    return {"url": inspect.Parameter("url", inspect.Parameter.POSITIONAL_ONLY)} if found is None else found
