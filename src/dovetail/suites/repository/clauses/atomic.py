"""A save that fails leaves what was there before it, whole, and leaves the caller's object fit to be saved again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.outages.declared import failing
from dovetail.suites.outages.ways_to_fail import Outage, outages, prepared, struck
from dovetail.suites.repository.assertions import store, stored
from dovetail.suites.repository.preconditions import offers, saving
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.writers import Tracking
from dovetail.values import Picture, code, identical, picture
from dovetail.values.transient_fields import recorded


@check("REPO-20", all_of(offers("get"), failing), most=8)
def failed_save_leaves_nothing(s: RepositoryScenario) -> None:
    assert s.absence is not None  # asked for while the store is well
    attempts = [_first]
    attempts += [_again] if saving(s.binding, s.source) is None else []
    attempts += [_in_its_own_way] if s.told_effects else []
    attempt = s.one_of(attempts)(s)
    ways = [each for each in outages(s) if each.counts]
    for place, outage in enumerate(ways if s.can_begin_again else [s.one_of(ways)]):
        if place:
            s.begin_again(*attempt.stored)
        _fail_everywhere(s, attempt, outage)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A save that is to fail.

    Attributes:
        order: what is saved.
        before: what is stored under its key before.
        save: how it is saved.
        stored: the aggregates that are stored before.
        wrote: what is stored once it is saved, where that is not what it is.
        tracking: who loads, changes and saves it in one unit of work, where it is mapped and stored already.
    """

    order: Any
    before: Picture | None
    save: Callable[[Any], Reply]
    stored: tuple[Any, ...]
    wrote: Picture | None = None
    tracking: Tracking | None = None

    def ready(self, order: Any) -> AbstractContextManager[Callable[[], Reply]]:
        """What comes before the save, while the store is well; gives what saves it."""
        return nullcontext(partial(self.save, order)) if self.tracking is None else self.tracking.ready()

    def wanted(self, order: Any) -> Picture:
        """What is stored once it is saved."""
        return picture(order) if self.wrote is None else self.wrote


def _first(s: RepositoryScenario) -> _Attempt:
    return _Attempt(s.aggregate(), None, partial(s.add, prepared=True), ())


def _again(s: RepositoryScenario) -> _Attempt:
    order = s.aggregate()
    untouched = s.copy_of(order)
    if s.binding.mapped:
        before = stored(s, store(s, order))
        tracking = Tracking(s, order, 1)
        return _Attempt(order, before, s.save, (untouched,), tracking.wrote, tracking)
    order = s.in_hand(store(s, order))
    before = stored(s, order)
    return _Attempt(s.change(order), before, s.save, (untouched,))


def _in_its_own_way(s: RepositoryScenario) -> _Attempt:
    """An operation of the port's own that writes a stored aggregate, of which the contract says what it leaves."""
    order = s.aggregate()
    untouched = s.copy_of(order)
    order = s.in_hand(store(s, order))
    before = stored(s, order)
    effect = s.one_of(s.told_effects)
    told = s.told(effect, order)
    if told is None:
        s.set_aside("the domain refuses it")
    arguments, after = told
    wrote = picture(after)
    if s.can_begin_again:
        with s.unrecorded():
            done = s.perform(effect, s.copy_of(order), arguments)
            wrote = stored(s, order)
        if not isinstance(done.answer, Returned):
            s.set_aside(f"{effect.operation.name} {done}")
        s.begin_again(untouched)
    return _Attempt(order, before, lambda held: s.perform(effect, held, arguments), (untouched,), wrote)


def _fail_everywhere(s: RepositoryScenario, attempt: _Attempt, outage: Outage) -> None:
    """Fail at the first thing that the save sends, at the second, and so on; what was stored must outlive each."""
    start = len(s.lines)
    with prepared(s, outage) as strike:
        for number in outage.numbers:
            order = s.copy_of(attempt.order)  # a save that fails may leave its mark on the caller's
            s.prepare(order)
            with attempt.ready(order) as save:
                failed = struck(s, outage, strike, number, save)
            if failed is None:
                break
            reply, reading = failed
            s.reconnect()
            done = _whole(s, attempt, order, reply, reading=reading)
            if isinstance(reply.answer, Returned):
                break  # it tried again, and there is nothing left to do
            if not (done or s.source.commits or s.binding.mapped):
                _has_what_it_recorded(s, attempt.order, order, reply)
            if s.can_begin_again and not s.binding.mapped:
                if not done:
                    _tried_again(s, attempt, order)
                s.begin_again(*attempt.stored)
            del s.lines[start:]
    del s.lines[start:]


def _has_what_it_recorded(s: RepositoryScenario, before: Any, order: Any, reply: Reply) -> None:
    """Events that are collected for an outbox are cleared once they are stored: a save that is tried again has them."""
    had, has = recorded(before), recorded(order)
    if len(has) < len(had):
        s.broken(f"{s.name_of(order)} has recorded {code(had)}", code(has), hint=f"the save {reply}")


def _tried_again(s: RepositoryScenario, attempt: _Attempt, order: Any) -> None:
    """The very object of a save that failed is saved once more, and the store is well: all of it is stored then.

    An adapter may refuse it, and say so. What a first attempt would store otherwise too is no fault of the second.
    """
    if not isinstance(attempt.save(order).answer, Returned):
        return
    wanted = attempt.wanted(attempt.order)
    s.reconnect()
    found = s.get(s.key(order))
    if not _differs(s, wanted, found):
        return
    with s.unrecorded():
        s.begin_again(*attempt.stored)
        at_once = attempt.save(s.copy_of(attempt.order))
        s.disconnect()
        control = s.get(s.key(order))
    if isinstance(at_once.answer, Returned) and not _differs(s, wanted, control):
        s.broken(code(wanted), str(found), hint="saved again after it failed, and the save says that it succeeded")


def _differs(s: RepositoryScenario, wanted: Picture, found: Reply) -> bool:
    if s.is_absent(found.answer) or found.picture is None:
        return True
    return not identical(wanted, found.picture, s.binding.tolerances)


def _whole(s: RepositoryScenario, attempt: _Attempt, order: Any, reply: Reply, *, reading: bool) -> bool:
    """What is stored now is all of what was there before, or, where the save says that it succeeded, all of the new.

    A save that reads again what it has committed (`session.refresh`) may fail in that: then all of the new is stored.

    Returns:
        Whether that is so.
    """
    before = attempt.before
    if s.binding.generates_key and before is None and not isinstance(reply.answer, Returned):
        return False  # nothing says under which key half of it might be
    found = s.get(s.key(order))
    now = None if s.is_absent(found.answer) else found.picture
    succeeded = isinstance(reply.answer, Returned)
    wanted = attempt.wanted(order) if succeeded else before
    if wanted is None and now is None:
        return False
    if reading and not succeeded and now is not None and identical(attempt.wanted(order), now, s.binding.tolerances):
        return True
    if wanted is None or now is None or not identical(wanted, now, s.binding.tolerances):
        hint = f"the save {'returned' if succeeded else reply}"
        s.broken("absent" if wanted is None else code(wanted), str(found), hint=hint)
    return False
