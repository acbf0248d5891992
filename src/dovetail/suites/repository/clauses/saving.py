"""Saving again stores what the aggregate now is: all of it, and its children as they stand."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from dovetail.suites.check import check
from dovetail.suites.repository.children import doubled, sequences, turned
from dovetail.suites.repository.expect import differ, lost_later, saved_as_ever, store, stored
from dovetail.suites.repository.needs import all_of, children, needs, untracked
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.variants import variant
from dovetail.values import any_order, compare, differences, identical, picture

_MOST_CHILDREN = 5
_TRIES = 3


@check("REPO-07", all_of(needs("get", "save|update"), untracked))
def saved_again(s: RepositoryScenario) -> None:
    order = s.one_of((_changed, _without_children))(s)
    as_changed = picture(order)
    saved_as_ever(s, order, s.save(order))
    found = differences(as_changed, stored(s, order), s.binding.tolerances)
    if later := lost_later(s, order, found):
        differ(s, later[0])


def _changed(s: RepositoryScenario) -> Any:
    """A stored aggregate, changed; as often as not it was asked for before."""
    order = store(s, s.aggregate())
    if s.some(1):
        stored(s, order)
    order = s.in_hand(order)
    order = s.change(order)
    for _ in range(s.some(2)):
        order = s.change(order, needed=False)
    return order


def _without_children(s: RepositoryScenario) -> Any:
    """A stored aggregate once the domain has taken away what children it can."""
    drawn = s.draw(s.binding.aggregates)
    for _ in range(_TRIES):  # in many a state the domain takes nothing away
        if s.binding.changes.change(s.draw, copy.deepcopy(drawn), fewer=True, only=True) is not None:
            break
        drawn = s.draw(s.binding.aggregates)
    else:
        return s.change(s.in_hand(store(s, s.keep(drawn))))
    order = s.in_hand(store(s, s.keep(drawn)))
    for made in range(_MOST_CHILDREN):
        before = _children(order)
        order = s.change(order, fewer=True, needed=not made)
        if not 0 < _children(order) < before:
            break
    return order


def _children(order: Any) -> int:
    return sum(map(len, sequences(order).values()))


@check("REPO-08", all_of(needs("get"), children), needs_a_case=True, of_one=True)
def child_order(s: RepositoryScenario) -> None:
    order, name, as_saved = _with_children(s, turned)
    got = _loaded_children(s, order, name)
    difference = compare(as_saved, got)
    if difference is not None and identical(as_saved, got, {"": any_order("only the order is asked here")}):
        s.broken(f".{name} == {difference.expected}", f".{name} == {difference.got}", f".{name}", "the order was lost")


@check("REPO-09", all_of(needs("get"), children), needs_a_case=True, of_one=True)
def equal_children(s: RepositoryScenario) -> None:
    order, name, as_saved = _with_children(s, doubled)
    got = _loaded_children(s, order, name)
    if len(got) != len(as_saved):
        s.broken(f"len(.{name}) == {len(as_saved)}", f"len(.{name}) == {len(got)}", f".{name}")


def _loaded_children(s: RepositoryScenario, order: Any, name: str) -> list[Any]:
    """The stored children as a list, in whatever collection they come back."""
    held = getattr(s.load(order), name, None)
    if not isinstance(held, (list, tuple)):
        s.set_aside(f"{name} comes back as {type(held).__name__}")
    return list(held)


def _with_children(s: RepositoryScenario, arrange: Callable[[Any], Any]) -> tuple[Any, str, Any]:
    """A stored aggregate with one of its collections arranged, that collection's name, and what it was."""
    drawn = s.draw(s.binding.aggregates)
    held = sequences(drawn)
    if not held:
        s.set_aside("no collection of children")
    name = s.one_of(sorted(held))
    arranged = arrange(held[name])
    order = None if arranged is None else variant(drawn, name, arranged)
    if order is None:
        s.set_aside(f"{name} cannot be arranged so")
    s.keep(order)
    as_saved = list(getattr(order, name))
    return store(s, order), name, as_saved
