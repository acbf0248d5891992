"""What a caller does to its own objects is not stored until it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from dovetail.hints import optional
from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import check
from dovetail.suites.repository.assertions import same, store, stored
from dovetail.suites.repository.preconditions import offers
from dovetail.suites.repository.query_arguments import own_arguments
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, differences, picture
from dovetail.values.event_buffers import is_event_buffer

_TRIES = 9  # of aggregates, until the store takes one


@check("REPO-03", offers("get"), needs_a_case=True, single=True, share=0.25)
def callers_copy(s: RepositoryScenario) -> None:
    order = s.aggregate()
    given = picture(order)
    store(s, order)
    with s.unrecorded():
        before = stored(s, order)
    if not s.binding.mapped:  # else the unit of work fills in what it stores
        _is_left_alone(s, order, given, before)
    own = s.given_for(order)
    s.disturb(own)
    s.leave(own)
    same(s, before, stored(s, order))


def _is_left_alone(s: RepositoryScenario, order: Any, given: Picture, kept: Picture) -> None:
    """A save stores and changes nothing of the caller's; what it stores as changed too is left to another clause."""
    found = differences(given, picture(order), s.binding.tolerances)
    altered = {each.path for each in differences(given, kept, s.binding.tolerances)} if found else set()
    for each in found:
        if each.path not in altered and not is_event_buffer(s.binding.aggregate, _attribute(each.path)):
            hint = "the save changed the caller's own object"
            s.broken(f"{each.path} == {each.expected}", f"{each.path} == {each.got}", each.path, hint)


def _attribute(path: str) -> str:
    return path.lstrip(".").partition(".")[0].partition("[")[0]


def handed_out_whole(s: RepositoryScenario) -> None:
    """What is done to a list that was handed out is done to the caller's own, and to none that the adapter keeps."""
    order = _first_stored(s)
    for ask in s.each_alone(_listings(s, order) if order is not None else ()):
        if _is_given_twice(s, ask):
            _is_left_as_it_was(s, order, ask)


def _first_stored(s: RepositoryScenario) -> Any:
    """The first drawn aggregate that the store takes; None where it takes none of a few."""
    for _ in range(_TRIES):
        order = s.draw(s.binding.aggregates)
        s.owned_by(order)
        if isinstance(s.add(s.introduce(order)).answer, Returned):
            return order
        s.lines.clear()
    return None


def _listings(s: RepositoryScenario, order: Any) -> Iterator[Callable[[], Reply]]:
    """What asks for a list with that aggregate in it: for all, or what a query picks."""
    if s.binding.offers("all"):
        yield s.all
    for query in s.binding.queries.values():
        given = own_arguments(query, order) if query.many else None
        if given is not None:
            yield partial(s.ask, query, given)


def _is_given_twice(s: RepositoryScenario, ask: Callable[[], Reply]) -> bool:
    """Whether two callers get one and the same list, of a class whose `clear` no adapter has written."""
    with s.unrecorded(), s.untouched():
        given = ask().value
        return type(given) in (list, dict, set) and bool(given) and ask().value is given


def _is_left_as_it_was(s: RepositoryScenario, order: Any, ask: Callable[[], Reply]) -> None:
    reply = ask()
    called, expected = s.lines[-1], str(reply)
    s.lines[-1] = lambda: f"listed = {called if isinstance(called, str) else called()}"
    reply.value.clear()
    s.say("listed.clear()")
    s.afresh()  # what is one client's own may well be the list that it keeps
    again, hint = ask(), f"the caller was given the very {type(reply.value).__name__} that is kept, and no copy of it"
    if len(again.items or ()) != len(reply.items or ()):
        s.broken(expected, str(again), hint=hint)
    s.found(order, hint=hint)


@check("REPO-04", offers("get"), first=handed_out_whole, needs_a_case=True, single=True, share=0.4)
def loaded_copy(s: RepositoryScenario) -> None:
    order = s.aggregate()
    loaded = s.one_of(_loadings(s))(s, order) if s.some(1) else s.load(store(s, order))
    with s.unrecorded():
        before = stored(s, order)
    s.disturb(loaded)
    s.leave(loaded)
    same(s, before, stored(s, order))


Loading = Callable[[RepositoryScenario, Any], Any]
"""Stores an aggregate and gives the object that one of the port's operations hands out for it."""


def _loadings(s: RepositoryScenario) -> list[Loading]:
    """The ways to an object of the adapter's: a list, a query, and what a save is declared to answer with."""
    ways: list[Loading] = [_listed] if s.binding.offers("all") else []
    ways += [_picked] if s.binding.queries else []
    for name, way in (("add", _added), ("update", _updated), ("save", _added)):
        if name in s.binding.operations and optional(s.binding.operations[name].returns)[0] is s.binding.aggregate:
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


@check("REPO-05", offers("get"), needs_a_case=True, single=True, share=0.25)
def unsaved_change(s: RepositoryScenario) -> None:
    order, other = store(s, s.aggregate()), s.aggregate()
    with s.unrecorded():
        before = stored(s, order)
    with s.one_unit():
        loaded = s.load(order)
        s.disturb(loaded)
    s.leave(loaded)  # what a session tracks, it stores with whatever it commits
    store(s, other)
    same(s, before, stored(s, order))
