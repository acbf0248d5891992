"""Two writers at the same time: one of them wins, and what is stored is all of one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.merging import explained
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.repository.assertions import store, stored
from dovetail.suites.repository.inference.effects import Effect
from dovetail.suites.repository.preconditions import changing, offers, racing, racing_by_key, saving
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.writers import Performing, Writer, writer
from dovetail.values import Picture, code, differences, identical


@check("REPO-25", all_of(offers("get"), changing, racing, racing_by_key), most=18)
def writers_lose_nothing(s: RepositoryScenario) -> None:
    effects = _by_key(s)
    saves = saving(s.binding, s.source) is None
    by_effects = bool(effects) and (not saves or s.some(1) == 1)
    race(s, lambda: _two_writers(s, by_effects=by_effects))


def _by_key(s: RepositoryScenario) -> list[Effect]:
    """The operations that change what is stored under a key, where it can be seen what two of them come to in turn.

    One that takes the aggregate itself may write what its caller had loaded, as a save does.
    """
    if s.binding.generates_key or not s.can_begin_again:
        return []
    return [each for each in s.told_effects if not each.takes_aggregate]


@dataclass
class _Written:
    """One aggregate and two writers, each with a change of its own.

    Attributes:
        order: the aggregate before its first save.
        before: what is stored before the two save.
        writers: the two.
    """

    order: Any
    before: Picture
    writers: list[Writer]

    @property
    def wrote(self) -> list[Picture]:
        """What each of the two saves."""
        return [each.wrote for each in self.writers]


def _two_writers(s: RepositoryScenario, *, by_effects: bool) -> Race:
    written = _set_up(s, by_effects=by_effects)
    judge = _each_counts if by_effects else _judge

    def clients() -> tuple[Client, Client]:
        one, other = written.writers
        return one.client(), other.client()

    def again() -> None:
        s.begin_again(written.order)

    return Race(clients, partial(judge, s, written), again if s.can_begin_again else None)


def _set_up(s: RepositoryScenario, *, by_effects: bool) -> _Written:
    """One of two changes much: what is mixed shows where both have changed the same, and one of them more than that."""
    order = s.aggregate()
    untouched = s.copy_of(order)
    store(s, order)
    before = stored(s, order)
    writers: list[Writer] = []
    if by_effects:
        writers += [Performing(s, order, s.one_of(_by_key(s))) for _ in range(2)]
    else:
        writers += [writer(s, order, 1), writer(s, order, 1 + s.some(3))]
    s.disconnect()
    return _Written(order if s.binding.generates_key else untouched, before, writers)


def _judge(s: RepositoryScenario, written: _Written, answers: list[Answer]) -> None:
    won = [isinstance(answer, Returned) for answer in answers]
    if s.binding.version is not None and all(won) and _on_one_version(written.writers):
        s.broken("one of the two is refused", "both succeed, and one is lost")
    reply = s.get(s.key(written.order))
    now = None if s.is_absent(reply.answer) else reply.picture
    outcomes = [written.wrote[n] for n in range(2) if won[n]] or [written.before]
    if any(_same(s, now, each) for each in outcomes) or (all(won) and _explained(s, written, now)):
        return
    if not any(_same(s, now, each) for each in _in_turn(s, written, won)):
        path = differences(outcomes[0], now, s.binding.tolerances)[0].path if now is not None else ""
        got = str(reply) if now is None else code(now)
        s.broken("all of one writer's", got, path, f"the saves: {'; '.join(map(answer_text, answers))}")


def _each_counts(s: RepositoryScenario, written: _Written, answers: list[Answer]) -> None:
    """Neither of two has loaded what it changes: both that succeeded count, as one after the other."""
    won = [isinstance(answer, Returned) for answer in answers]
    reply = s.get(s.key(written.order))
    now = None if s.is_absent(reply.answer) else reply.picture
    in_turn = [*_in_turn(s, written, won, both=True)] if any(won) else [written.before]
    if not any(_same(s, now, each) for each in in_turn):
        expected = " or ".join(sorted({"absent" if each is None else code(each) for each in in_turn}))
        hint = f"what each answered: {'; '.join(map(answer_text, answers))}"
        s.broken(f"{expected}, as one after the other", str(reply) if now is None else code(now), hint=hint)


def _on_one_version(writers: list[Writer]) -> bool:
    """Whether both saves count, and neither loaded what the other one had saved."""
    one, other = writers
    return one.counted and other.counted and identical(one.based_on, other.based_on)


def _same(s: RepositoryScenario, now: Picture | None, other: Picture | None) -> bool:
    if now is None or other is None:
        return now is other
    return identical(now, other, s.binding.tolerances)


def _explained(s: RepositoryScenario, written: _Written, now: Picture | None) -> bool:
    """Whether one change came on top of the other, as it does where an adapter writes only what it finds to differ."""
    tolerated = {re.split(r"[.\[]", path.lstrip("."))[0] for path in s.binding.tolerances}
    return now is not None and explained(written.before, written.wrote, now, tolerated)


def _in_turn(
    s: RepositoryScenario, written: _Written, won: list[bool], *, both: bool = False
) -> Iterator[Picture | None]:
    """What the same writes come to one after the other: a fault that shows there is no fault of the race.

    Args:
        s: the scenario.
        written: what was written, and by whom.
        won: whose write succeeded.
        both: whether both must count, where both succeeded.
    """
    if s.binding.generates_key:
        return
    one, other = written.writers
    alone, after_another = [[one], [other]], [[one, other], [other, one]]
    turns = alone if not all(won) else after_another if both else [*alone, *after_another]
    for writers in turns:
        s.begin_again(written.order)
        with s.unrecorded():
            for each in writers:
                each.alone()
            yield s.get(s.key(written.order)).picture
