"""Many clients at the same time: what looks and then writes does so as one step."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.cache.assertions import hit, miss, stored
from dovetail.suites.cache.preconditions import offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.concurrency.interleaving import all_at_once
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.concurrency.sharing import clients, concurrent
from dovetail.suites.kernel.check import all_of, any_of, check
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import code, identical

_CLIENTS = 8
_ROUNDS = 3
_SLOW = 3.0  # seconds, after which no further round begins: a store whose clients wait for each other has met them

Calls = list[PreparedCall]
SetUp = Callable[[CacheScenario, int], tuple[Calls, Callable[[list[Answer]], None]]]
"""Makes so many calls that race, and what judges their answers."""


@check(
    "CACHE-07",
    all_of(
        offers("get"),
        any_of(offers("add"), offers("increment"), offers("replace", "delete"), offers("pop")),
        concurrent,
    ),
    most=3,
)
def atomic_in_a_race(s: CacheScenario) -> None:
    for set_up in s.each_alone(_races(s)):
        with s.forgetting():
            _two(s, set_up)
        started = time.monotonic()
        for _ in s.each_alone(range(_ROUNDS)):
            _many(s, set_up)
            if time.monotonic() - started > _SLOW:
                break


def _races(s: CacheScenario) -> list[SetUp]:
    offered = s.binding.offers
    races: list[tuple[SetUp, bool]] = [
        (_adding, offered("add") and _tells_winners(s)),
        (_incrementing, offered("increment", "set") and s.binding.numbers),
        (_replacing, offered("replace", "delete", "set")),
        (_popping, offered("pop", "set")),
    ]
    found = [each for each, applies in races if applies]
    return found or s.set_aside("an add does not say whether it has succeeded")


def _tells_winners(s: CacheScenario) -> bool:
    """Whether an add that comes second answers otherwise than the first."""
    with s.unrecorded():
        key = s.key()
        one, other = (s.put(key, s.value(), "add") for _ in range(2))
        if s.binding.offers("delete"):
            s.does("delete", key=key)
    return _succeeded(one.answer) and not _succeeded(other.answer)


def _succeeded(answer: Answer) -> bool:
    return isinstance(answer, Returned) and answer.value not in (False, None, 0)


def _two(s: CacheScenario, set_up: SetUp) -> None:
    """Two clients, of whom one is held up in the middle of its call wherever the store allows that."""
    state: dict[str, Any] = {}

    def ready() -> None:
        state["calls"], state["judge"] = set_up(s, 2)
        s.disconnect_if_stored()

    def made() -> Race:
        ready()

        def again() -> None:
            with s.unrecorded():
                ready()

        def pair() -> Any:
            one, other = clients(s, state["calls"])
            return one, other

        def judge(answers: list[Answer]) -> None:
            state["judge"](answers)  # of the calls that were made last

        return Race(pair, judge, again)

    race(s, made)


def _many(s: CacheScenario, set_up: SetUp) -> None:
    """Eight clients who begin at once."""
    calls, judge = set_up(s, _CLIENTS)
    s.disconnect_if_stored()
    racing = clients(s, calls)
    s.say(lambda: f"# {_CLIENTS} clients at the same time: {racing[0].text()}; {racing[1].text()} ...")
    answers = all_at_once(s, racing)
    if not any(isinstance(answer, Returned) for answer in answers):
        s.not_evaluated(f"no client came through, so that nothing was raced: {answer_text(answers[0])}")
    judge(answers)


def _adding(s: CacheScenario, many: int) -> tuple[Calls, Callable[[list[Answer]], None]]:
    key, values = s.key(), [s.value() for _ in range(many)]
    calls = [s.doing("add", key=key, value=value) for value in values]

    def judge(answers: list[Answer]) -> None:
        won = [value for value, answer in zip(values, answers, strict=True) if _succeeded(answer)]
        if len(won) != 1:
            s.broken("one client adds it", f"{len(won)} of {many} did")
        hit(s, key, won[0], "the value of the client whose add succeeded")

    return calls, judge


def _incrementing(s: CacheScenario, many: int) -> tuple[Calls, Callable[[list[Answer]], None]]:
    key = s.key()
    stored(s, key, 1)
    calls = [s.doing("increment", key=key) for _ in range(many)]

    def judge(answers: list[Answer]) -> None:
        done = [answer.value for answer in answers if isinstance(answer, Returned)]
        hit(s, key, 1 + len(done), f"{len(done)} increments were answered: none may be lost")
        numbers = [each for each in done if type(each) is int]
        if len(set(numbers)) != len(numbers):
            s.broken("each increment answers another number", f"{sorted(numbers)}")

    return calls, judge


def _replacing(s: CacheScenario, many: int) -> tuple[Calls, Callable[[list[Answer]], None]]:
    key = s.key()
    stored(s, key, s.value())
    replaces = [s.doing("replace", key=key, value=s.value()) for _ in range(many - 1)]
    calls = [*replaces, s.doing("delete", key=key)]

    def judge(answers: list[Answer]) -> None:
        if isinstance(answers[-1], Returned):
            miss(s, key, "it was deleted, and a replace has brought it back")

    return calls, judge


def _popping(s: CacheScenario, many: int) -> tuple[Calls, Callable[[list[Answer]], None]]:
    key, value = s.key(), s.value()
    stored(s, key, value)
    calls = [s.doing("pop", key=key) for _ in range(many)]

    def judge(answers: list[Answer]) -> None:
        got = [each for each in answers if isinstance(each, Returned) and identical(value, each.value)]
        if len(got) != 1:
            s.broken(f"one client gets {code(value)}", f"{len(got)} of {many} did")
        miss(s, key)

    return calls, judge
