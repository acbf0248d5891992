"""Exists, count, the list of all and every query agree with what is stored."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import currently_in_test_context

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import check
from dovetail.suites.kernel.scenario import SetAside
from dovetail.suites.repository.assertions import asked, lists, picked_alike, picks, store, stored
from dovetail.suites.repository.clauses.streaming import goes_on
from dovetail.suites.repository.crowds import Judge, judge_crowds
from dovetail.suites.repository.inference.queries import Query
from dovetail.suites.repository.operations import aggregates_in
from dovetail.suites.repository.preconditions import offers, queries
from dovetail.suites.repository.query_arguments import Asking, alike, arguments, asking, not_stored, picking
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture

_CHANGES = 4


@check("REPO-14", offers("get", "exists"), share=0.35)
def exists_agrees(s: RepositoryScenario) -> None:
    order = s.aggregate()
    _exists(s, order, False)
    store(s, order)
    stored(s, order)
    _exists(s, order, True)
    _exists(s, not_stored(s, order), False)
    if s.binding.offers("delete"):
        s.delete(order)
        if s.is_absent(s.get(s.key(order)).answer):
            _exists(s, order, False)


def _exists(s: RepositoryScenario, order: object, expected: bool) -> None:
    reply = asked(s, s.key(order), s.exists(order))
    if reply.value is not expected and (reply.value is None or bool(reply.value) is not expected):
        s.broken(str(expected), str(reply))


@check("REPO-15", offers("count"), share=0.3)
def count_agrees(s: RepositoryScenario) -> None:
    _counts(s, 0)
    orders = [store(s, s.aggregate()) for _ in range(1 + s.some(3))]
    _counts(s, len(orders))
    if s.binding.offers("save", "update"):
        s.modify(orders[0], lambda order: order)
        _counts(s, len(orders))
    if s.binding.offers("delete"):
        s.delete(orders[0])
        _counts(s, len(orders) - 1)


def _counts(s: RepositoryScenario, expected: int) -> None:
    reply = s.count()
    if reply.value != expected:
        s.broken(f"count == {expected}", str(reply))


def however_many(s: RepositoryScenario) -> None:
    """More aggregates than a forgotten limit lets through."""
    _in_crowds(s, _LISTED, _PICKED)


def _in_crowds(s: RepositoryScenario, asked: str, besides: str) -> None:
    """Ask in a crowd, unless that was done in the crowd of the other clause, which asks for this one as well."""
    if asked in s.settled:
        return
    ask = _ASKING[asked](s)
    if ask is None:
        return
    ask_besides = None if currently_in_test_context() else _ASKING[besides](s)
    held = [ask_besides is not None]

    def judge(orders: list[Any]) -> None:
        ask(orders)
        if ask_besides is not None and held[0]:
            with s.unrecorded():
                held[0] = _holds(ask_besides, orders)

    if judge_crowds(s, judge) and held[0]:
        s.settled.add(besides)


def _holds(ask: Judge, orders: list[Any]) -> bool:
    """Whether another clause holds so far; where not, that clause itself is going to say why."""
    try:
        ask(orders)
    except (Exception, SetAside):  # noqa: BLE001 - Broken, or anything that a predicate of the contract's raises
        return False
    return True


def _as_many(s: RepositoryScenario, ask: Callable[[], Reply], many: int, done: str) -> None:
    with s.untouched():  # of a thousand, to look at each takes longer than to save it
        found = aggregates_in(ask().listed, s.binding.kind)
    if found is not None and len(found) != many:
        s.broken(f"{many} {done}", f"{len(found)} {done}")


@check("REPO-16", offers("all"), first=however_many, share=0.3)
def all_is_complete(s: RepositoryScenario) -> None:
    orders = [store(s, s.aggregate()) for _ in range(s.some(4))]
    reply = s.all()
    lists(s, reply, orders, s.binding.operation("all").name)
    if isinstance(reply.answer, Returned) and reply.answer.stream is not None:
        goes_on(s, orders)


def however_many_it_picks(s: RepositoryScenario) -> None:
    """More aggregates that each query picks than a forgotten limit lets through."""
    _in_crowds(s, _PICKED, _LISTED)


def _picking(s: RepositoryScenario, query: Query, order: Any) -> list[Any] | None:
    """Arguments with which a query picks that aggregate, as the caller has it and as it is stored."""
    given = picking(s, query, order)
    with s.unrecorded():
        return given if given is not None and picked_alike(s, query, given, order) else None


def _listing(s: RepositoryScenario) -> Judge | None:
    return (lambda orders: _as_many(s, s.all, len(orders), "listed")) if s.binding.offers("all") else None


def _querying(s: RepositoryScenario) -> Judge | None:
    """What each query picks, asked each time with what picks the first of all."""
    queries = [query for query in s.binding.queries.values() if query.many]
    given: list[list[Any] | None] = []

    def judge(orders: list[Any]) -> None:
        given.extend([] if given else [_picking(s, query, orders[0]) for query in queries])
        for query, asked_with in zip(queries, given, strict=True):
            if asked_with is not None:
                picked = [order for order in orders if query.predicate(order, *asked_with)]
                _as_many(s, partial(s.ask, query, asked_with), len(picked), "picked")

    return judge if queries else None


_LISTED, _PICKED = "however many are listed", "however many a query picks"
_ASKING = {_LISTED: _listing, _PICKED: _querying}


@check("REPO-17", queries, first=however_many_it_picks, share=0.6)
def query_picks_exactly(s: RepositoryScenario) -> None:
    query = _any_query(s)
    orders: list[Any] = []
    for _ in range(1 + s.some(3)):
        orders.append(store(s, alike(s, query, orders)))
    given = arguments(s, query, orders)
    as_got: dict[int, Picture] = {}
    if s.some(1):
        orders, former = _meanwhile(s, orders)
        for query, given in former:
            picks(s, query, given, orders, as_got)
    picks(s, query, given, orders, as_got)
    for _ in range(s.some(2) if orders else 0):
        query = _any_query(s)
        picks(s, query, arguments(s, query, orders), orders, as_got)


def _any_query(s: RepositoryScenario) -> Query:
    queries = {**s.binding.queries, **s.binding.measures}
    return queries[s.one_of(sorted(queries))]


def _meanwhile(s: RepositoryScenario, orders: list[Any]) -> tuple[list[Any], list[Asking]]:
    """The aggregates once one of them is changed and saved, or deleted; and what its old state was found by.

    That is asked before as well: what a cache remembers of it must be forgotten.
    """
    one = s.one_of(orders)
    others = [order for order in orders if order is not one]
    former = asking(s, one)
    for query, given in former:
        s.ask(query, given)
    saves = s.binding.offers("save", "update")
    if s.binding.offers("delete") and (not saves or s.some(2) == 1):
        s.delete(one)
        return others, former
    if not saves:
        return orders, []

    def change(order: Any) -> Any:
        for _ in range(1 + s.some(_CHANGES)):
            order = s.change(order, needed=False)
            if not all(_still_picks(each, order) for each in former):
                break
        return order

    changed, _, reply = s.modify(one, change)
    if not isinstance(reply.answer, Returned):
        s.set_aside("the change is refused", left_to_another_clause=True)
    return [*others, changed], former


def _still_picks(asking: Asking, order: Any) -> bool:
    query, given = asking
    return bool(query.predicate(order, *given))
