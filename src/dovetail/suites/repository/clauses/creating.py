"""Two clients create aggregates with the same key or unique field at the same time: one is refused, as is stated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from dovetail.policies import Answer, Policy, Raised, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.repository.assertions import not_refused
from dovetail.suites.repository.preconditions import offers, racing, refused_twice, refusing
from dovetail.suites.repository.query_arguments import agreeing_with
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import identical, picture

_ERRORS_OF_DRIVERS = {"DBAPIError", "DatabaseError", "OperationalError", "PostgresError", "RedisError"}
_ERRORS_OF_CONSTRAINTS = {"IntegrityError", "DuplicateKeyError", "UniqueViolation", "UniqueViolationError"}


@check("REPO-32", all_of(offers("get"), racing, refusing), most=10)
def one_creator_is_refused(s: RepositoryScenario) -> None:
    assert s.absence is not None  # asked for before anybody races
    race(s, lambda: _two_creators(s))


@dataclass
class _Creators:
    """Two aggregates of which one is refused.

    Attributes:
        shared: the field on which they agree; empty where that is the key.
        policy: how the second one is refused.
        orders: the two, as they were made.
        latest: the two clients that raced last.
    """

    shared: str
    policy: Policy
    orders: tuple[Any, Any]
    latest: tuple[Client, Client] | None = None


def _two_creators(s: RepositoryScenario) -> Race:
    stated = refused_twice(s.binding)
    shared = s.one_of(sorted(stated))
    one = s.aggregate()
    creators = _Creators(shared, stated[shared], (one, agreeing_with(s, one, shared)))
    never_stored = s.absent_key()
    s.disconnect()

    def clients() -> tuple[Client, Client]:
        both = creators.orders if s.binding.mapped else tuple(map(s.copy_of, creators.orders))
        for each in both:
            s.prepare(each)
        read = s.prepared(s.binding.operation("get"), key=never_stored)
        one, other = (Client(s.source.connect, [s.adding(each)], then=read) for each in both)
        creators.latest = (one, other)
        return one, other

    return Race(clients, partial(_judge, s, creators), None if s.binding.mapped else s.begin_again)


def _judge(s: RepositoryScenario, creators: _Creators, answers: list[Answer]) -> None:
    for order, answer in zip(creators.orders, answers, strict=True):
        not_refused(s, order, creators.policy, Reply(answer))
    won = [isinstance(answer, Returned) and not creators.policy.accepts(answer) for answer in answers]
    if all(won):
        s.broken(f"one of the two is refused: {creators.policy}", "both are stored")
    assert creators.latest is not None  # they have just raced
    for answer, client, came_through in zip(answers, creators.latest, won, strict=True):
        if not came_through:
            _as_stated(s, creators, answer)
            if creators.policy.accepts(answer):
                _still_usable(s, client)
    if not s.binding.generates_key:
        _only_the_winner_is_stored(s, creators, won)


def _as_stated(s: RepositoryScenario, creators: _Creators, answer: Answer) -> None:
    """The refusal is the one that is stated; a lock that could not be had, or an outage, is another matter."""
    failure = s.binding.failure
    if creators.policy.accepts(answer) or (failure is not None and failure.accepts(answer)):
        return
    if isinstance(answer, Raised) and _is_no_refusal(answer.error):
        return
    s.broken(str(creators.policy), answer_text(answer), hint=f"both share {creators.shared or 'one key'}")


def _is_no_refusal(error: BaseException) -> bool:
    """Whether it is an error of a driver that says nothing about a constraint: a deadlock, a busy database."""
    names = {base.__name__ for base in type(error).__mro__}
    return bool(names & _ERRORS_OF_DRIVERS) and not names & _ERRORS_OF_CONSTRAINTS


def _still_usable(s: RepositoryScenario, client: Client) -> None:
    """The connection of the refused one answers as before: no failed transaction is left open."""
    if s.source.commits:  # the unit of work around it rolls back
        return
    for answer in client.afterwards:
        if isinstance(answer, Raised) and not s.is_absent(answer) and client.then is not None:
            s.say(client.then.line)
            s.broken("the connection can be used after a refusal", answer_text(answer))


def _only_the_winner_is_stored(s: RepositoryScenario, creators: _Creators, won: list[bool]) -> None:
    if not creators.shared:
        now = s.get(s.key(creators.orders[0])).picture
        one, other = (picture(each) for each in creators.orders)
        refused = other if won[0] else one
        told_apart = any(won) and not identical(one, other, s.binding.tolerances)
        if told_apart and identical(refused, now, s.binding.tolerances):
            s.broken("the one that was not refused is stored", "the refused one is stored")
        return
    for order, came_through in zip(creators.orders, won, strict=True):
        reply = s.get(s.key(order))
        if s.is_absent(reply.answer) is came_through:
            s.broken("found" if came_through else "the refused one is absent", str(reply))
