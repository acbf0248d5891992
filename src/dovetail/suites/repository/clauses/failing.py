"""When the store fails, an operation says so; and two stores know nothing of each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from dovetail.policies import Failed, Raised, Returned
from dovetail.suites.check import check
from dovetail.suites.repository.asking import own_arguments
from dovetail.suites.repository.expect import store, stored
from dovetail.suites.repository.needs import all_of, alone, failing, needs
from dovetail.suites.repository.reply import Reply
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, identical

_STATEMENTS = 4


@check("REPO-21", all_of(needs("get"), failing))
def failure_is_no_absence(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    before = stored(s, order)
    assert s.absence is not None  # asked for while the store is well
    s.disconnect()
    ask = s.one_of(_reads(s, order))
    start = len(s.lines)
    for statement in range(1, _STATEMENTS + 1):
        reply, delivered = _while_failing(s, statement, ask)
        if not delivered:
            return
        _says_so(s, before, reply)
        del s.lines[start:]


def _says_so(s: RepositoryScenario, before: Picture, reply: Reply) -> None:
    """The store failed, and an operation answered neither as though nothing were stored, nor with half of what is."""
    if isinstance(reply.answer, Raised) and not s.is_absent(reply.answer):
        return
    if _says_nothing(s, reply):
        s.broken("raises, since the store failed", str(reply), hint="a failure was answered as an absence")
    single = isinstance(reply.value, s.binding.aggregate)
    given = [reply.picture] if single else [item.picture for item in reply.items or ()]
    if not all(identical(before, each, s.binding.tolerances) for each in given):
        s.broken("raises, since the store failed", str(reply), hint="a failure was answered with half an aggregate")


def _reads(s: RepositoryScenario, order: object) -> list[Callable[[], Reply]]:
    reads: list[Callable[[], Reply]] = [partial(s.get, s.key(order))]
    words = s.binding.words
    if "exists" in words:
        reads.append(partial(s.exists, order))
    if "all" in words:
        reads.append(s.all)
    if "count" in words:
        reads.append(s.count)
    for query in s.binding.queries.values():
        given = own_arguments(query, order)
        if given is not None:
            reads.append(partial(s.ask, query, given))
    return reads


def _while_failing(s: RepositoryScenario, statement: int, ask: Callable[[], Reply]) -> tuple[Reply, bool]:
    """What an operation answers while the database fails one of its statements, and whether it came to that one."""
    assert s.adapter is not None  # opened before the fault, which is meant for the operation alone
    s.say(f"# from here on, statement {statement} fails in the database")
    with s.source.store.failing(statement) as fault:
        reply = ask()
    s.disconnect()
    return reply, fault.delivered


def _says_nothing(s: RepositoryScenario, reply: Reply) -> bool:
    if isinstance(reply.answer, Failed):
        return s.is_absent(reply.answer) and _as_for_absence(s, reply.answer.error)
    return s.is_absent(reply.answer) or (isinstance(reply.answer, Returned) and not reply.value)


def _as_for_absence(s: RepositoryScenario, error: Any) -> bool:
    """Whether a failed Result holds what it holds for an absent key, as far as a kind of error or a text tells."""
    absence = getattr(s.absence, "error", None)
    return type(error) is type(absence) and (not isinstance(error, str) or error == absence)


@check("REPO-23", all_of(needs("get"), alone))
def nothing_shared(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    stored(s, order)
    s.say("# another adapter, over an empty store of its own")
    s.disconnect()
    reply = s.get(s.key(order))
    if not s.is_absent(reply.answer):
        s.broken("absent", str(reply))
