"""When the store fails, an operation says so; and two stores know nothing of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from dovetail.policies import Failed, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.outages.declared import declared, failing, translated
from dovetail.suites.outages.ways_to_fail import Ready, by_itself, each_failure, outages, prepared
from dovetail.suites.repository.assertions import store, stored
from dovetail.suites.repository.inference.effects import Effect
from dovetail.suites.repository.preconditions import alone, offers, saving
from dovetail.suites.repository.query_arguments import own_arguments
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.writers import Tracking
from dovetail.values import Picture, identical

_SWALLOWED = "a failure was answered as an absence"


@check("REPO-21", all_of(offers("get"), failing), most=6)
def failure_is_no_absence(s: RepositoryScenario) -> None:
    order = s.aggregate()
    untouched = s.copy_of(order)
    before = stored(s, store(s, order))
    assert s.absence is not None  # asked for while the store is well
    for outage in outages(s):
        with prepared(s, outage) as strike:
            for ask in _reads(s, order):
                for reply in each_failure(s, outage, strike, by_itself(ask)):
                    _says_so(s, before, reply)
    _in_writing(s, untouched if s.can_begin_again else order)


def _in_writing(s: RepositoryScenario, order: Any) -> None:
    """An operation that changes the store says so too when it fails: one more is added, this one saved and deleted."""
    other = s.aggregate()
    effects = list(_told(s, order))
    for outage in outages(s) if s.can_begin_again else [s.one_of(outages(s))]:
        if s.can_begin_again:
            s.begin_again(order)
        s.prepare(other)
        with prepared(s, outage) as strike:
            for ready, done in _writes(s, order, other, effects):
                for reply in each_failure(s, outage, strike, ready):
                    _never_in_silence(s, reply, done)
                    if isinstance(reply.answer, Returned):
                        break  # it tried again, and there is nothing left to do


def _reads(s: RepositoryScenario, order: object) -> list[Callable[[], Reply]]:
    reads: list[Callable[[], Reply]] = [partial(s.get, s.key(order))]
    operations = s.binding.operations
    if "exists" in operations:
        reads.append(partial(s.exists, order))
    if "all" in operations:
        reads.append(s.all)
    if "count" in operations:
        reads.append(s.count)
    for query in s.binding.queries.values():
        given = own_arguments(query, order)
        if given is not None:
            reads.append(partial(s.ask, query, given))
    return reads


_Told = tuple[Effect, list[Any], Picture]
"""An operation of the port's own, what it is called with, and what is stored before it."""


def _told(s: RepositoryScenario, order: Any) -> Iterator[_Told]:
    """Operations of the port's own that the store carries out while it is well: what it refuses then says nothing."""
    for effect in s.told_effects if s.can_begin_again else []:
        s.begin_again(order)
        with s.unrecorded():
            before = stored(s, order)
            told = s.told(effect, s.load(order))
            if told is None:
                continue
            well = s.perform(effect, order, told[0])
            if isinstance(well.answer, Returned) and _is_changed(s, order, before):
                yield effect, told[0], before


def _writes(
    s: RepositoryScenario, order: Any, other: Any, effects: list[_Told]
) -> list[tuple[Ready[Reply], Callable[[], bool]]]:
    """What changes the store, each with a way to ask whether it did."""

    def absent(aggregate: Any) -> bool:
        return s.is_absent(s.get(s.key(aggregate)).answer)

    writes: list[tuple[Ready[Reply], Callable[[], bool]]] = []
    if not s.binding.generates_key:
        writes.append((by_itself(lambda: s.add(s.copy_of(other), prepared=True)), lambda: not absent(other)))
    if s.binding.mapped:
        if saving(s.binding, s.source) is None:
            writes.append((partial(_as_at_first, s, order, Tracking(s, order, 1)), lambda: True))
        if s.binding.offers("delete"):
            writes.append((partial(s.ready_to_delete, order), lambda: absent(order)))
        return writes
    held = s.in_hand(order)
    s.disconnect()
    for effect, arguments, before in effects:
        perform = partial(s.perform, effect, held, arguments)
        writes.append((by_itself(perform), partial(_is_changed, s, held, before)))
    if s.binding.offers("save", "update"):
        writes.append((by_itself(lambda: s.save(s.copy_of(held))), lambda: True))
    if s.binding.offers("delete"):
        writes.append((by_itself(lambda: s.delete(held)), lambda: absent(held)))
    return writes


