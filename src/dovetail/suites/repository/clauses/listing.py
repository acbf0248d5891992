"""Exists, count, the list of all and every query agree with what is stored."""

from __future__ import annotations

from typing import Any

from dovetail.suites.check import check
from dovetail.suites.repository.asking import alike, arguments, crowd
from dovetail.suites.repository.expect import asked, gives_one_of, lists, store, stored
from dovetail.suites.repository.needs import needs, queries
from dovetail.suites.repository.scenario import RepositoryScenario

_CROWD = 101


@check("REPO-14", needs("get", "exists"))
def exists_agrees(s: RepositoryScenario) -> None:
    order, never_saved = s.aggregate(), s.aggregate()
    _exists(s, order, False)
    store(s, order)
    stored(s, order)
    _exists(s, order, True)
    _exists(s, never_saved, False)
    if "delete" in s.binding.words:
        s.delete(order)
        if s.is_absent(s.get(s.key(order)).answer):
            _exists(s, order, False)


def _exists(s: RepositoryScenario, order: object, expected: bool) -> None:
    reply = asked(s, order, s.exists(order))
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
    """More aggregates than a forgotten limit lets through: the first that is missing names the limit."""
    for many in crowd(s, _CROWD):
        reply = s.all()
        if reply.items is not None and len(reply.items) != many:
            s.broken(f"{many} listed", f"{len(reply.items)} listed")


@check("REPO-16", needs("all"), first=however_many)
def all_is_complete(s: RepositoryScenario) -> None:
    orders = [store(s, s.aggregate()) for _ in range(s.some(4))]
    lists(s, s.all(), orders, s.binding.word("all").name)


@check("REPO-17", queries)
def query_picks_exactly(s: RepositoryScenario) -> None:
    query = s.binding.queries[s.one_of(sorted(s.binding.queries))]
    orders: list[Any] = []
    for _ in range(1 + s.some(3)):
        order = alike(s, query, orders)
        orders.append(order if s.binding.mapped else store(s, order))
    given = arguments(s, query, orders)
    picked = [order for order in orders if query.predicate(order, *given)]
    if s.binding.mapped:  # such objects can be read until they are stored
        for order in orders:
            store(s, order)
    reply = s.ask(query, given)
    if query.many:
        lists(s, reply, picked, query.word.name)
    else:
        gives_one_of(s, reply, picked)
