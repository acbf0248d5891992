"""A save that fails leaves what was there before it, whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.check import check
from dovetail.suites.repository.expect import store, stored
from dovetail.suites.repository.needs import all_of, failing, needs, untracked
from dovetail.suites.repository.outages import Outage, outages, prepared, while_failing
from dovetail.suites.repository.reply import Reply
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, code, identical, picture


@check("REPO-20", all_of(needs("get"), failing, untracked), most=8)
def failed_save_leaves_nothing(s: RepositoryScenario) -> None:
    assert s.absence is not None  # asked for while the store is well
    attempt = s.one_of((_first, _again) if {"save", "update"} & {*s.binding.words} else (_first,))(s)
    ways = [each for each in outages(s) if each.counts]
    for outage in ways if s.can_begin_again else [s.one_of(ways)]:
        _fail_everywhere(s, attempt, outage)
        if s.can_begin_again:
            s.begin_again(*attempt.stored)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A save that is to fail.

    Attributes:
        order: what is saved.
        before: what is stored under its key before.
        save: how it is saved.
        stored: the aggregates that are stored before.
    """

    order: Any
    before: Picture | None
    save: Callable[[Any], Reply]
    stored: tuple[Any, ...]


def _first(s: RepositoryScenario) -> _Attempt:
    return _Attempt(s.aggregate(), None, partial(s.add, prepared=True), ())


def _again(s: RepositoryScenario) -> _Attempt:
    order = s.aggregate()
    untouched = s.copy_of(order)
    order = s.in_hand(store(s, order))
    before = stored(s, order)
    return _Attempt(s.change(order), before, s.save, (untouched,))


def _fail_everywhere(s: RepositoryScenario, attempt: _Attempt, outage: Outage) -> None:
    """Fail at the first thing that the save sends, at the second, and so on; what was stored must outlive each."""
    start = len(s.lines)
    with prepared(s, outage) as strike:
        for number in outage.numbers:
            order = s.copy_of(attempt.order)  # a save that fails may leave its mark on the caller's
            s.prepare(order)
            reply = while_failing(s, outage, strike, number, partial(attempt.save, order))
            if reply is None:
                break
            s.reconnect()
            _whole(s, order, attempt.before, reply)
            if isinstance(reply.answer, Returned):
                break  # it tried again, and there is nothing left to do
            del s.lines[start:]
    del s.lines[start:]


def _whole(s: RepositoryScenario, order: Any, before: Picture | None, reply: Reply) -> None:
    """What is stored now is all of what was there before, or, where the save says that it succeeded, all of the new."""
    if s.binding.generates_key and before is None and not isinstance(reply.answer, Returned):
        return  # nothing says under which key half of it might be
    found = s.get(s.key(order))
    now = None if s.is_absent(found.answer) else found.picture
    succeeded = isinstance(reply.answer, Returned)
    wanted = picture(order) if succeeded else before
    if wanted is None and now is None:
        return
    if wanted is None or now is None or not identical(wanted, now, s.binding.tolerances):
        hint = f"the save {'returned' if succeeded else reply}"
        s.broken("absent" if wanted is None else code(wanted), str(found), hint=hint)
