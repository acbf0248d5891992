"""What clauses ask of answers: which policy they fit, and whether an error still has its cause."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dovetail.policies import Answer, Raised, Returned, describe
from dovetail.suites.unit_of_work.repositories import Entry
from dovetail.suites.unit_of_work.scenario import UnitScenario
from dovetail.suites.unit_of_work.units import told
from dovetail.values import identical

REFUSES = "refuses"
_YOUNG = 1  # the generations up to this one hold few objects


def judge(s: UnitScenario, policy: str, found: str, answer: Answer | None = None) -> None:
    """Hold what a unit does to the policy that is stated; where none is, record it.

    Args:
        s: the scenario.
        policy: the option.
        found: one of its words.
        answer: where that is a refusal, what it was answered with.
    """
    stated = s.binding.policy(policy)
    refused = found == REFUSES and answer is not None
    if stated is None:
        s.observed[policy] = describe(answer) if refused and answer is not None else repr(found)
    elif isinstance(stated, str):
        if found != stated:
            s.broken(f"it {stated}", f"it {found}" + (f": {told(answer)}" if answer is not None else ""))
    elif not refused or answer is None or not stated.accepts(answer):
        s.broken(str(stated), f"it {found}" + (f": {told(answer)}" if answer is not None else ""))


def has_the_key(s: UnitScenario, failed: Entry, *stored: Entry) -> bool:
    """Whether the store gave one that was stored the key that it had given in a unit that failed: it is free again."""
    repository = s.repositories[failed.path]
    key = repository.key(failed.known)
    return any(each.path == failed.path and identical(repository.key(each.known), key) for each in stored)


def one_connection(s: UnitScenario) -> bool:
    """Whether all clients share the one connection of a database in memory, so that nothing keeps them apart."""
    return hasattr(s.source.store, "connections") and not s.sees_others


def chain(error: BaseException) -> Iterator[BaseException]:
    """An error and all that led to it, as a traceback shows them."""
    seen: list[BaseException] = []
    left = [error]
    while left:
        one = left.pop()
        if any(one is each for each in seen):
            continue
        seen.append(one)
        yield one
        left += getattr(one, "exceptions", ())
        cause = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        left += [cause] if cause is not None else []


@contextmanager
def counting(s: UnitScenario) -> Iterator[Any]:
    """The count of the connections that are out of the pool, where the store keeps one; `None` elsewhere."""
    if not hasattr(s.source.store, "connections"):
        yield None
        return
    with s.source.store.connections() as counted:
        yield counted


def let_go(s: UnitScenario, *answers: Answer, counted: Any, lent: int) -> None:
    """Give up what a scenario and the frames of errors still hold.

    A unit that has replaced its connection, and a driver whose call was cancelled, leave a connection and its locks to
    the collector; in an application nothing holds them any more. To look through all that a large application has
    loaded takes half a second, so that is left out where every connection is seen to be back in the pool.

    Args:
        s: the scenario.
        answers: what came out of its units.
        counted: the count of connections, or `None`.
        lent: how many were out before.
    """
    for repository in s.repositories.values():
        repository.use(None, "")
    for answer in answers:
        if isinstance(answer, Raised):
            for error in chain(answer.error):
                traceback.clear_frames(error.__traceback__)
    gc.collect(_YOUNG)
    if counted is None or counted.out > lent:
        gc.collect()


def is_itself(answer: Answer, error: BaseException) -> bool:
    """Whether what came out of a unit is that very error."""
    return isinstance(answer, Raised) and answer.error is error


def is_among(error: BaseException, answer: Answer) -> bool:
    """Whether what came out is an error itself, alone or in a group."""
    if not isinstance(answer, Raised):
        return False
    left: list[Any] = [answer.error]
    while left:
        one = left.pop()
        if one is error:
            return True
        left += getattr(one, "exceptions", ())
    return False


def succeeded(answer: Answer | None) -> bool:
    """Whether an answer says that all is well."""
    return answer is None or isinstance(answer, Returned)
