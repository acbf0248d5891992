"""A list that is given one by one: what its caller does meanwhile, or that it stops half-way, disturbs nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.repository.assertions import lists, saved
from dovetail.suites.repository.operations import aggregates_in
from dovetail.suites.repository.scenario import RepositoryScenario


def goes_on(s: RepositoryScenario, orders: list[Any]) -> None:
    """A list that was begun is complete where another aggregate is asked for meanwhile; one that is left stays behind.

    Asked only of adapters that keep their connection, and of lists of at least two.
    """
    if len(orders) < 2 or s.binding.mapped or s.source.commits or not s.binding.offers("get"):
        return
    listing = s.prepared(s.binding.operation("all"))
    asking = s.prepared(s.binding.operation("get"), key=s.key(orders[-1]))
    name = s.binding.names[0]
    s.say(lambda: f"for {name} in {listing.text()}: {asking.text()}")
    answer = s.driver.call(_with_another_call, s.adapter, listing, asking)
    found = aggregates_in(answer.value, s.binding.kind) if isinstance(answer, Returned) else None
    if found is not None and len(found) != len(orders):
        s.broken(f"{len(orders)} are given", f"{len(found)} are given")
    s.say(lambda: f"for {name} in {listing.text()}: break")
    s.driver.call(_left, s.adapter, listing)
    another = s.aggregate()
    saved(s, another, s.add(another))
    lists(s, s.all(), [*orders, another], s.binding.operation("all").name)


def _with_another_call(adapter: Any, listing: PreparedCall, asking: PreparedCall) -> Any:
    """What a list gives where another call is made once it has begun."""
    given = listing.on(adapter)
    if not isinstance(given, AsyncIterator):
        return _walked(given, lambda: asking.on(adapter))

    async def walked() -> list[Any]:
        found = []
        async for each in given:
            found.append(each)
            if len(found) == 1:
                await asking.on(adapter)
        return found

    return walked()


def _walked(given: Iterator[Any], meanwhile: Any) -> list[Any]:
    found = [next(given)]
    meanwhile()
    return [*found, *given]


def _left(adapter: Any, listing: PreparedCall) -> Any:
    """A caller takes the first that a list gives, and leaves it."""
    given = listing.on(adapter)
    if not isinstance(given, AsyncIterator):
        next(given, None)
        return getattr(given, "close", lambda: None)()

    async def left() -> None:
        await anext(given, None)
        if hasattr(given, "aclose"):
            await given.aclose()

    return left()