def _is_changed(s: RepositoryScenario, order: Any, before: Picture) -> bool:
    reply = s.get(s.key(order))
    return reply.picture is None or not identical(before, reply.picture, s.binding.tolerances)


def _as_at_first(s: RepositoryScenario, order: Any, tracking: Tracking) -> AbstractContextManager[Callable[[], Reply]]:
    """The changes of one who loads what is saved are those of what was stored at first."""
    if s.can_begin_again:
        s.begin_again(order)
    return tracking.ready()


def _says_so(s: RepositoryScenario, before: Picture, reply: Reply) -> None:
    """The store failed, and an operation answered neither as though nothing were stored, nor with half of what is."""
    if _as_declared(s, reply):
        return
    if _says_nothing(s, reply):
        s.broken(declared(s.binding.failure), str(reply), hint=_SWALLOWED)
    if not isinstance(reply.answer, Returned):
        translated(s, s.binding.failure, reply.answer)
    single = isinstance(reply.value, s.binding.kind)
    given = [reply.picture] if single else [item.picture for item in reply.items or ()]
    if not all(identical(before, each, s.binding.tolerances) for each in given):
        s.broken(declared(s.binding.failure), str(reply), hint="a failure was answered with half an aggregate")


def _never_in_silence(s: RepositoryScenario, reply: Reply, done: Callable[[], bool]) -> None:
    """The store failed, and an operation that changes it did not report a success that it did not have."""
    if isinstance(reply.answer, Returned):
        s.reconnect()
        if not done():
            s.broken(declared(s.binding.failure), str(reply), hint="a failure was reported as a success")
    elif not s.source.commits:  # else it may be the unit of work that met the failure
        translated(s, s.binding.failure, reply.answer)


def _as_declared(s: RepositoryScenario, reply: Reply) -> bool:
    """Whether it is the declared failure, and not an absence under the same name."""
    failure = s.binding.failure
    return failure is not None and failure.accepts(reply.answer) and not failure.accepts(s.absence)


def _says_nothing(s: RepositoryScenario, reply: Reply) -> bool:
    if isinstance(reply.answer, Failed):
        return s.is_absent(reply.answer) and _as_for_absence(s, reply.answer.error)
    return s.is_absent(reply.answer) or (isinstance(reply.answer, Returned) and not reply.value)


def _as_for_absence(s: RepositoryScenario, error: Any) -> bool:
    """Whether a failed Result holds what it holds for an absent key, as far as a kind of error or a text tells."""
    absence = getattr(s.absence, "error", None)
    return type(error) is type(absence) and (not isinstance(error, str) or error == absence)


@check("REPO-23", all_of(offers("get"), alone), share=0.4)
def nothing_shared(s: RepositoryScenario) -> None:
    order = s.aggregate()
    added = s.add(order)  # what an adapter of another scenario has stored under that key may be why it is refused
    refused = not isinstance(added.answer, Returned)
    if refused and s.binding.generates_key:
        s.set_aside(f"{s.binding.operation('add', 'save').name} {added}", left_to_another_clause=True)
    before = s.get(s.key(order)).picture if refused else stored(s, order)
    s.say("# another adapter, over an empty store of its own")
    s.disconnect()
    reply = s.get(s.key(order))
    is_same = isinstance(reply.value, s.binding.kind) and identical(before, reply.picture, s.binding.tolerances)
    if is_same and not _finds_anything(s):
        s.broken("absent", str(reply))
    if refused:
        s.set_aside(f"{s.binding.operation('add', 'save').name} {added}", left_to_another_clause=True)


def _finds_anything(s: RepositoryScenario) -> bool:
    """Whether the adapter makes up what it does not have: what it finds tells nothing of another adapter then."""
    with s.unrecorded():
        return isinstance(s.get(s.absent_key()).value, s.binding.kind)
