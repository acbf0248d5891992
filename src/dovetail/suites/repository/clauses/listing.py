"""Exists, count, the list of all and every query agree with what is stored."""

from __future__ import annotations

import copy
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.check import check
from dovetail.suites.repository.asking import alike, arguments, crowd, not_stored, own_arguments, picking
from dovetail.suites.repository.expect import asked, gives_one_of, lists, picked_alike, seen_as_stored, store, stored
from dovetail.suites.repository.needs import needs, queries
from dovetail.suites.repository.queries import Query
from dovetail.suites.repository.reply import Reply
from dovetail.suites.repository.scenario import RepositoryScenario

_CHANGES = 4


@check("REPO-14", needs("get", "exists"))
def exists_agrees(s: RepositoryScenario) -> None:
    order = s.aggregate()
    _exists(s, order, False)
    store(s, order)
    stored(s, order)
    _exists(s, order, True)
    _exists(s, not_stored(s, order), False)
    if "delete" in s.binding.words:
        s.delete(order)
        if s.is_absent(s.get(s.key(order)).answer):
            _exists(s, order, False)


def _exists(s: RepositoryScenario, order: object, expected: bool) -> None:
    reply = asked(s, s.key(order), s.exists(order))
    if reply.value is not expected and (reply.value is None or bool(reply.value) is not expected):
        s.broken(str(expected), str(reply))


@check("REPO-15", needs("count"))
def count_agrees(s: RepositoryScenario) -> None:
    _counts(s, 0)
    orders = [store(s, s.aggregate()) for _ in range(1 + s.some(3))]
    _counts(s, len(orders))
    if "save" in s.binding.words or "update" in s.binding.words:
        s.save(s.in_hand(orders[0]))
        _counts(s, len(orders))
    if "delete" in s.binding.words:
        s.delete(orders[0])
        _counts(s, len(orders) - 1)


def _counts(s: RepositoryScenario, expected: int) -> None:
    reply = s.count()
    if reply.value != expected:
        s.broken(f"count == {expected}", str(reply))


def however_many(s: RepositoryScenario) -> None:
    """More aggregates than a forgotten limit lets through."""
    for orders in crowd(s):
        _as_many(s, s.all(), len(orders), "listed")


def _as_many(s: RepositoryScenario, reply: Reply, many: int, done: str) -> None:
    if reply.items is not None and len(reply.items) != many:
        s.broken(f"{many} {done}", f"{len(reply.items)} {done}")


@check("REPO-16", needs("all"), first=however_many)
def all_is_complete(s: RepositoryScenario) -> None:
    orders = [store(s, s.aggregate()) for _ in range(s.some(4))]
    lists(s, s.all(), orders, s.binding.word("all").name)


def however_many_it_picks(s: RepositoryScenario) -> None:
    """More aggregates that each query picks than a forgotten limit lets through."""
    queries = [query for query in s.binding.queries.values() if query.many]
    given: list[list[Any] | None] = []
    for orders in crowd(s) if queries else ():
        given = given or [_picking(s, query, orders[0]) for query in queries]
        for query, asked_with in zip(queries, given, strict=True):
            if asked_with is not None:
                picked = [order for order in orders if query.predicate(order, *asked_with)]
                _as_many(s, s.ask(query, asked_with), len(picked), "picked")


def _picking(s: RepositoryScenario, query: Query, order: Any) -> list[Any] | None:
    """Arguments with which a query picks that aggregate, as the caller has it and as it is stored."""
    given = picking(s, query, order)
    with s.unrecorded():
        return given if given is not None and picked_alike(s, query, given, order) else None


@check("REPO-17", queries, first=however_many_it_picks)
def query_picks_exactly(s: RepositoryScenario) -> None:
    query = _any_query(s)
    orders: list[Any] = []
    for _ in range(1 + s.some(3)):
        order = alike(s, query, orders)
        orders.append(order if s.binding.mapped else store(s, order))
    given = arguments(s, query, orders)
    if s.binding.mapped:  # such objects can be read until they are stored
        picked = [order for order in orders if query.predicate(order, *given)]
        for order in orders:
            store(s, order)
        _picks(s, query, given, orders, picked)
        return
    if s.some(1):
        orders, former = _meanwhile(s, orders)
        query, given = s.one_of(former) if former else (query, given)
    _picks(s, query, given, orders)
    for _ in range(s.some(2) if orders else 0):
        query = _any_query(s)
        _picks(s, query, arguments(s, query, orders), orders)


def _any_query(s: RepositoryScenario) -> Query:
    queries = {**s.binding.queries, **s.binding.measures}
    return queries[s.one_of(sorted(queries))]


def _picks(
    s: RepositoryScenario, query: Query, given: list[Any], orders: list[Any], picked: list[Any] | None = None
) -> None:
    """A query picks those of the stored aggregates for which its predicate holds."""
    if picked is None:
        picked = [order for order in orders if query.predicate(order, *given)]
    with seen_as_stored(s, query, given, orders):
        reply = asked(s, given, s.ask(query, given))
        if query.measure is not None:
            _measures(s, reply, query.measure(len(picked)))
        elif query.many:
            lists(s, reply, picked, query.word.name)
        else:
            gives_one_of(s, reply, picked)


def _measures(s: RepositoryScenario, reply: Reply, expected: int) -> None:
    if reply.value != expected:
        s.broken(str(expected), str(reply))


def _meanwhile(s: RepositoryScenario, orders: list[Any]) -> tuple[list[Any], list[Asking]]:
    """The aggregates once one of them is changed and saved, or deleted; and what its old state was found by."""
    one = s.one_of(orders)
    others = [order for order in orders if order is not one]
    former = _own(s, one)
    saves = "save" in s.binding.words or "update" in s.binding.words
    if "delete" in s.binding.words and (not saves or s.some(2) == 1):
        s.delete(one)
        return others, former
    if not saves:
        return orders, []
    changed = s.in_hand(one)
    for _ in range(1 + s.some(_CHANGES)):
        changed = s.change(changed, needed=False)
        if left := [each for each in former if not _still_picks(each, changed)]:
            former = left
            break
    if not isinstance(s.save(changed).answer, Returned):
        s.set_aside("the change is refused", elsewhere=True)
    return [*others, changed], former


Asking = tuple[Query, list[Any]]
"""A query, and what it is asked with."""


def _own(s: RepositoryScenario, order: Any) -> list[Asking]:
    """The queries with what they are asked with to pick the aggregate as it is now."""
    asked_with = [(query, own_arguments(query, order)) for query in s.binding.queries.values()]
    return [(query, copy.deepcopy(own)) for query, own in asked_with if own is not None]


def _still_picks(asking: Asking, order: Any) -> bool:
    query, given = asking
    return bool(query.predicate(order, *given))
