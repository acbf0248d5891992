"""A save that fails leaves what was there before it, whole."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.check import check
from dovetail.suites.repository.expect import store, stored
from dovetail.suites.repository.needs import all_of, failing, needs, untracked
from dovetail.suites.repository.outages import outages, prepared, while_failing
from dovetail.suites.repository.reply import Reply
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, code, identical, picture


@check("REPO-20", all_of(needs("get"), failing, untracked), most=30)
def failed_save_leaves_nothing(s: RepositoryScenario) -> None:
    order, before, save = s.one_of((_first, _again) if {"save", "update"} & {*s.binding.words} else (_first,))(s)
    assert s.absence is not None  # asked for while the store is well
    outage = s.one_of(outages(s))
    with prepared(s, outage) as strike:
        start = len(s.lines)
        for number in outage.numbers:
            attempt = s.copy_of(order)
            s.prepare(attempt)
            reply = while_failing(s, outage, strike, number, partial(save, attempt))
            if reply is None:
                return
            s.reconnect()
            _whole(s, attempt, before, reply)
            if isinstance(reply.answer, Returned):
                return
            del s.lines[start:]


_Saved = tuple[Any, Picture | None, Callable[[Any], Reply]]
"""What is saved, what is stored before, and how it is saved."""


def _first(s: RepositoryScenario) -> _Saved:
    return s.aggregate(), None, partial(s.add, prepared=True)


def _again(s: RepositoryScenario) -> _Saved:
    order = s.in_hand(store(s, s.aggregate()))
    before = stored(s, order)
    return s.change(order), before, s.save


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
