"""A client that is held up in the middle of a call, at a function that it calls, while others do what they do."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any

from dovetail.patience import Patience
from dovetail.policies import Answer
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.interleaving import Holding, one_beside_the_other
from dovetail.suites.kernel.scenario import Scenario

_LONGEST = 0.5  # seconds: who is not done by then waits for the one that is held up
_TICK = 0.001


class Gate:
    """Holds up those that come to it, until it is opened or they have waited long enough.

    Attributes:
        came: how many have come.
    """

    def __init__(self, *, enough: int | None = None, most: int | None = None) -> None:
        """Make a gate.

        Args:
            enough: once so many have come, it is open.
            most: how many are held up; who comes after them passes.
        """
        self.came = 0
        self._enough = enough
        self._most = most
        self._open = False
        self._patience: Patience | None = None

    def open(self) -> None:
        """Let everybody through."""
        self._open = True

    @property
    def late(self) -> bool:
        """Whether those at the gate have waited so long that who is not here yet must be waiting for them."""
        return self._patience is not None and self._patience.is_over()

    def after(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, sync or async, at whose end its caller comes to the gate."""

        def held(*args: Any, **kwargs: Any) -> Any:
            found = function(*args, **kwargs)
            if inspect.isawaitable(found):
                return self._settled(found)
            if self._arrives():
                while self._holds():
                    time.sleep(_TICK)
            return found

        return held

    def after_async(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same coroutine function, at whose end its caller comes to the gate."""

        async def held(*args: Any, **kwargs: Any) -> Any:
            return await self._settled(function(*args, **kwargs))

        return held

    async def _settled(self, found: Awaitable[Any]) -> Any:
        value = await found
        if self._arrives():
            while self._holds():
                await asyncio.sleep(_TICK)
        return value

    def _arrives(self) -> bool:
        self.came += 1
        self._patience = self._patience or Patience(_LONGEST)
        return self._most is None or self.came <= self._most

    def _holds(self) -> bool:
        return not (self._open or self.late or (self._enough is not None and self.came >= self._enough))


def meanwhile(s: Scenario, gate: Gate, slow: Client, other: Client) -> list[Answer]:
    """As `one_beside_the_other`, where one is held up at a gate."""
    holding = Holding(lambda: None, lambda: bool(gate.came), lambda: gate.late, gate.open)
    return one_beside_the_other(s, holding, slow, other)
