"""What a caller does to its own objects is not stored until it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.suites.check import check
from dovetail.suites.repository.asking import own_arguments
from dovetail.suites.repository.expect import same, store, stored
from dovetail.suites.repository.needs import all_of, needs, untracked
from dovetail.suites.repository.reply import Reply
from dovetail.suites.repository.roles import optional
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, differences, picture
from dovetail.values.strategies.buffers import is_buffer


@check("REPO-03", all_of(needs("get"), untracked), needs_a_case=True, of_one=True)
def callers_copy(s: RepositoryScenario) -> None:
    order = s.aggregate()
    given = picture(order)
    store(s, order)
    with s.unrecorded():
        before = stored(s, order)
    _is_left_alone(s, order, given, before)
    s.disturb(order)
    same(s, before, stored(s, order))


def _is_left_alone(s: RepositoryScenario, order: Any, given: Picture, kept: Picture) -> None:
    """A save stores and changes nothing of the caller's; what it stores as changed too is told elsewhere."""
    found = differences(given, picture(order), s.binding.tolerances)
    altered = {each.path for each in differences(given, kept, s.binding.tolerances)} if found else set()
    for each in found:
        if each.path not in altered and not is_buffer(s.binding.aggregate, _attribute(each.path)):
            hint = "the save changed the caller's own object"
            s.broken(f"{each.path} == {each.expected}", f"{each.path} == {each.got}", each.path, hint)


def _attribute(path: str) -> str:
    return path.lstrip(".").partition(".")[0].partition("[")[0]


@check("REPO-04", all_of(needs("get"), untracked), needs_a_case=True, of_one=True)
def loaded_copy(s: RepositoryScenario) -> None:
    order = s.aggregate()
    loaded = s.one_of(_loadings(s))(s, order) if s.some(1) else s.load(store(s, order))
    with s.unrecorded():
        before = stored(s, order)
    s.disturb(loaded)
    same(s, before, stored(s, order))


Loading = Callable[[RepositoryScenario, Any], Any]
"""Stores an aggregate and gives the object that one of the port's operations hands out for it."""


def _loadings(s: RepositoryScenario) -> list[Loading]:
    """The ways to an object of the adapter's: a list, a query, and what a save is declared to answer with."""
    ways: list[Loading] = [_listed] if "all" in s.binding.words else []
    ways += [_picked] if s.binding.queries else []
    for name, way in (("add", _added), ("update", _updated), ("save", _added)):
        if name in s.binding.words and optional(s.binding.words[name].returns)[0] is s.binding.aggregate:
            ways.append(way)
    return ways or [lambda s, order: s.load(store(s, order))]


def _listed(s: RepositoryScenario, order: Any) -> Any:
    store(s, order)
    return s.hold(order, s.all())


def _picked(s: RepositoryScenario, order: Any) -> Any:
    query = s.binding.queries[s.one_of(sorted(s.binding.queries))]
    given = own_arguments(query, store(s, order))
    return s.load(order) if given is None else s.hold(order, s.ask(query, given))


def _added(s: RepositoryScenario, order: Any) -> Any:
    return _another(s, order, s.add(order))


def _updated(s: RepositoryScenario, order: Any) -> Any:
    order = s.in_hand(store(s, order))
    return _another(s, order, s.save(order))


def _another(s: RepositoryScenario, order: Any, reply: Reply) -> Any:
    """The object that a save answered with, where it is not the caller's own."""
    if reply.value is order:
        s.set_aside("the save answers with what it was given")
    return s.hold(order, reply)


@check("REPO-05", all_of(needs("get"), untracked), needs_a_case=True, of_one=True)
def unsaved_change(s: RepositoryScenario) -> None:
    order, other = store(s, s.aggregate()), s.aggregate()
    with s.unrecorded():
        before = stored(s, order)
    loaded = s.load(order)
    s.disturb(loaded)
    store(s, other)
    same(s, before, stored(s, order))
