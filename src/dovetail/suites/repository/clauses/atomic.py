"""A save that fails leaves what was there before it, whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.check import check
from dovetail.suites.repository.expect import store, stored
from dovetail.suites.repository.needs import all_of, failing, needs, untracked
from dovetail.suites.repository.reply import Reply
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, code, identical, picture

_STATEMENTS = 8


@check("REPO-20", all_of(needs("get"), failing, untracked))
def failed_save_leaves_nothing(s: RepositoryScenario) -> None:
    if ("save" in s.binding.words or "update" in s.binding.words) and s.some(1):
        order = s.in_hand(store(s, s.aggregate()))
        before: Picture | None = stored(s, order)
        order = s.change(order)
        save: Callable[[Any], Reply] = s.save
    else:
        order, before, save = s.aggregate(), None, s.add
    asked = s.is_absent(s.get(s.absent_key()).answer)  # while the store is well
    s.disconnect()
    reply, delivered = _fail(s, order, save)
    if not asked or not delivered:
        return
    s.reconnect()
    _whole(s, order, before, reply)


def _fail(s: RepositoryScenario, order: Any, save: Callable[[Any], Reply]) -> tuple[Reply, bool]:
    statement = s.some(_STATEMENTS)
    s.prepare(order)
    assert s.adapter is not None  # opened before the fault, which is meant for the save alone
    s.say(f"# from here on, {f'statement {statement}' if statement else 'the commit'} fails in the database")
    with s.source.store.failing(statement) if statement else s.source.store.failing(commit=1) as fault:
        reply = save(order)
        s.disconnect()
    return reply, fault.delivered


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
