"""Whole units of work that run by themselves: inside of another one, in a handler, or beside another one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dovetail.policies import Answer, Raised
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.kernel.driver import entering, leaving
from dovetail.suites.unit_of_work.hosts.host import Body
from dovetail.suites.unit_of_work.manner import Manner
from dovetail.suites.unit_of_work.repositories import held

Step = Callable[[Any, Any], Any]
"""What is done in a unit, given the adapter and what the unit gives: a value, or something to be awaited."""


@dataclass
class Whole:
    """A unit of work from its beginning to its end.

    Attributes:
        manner: how it is begun.
        steps: what is done in it, one after the other.
        error: what its body raises in the end, if anything.
        ran: whether its body has run.
        values: what the steps gave.
    """

    manner: Manner
    steps: Sequence[Step]
    error: BaseException | None = None
    ran: bool = False
    values: list[Any] = field(default_factory=list)

    def over(self, adapter: Any) -> Any:
        """Run it over an adapter; to be awaited where units are async."""
        return self.manner.whole(adapter, self._body(adapter))

    def over_its_own(self, connect: Callable[[], Any]) -> Any:
        """Run it over an adapter that is opened for it; to be awaited where units are async."""
        return self._opened_async(connect) if self.manner.asynchronous else self._opened(connect)

    def _opened(self, connect: Callable[[], Any]) -> None:
        context = connect()
        adapter = entering(context)
        try:
            self.over(adapter)
        finally:
            leaving(context)

    async def _opened_async(self, connect: Callable[[], Any]) -> None:
        context = connect()
        adapter = await _settled(entering(context))
        try:
            await self.over(adapter)
        finally:
            await _settled(leaving(context))

    def _body(self, adapter: Any) -> Body:
        def body(*given: Any) -> None:
            self.ran = True
            for step in self.steps:
                self.values.append(step(adapter, given[0] if given else None))
            if self.error is not None:
                raise self.error

        async def awaited(*given: Any) -> None:
            self.ran = True
            for step in self.steps:
                self.values.append(await _settled(step(adapter, given[0] if given else None)))
            if self.error is not None:
                raise self.error

        return awaited if self.manner.asynchronous else body


def calling(path: str, call: PreparedCall) -> Step:
    """A call of one of the unit's repositories."""
    return lambda adapter, given: call.on(held(path, given, adapter))


def committing(manner: Manner) -> Step:
    """The commit of the unit, where it has one."""

    def commit(adapter: Any, given: Any) -> Any:
        found = manner.operation("commit", given, adapter)
        return None if found is None else found[1]()

    return commit


def refused(answer: Answer, whole: Whole) -> bool:
    """Whether a unit was refused before anything could be done in it."""
    return isinstance(answer, Raised) and not whole.ran


def lines(header: str, inside: Iterable[str]) -> list[str]:
    """A unit as a person writes it."""
    return [header, *(f"    {line}" for line in inside)]


async def _settled(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
