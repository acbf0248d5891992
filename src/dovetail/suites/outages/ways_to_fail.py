"""The ways in which a store can be made to fail while an operation runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.outages.proxied import proxied

T = TypeVar("T")

_MOST = 30  # statements of one operation; what comes after is not tried

Strike = Callable[[int], Any]
"""A context manager in which the store fails at the nth thing that it is sent."""


@dataclass(frozen=True, slots=True)
class Outage:
    """One way to fail.

    Attributes:
        told: how a report tells it, with a place for the number.
        strike: of the store, or of the proxy before it, and a number: the context manager in which it fails.
        cuts: whether it needs a proxy before the store.
    """

    told: str
    strike: Callable[[Any, int], Any]
    cuts: bool = False

    @property
    def counts(self) -> bool:
        """Whether what was sent before gets through."""
        return "{}" in self.told

    @property
    def numbers(self) -> range:
        """What to fail at, one after the other."""
        return range(1, _MOST + 1 if self.counts else 2)


_IN_SQL = (
    Outage("statement {} fails in the database", lambda store, n: store.failing(n)),
    Outage("commit {} fails in the database", lambda store, n: store.failing(commit=n)),
)
_UNREACHABLE = Outage("the database cannot be reached", lambda store, _: store.unreachable())
_CUT_IN_SQL = (
    Outage("the connection is cut before statement {}", lambda proxy, n: proxy.cutting(n), cuts=True),
    Outage("the connection is cut before commit {}", lambda proxy, n: proxy.cutting(commit=n), cuts=True),
)
_CUT = Outage("the server is gone before command {}", lambda proxy, n: proxy.cutting(n), cuts=True)


def outages(s: Scenario) -> list[Outage]:
    """The ways in which the scenario's store can fail at what it is sent.

    A store of a user's own fails in the same ways where it has the methods: `failing(n)` and `failing(commit=n)`,
    `unreachable()`, or `remote = True` and `proxied()`.
    """
    store = s.source.store
    cut = bool(getattr(store, "remote", False))
    if not hasattr(store, "failing"):
        return [_CUT]
    unreachable = (_UNREACHABLE,) if hasattr(store, "unreachable") else ()
    return [*_IN_SQL, *unreachable, *(_CUT_IN_SQL if cut else ())]


@contextmanager
def prepared(s: Scenario, outage: Outage) -> Iterator[Strike]:
    """Make ready for an outage; what is opened inside meets it."""
    s.disconnect()
    if not outage.cuts:
        yield partial(outage.strike, s.source.store)
        return
    with proxied(s) as proxy:
        yield partial(outage.strike, proxy)


def while_failing(s: Scenario, outage: Outage, strike: Strike, number: int, operation: Callable[[], T]) -> T | None:
    """What an operation answers while the store fails at that number; None where it ended before that."""
    found = struck(s, outage, strike, number, operation)
    return None if found is None else found[0]


Ready = Callable[[], AbstractContextManager[Callable[[], T]]]
"""Does what comes before an operation while the store is well, and gives the operation."""


def by_itself(operation: Callable[[], T]) -> Ready[T]:
    """An operation before which nothing is done."""
    return lambda: nullcontext(operation)


def each_failure(s: Scenario, outage: Outage, strike: Strike, ready: Ready[T], most: int = _MOST) -> Iterator[T]:
    """What an operation answers when the store fails at the first thing that it is sent, at the second, and so on."""
    start = len(s.lines)
    try:
        for number in outage.numbers[:most]:
            with ready() as operation:
                reply = while_failing(s, outage, strike, number, operation)
            if reply is None:
                return
            yield reply
            del s.lines[start:]
    finally:
        del s.lines[start:]


def struck(
    s: Scenario, outage: Outage, strike: Strike, number: int, operation: Callable[[], T]
) -> tuple[T, bool] | None:
    """As `while_failing`, with a second value: whether what failed is known to write nothing, as a SELECT does not."""
    assert s.adapter is not None  # opened before the fault, which is meant for the operation alone
    s.say(f"# from here on, {outage.told.format(number)}")
    with strike(number) as fault:
        reply = operation()
        s.disconnect()
    return (reply, getattr(fault, "reading", False)) if fault.delivered else None
