"""Saving again stores what the aggregate now is: all of it, and its children as they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import differ, saved_as_ever, store, stored
from dovetail.suites.repository.examples.children import doubled, sequences, turned
from dovetail.suites.repository.first_saves import lost_later, part_of
from dovetail.suites.repository.inference.effects import Effect
from dovetail.suites.repository.preconditions import changing, children, offers, values_as_children
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, Tolerance, any_order, compare, differences, identical, ignored, picture
from dovetail.values.changes import RefusedHalfway
from dovetail.values.copies import copied
from dovetail.values.variants import variant

_MOST_CHILDREN = 5
_TRIES = 3


@check("REPO-07", all_of(offers("get"), changing), share=0.5)
def saved_again(s: RepositoryScenario) -> None:
    effects = s.told_effects
    ways = [None, *effects] if s.binding.offers("save", "update") or not effects else effects
    effect = s.one_of(ways)
    if effect is not None:
        _has_its_effect(s, effect)
        return
    order, change = s.one_of((_to_change, _to_empty))(s)
    first = picture(order)
    store(s, order)
    lost = _lost_at_first(s, order, first) if s.some(1) or s.binding.by_loading else {}
    changed, as_changed, reply = s.modify(order, change)
    saved_as_ever(s, changed, reply)
    if s.binding.mapped and s.source.fresh:
        s.reconnect()  # the session that changed it has the changed object, whatever it wrote
    found = differences(as_changed, stored(s, order), {**s.binding.tolerances, **lost})
    if later := lost_later(s, changed, found):
        differ(s, *later)


def _has_its_effect(s: RepositoryScenario, effect: Effect) -> None:
    """What an operation that writes in a way of its own leaves is what the contract says of it."""
    order = s.in_hand(store(s, s.aggregate()))
    lost = differences(picture(order), stored(s, order), s.binding.tolerances)
    held, told = picture(order), s.told(effect, order)
    if told is None:
        s.set_aside("the domain refuses it")
    arguments, after = told
    expected = picture(after)
    reply = s.perform(effect, order, arguments)
    if not isinstance(reply.answer, Returned):
        s.set_aside(f"{effect.operation.name} {reply}")
    skipped = {part_of(each.path) for each in lost}
    moved = {part_of(each.path) for each in differences(held, expected, s.binding.stated_tolerances)}
    filled = {path: each for path, each in s.binding.tolerances.items() if path not in moved}
    found = differences(expected, stored(s, order), filled | dict(s.binding.stated_tolerances))
    if left := [each for each in found if part_of(each.path) not in skipped]:
        differ(s, left[0])


Change = Callable[[Any], Any]


def _lost_at_first(s: RepositoryScenario, order: Any, first: Picture) -> dict[str, Tolerance]:
    """What a first save loses, where it shows: the mapping's fault, which other clauses tell."""
    found = differences(first, stored(s, order), s.binding.tolerances)
    if not s.binding.by_loading:
        return {}
    return {part_of(each.path): ignored("a first save loses it too") for each in found}


def _to_change(s: RepositoryScenario) -> tuple[Any, Change]:
    """An aggregate, and any change of it."""

    def change(order: Any) -> Any:
        order = s.change(order)
        for _ in range(s.some(2)):
            order = s.change(order, needed=False)
        return order

    return s.aggregate(), change


def _to_empty(s: RepositoryScenario) -> tuple[Any, Change]:
    """An aggregate, and the change by which the domain takes away what children it can."""
    drawn = _filled(s, s.draw(s.binding.aggregates))
    for _ in range(_TRIES):  # in many a state the domain takes nothing away
        if _takes_away(s, drawn):
            break
        drawn = _filled(s, s.draw(s.binding.aggregates))
    else:
        return s.keep(drawn), s.change

    def change(order: Any) -> Any:
        for made in range(_MOST_CHILDREN):
            before = _children(order)
            order = s.change(order, fewer=True, needed=not made)
            if not 0 < _children(order) < before:
                break
        return order

    return s.keep(drawn), change


def _takes_away(s: RepositoryScenario, drawn: Any) -> bool:
    """Whether the domain takes children away from an aggregate as it is; tried on a copy."""
    try:
        return s.binding.changes.change(s.draw, copied(drawn), fewer=True, only=True) is not None
    except RefusedHalfway:
        return False


def _children(order: Any) -> int:
    return sum(map(len, sequences(order).values()))


@check("REPO-08", all_of(offers("get"), children), needs_a_case=True, single=True, share=0.25)
def child_order(s: RepositoryScenario) -> None:
    order, name, as_saved = _with_children(s, turned)
    got = _loaded_children(s, order, name)
    difference = compare(as_saved, got)
    if difference is not None and identical(as_saved, got, {"": any_order("only the order is asked here")}):
        s.broken(f".{name} == {difference.expected}", f".{name} == {difference.got}", f".{name}", "the order was lost")


@check("REPO-09", all_of(offers("get"), values_as_children), needs_a_case=True, single=True, share=0.25)
def equal_children(s: RepositoryScenario) -> None:
    order, name, as_saved = _with_children(s, doubled)
    got = _loaded_children(s, order, name)
    if len(got) != len(as_saved):
        s.broken(f"len(.{name}) == {len(as_saved)}", f"len(.{name}) == {len(got)}", f".{name}")


def _loaded_children(s: RepositoryScenario, order: Any, name: str) -> list[Any]:
    """The stored children as a list, in whatever collection they come back."""
    with s.one_unit():  # a session that has committed takes the children of a mapped object with it
        held = getattr(s.load(order), name, None)
        if not isinstance(held, (list, tuple)):
            s.set_aside(f"{name} comes back as {type(held).__name__}")
        return list(held)


def _with_children(s: RepositoryScenario, arrange: Callable[[Any], Any]) -> tuple[Any, str, Any]:
    """A stored aggregate with one of its collections arranged, that collection's name, and what it was."""
    drawn = _filled(s, s.draw(s.binding.aggregates))
    held = sequences(drawn)
    if not held:
        s.set_aside("no collection of children")
    name = s.one_of(sorted(held))
    arranged = arrange(held[name])
    order = None if arranged is None else variant(drawn, name, arranged)
    if order is None:
        made = s.binding.aggregate.__name__
        s.set_aside(
            f"no {made} with other {name} can be made; write aggregates = ... that draws some with several {name}"
        )
    s.keep(order)
    as_saved = list(getattr(order, name))
    return store(s, order), name, as_saved


def _filled(s: RepositoryScenario, drawn: Any) -> Any:
    """An aggregate that was made without children, with those that the methods of its domain give it."""
    if not s.binding.changes.mutators or not sequences(drawn) or _children(drawn):
        return drawn
    for _ in range(_MOST_CHILDREN):
        if _children(drawn) > 1:
            break
        try:
            changed = s.binding.changes.change(s.draw, copied(drawn))
        except RefusedHalfway:
            continue
        drawn = drawn if changed is None else changed.aggregate
    return drawn
