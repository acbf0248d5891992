"""The ways in which a store can be made to fail while an operation runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.repository.reply import Reply
from dovetail.suites.repository.scenario import RepositoryScenario

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


def outages(s: RepositoryScenario) -> list[Outage]:
    """The ways in which the scenario's store can fail."""
    store = s.source.store
    cut = bool(getattr(store, "remote", False))
    if not hasattr(store, "failing"):
        return [_CUT]
    unreachable = (_UNREACHABLE,) if hasattr(store, "unreachable") else ()
    return [*_IN_SQL, *unreachable, *(_CUT_IN_SQL if cut else ())]


@contextmanager
def prepared(s: RepositoryScenario, outage: Outage) -> Iterator[Strike]:
    """Make ready for an outage; what is opened inside meets it."""
    s.disconnect()
    if not outage.cuts:
        yield partial(outage.strike, s.source.store)
        return
    with proxied(s) as proxy:
        yield partial(outage.strike, proxy)


@contextmanager
def proxied(s: RepositoryScenario) -> Iterator[Any]:
    """Lead the store's connections through a proxy; the example is set aside where that cannot be."""
    context = s.source.store.proxied()
    try:
        proxy = s.driver.enter(context)
    except ContractError as error:
        s.set_aside(error.cause, elsewhere=True)
    try:
        yield proxy
    finally:
        s.disconnect()
        s.driver.leave(context)


def while_failing(
    s: RepositoryScenario, outage: Outage, strike: Strike, number: int, operation: Callable[[], Reply]
) -> Reply | None:
    """What an operation answers while the store fails at that number; None where it did not come to that."""
    assert s.adapter is not None  # opened before the fault, which is meant for the operation alone
    s.say(f"# from here on, {outage.told.format(number)}")
    with strike(number) as fault:
        reply = operation()
        s.disconnect()
    return reply if fault.delivered else None
