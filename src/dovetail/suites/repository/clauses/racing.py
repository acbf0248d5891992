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
from dovetail.suites.repository.preconditions import offers, racing, saving
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.repository.writers import Writer, writer
from dovetail.values import Picture, code, differences, identical


@check("REPO-25", all_of(offers("get"), saving, racing), most=25)
def writers_lose_nothing(s: RepositoryScenario) -> None:
    race(s, lambda: _two_writers(s))


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


def _two_writers(s: RepositoryScenario) -> Race:
    written = _set_up(s)

    def clients() -> tuple[Client, Client]:
        one, other = written.writers
        return one.client(), other.client()

    def again() -> None:
        s.begin_again(written.order)

    return Race(clients, partial(_judge, s, written), again if s.can_begin_again else None)


def _set_up(s: RepositoryScenario) -> _Written:
    """One of two changes much: what is mixed shows where both have changed the same, and one of them more than that."""
    order = s.aggregate()
    untouched = s.copy_of(order)
    store(s, order)
    before = stored(s, order)
    writers = [writer(s, order, 1), writer(s, order, 1 + s.some(3))]
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


def _in_turn(s: RepositoryScenario, written: _Written, won: list[bool]) -> Iterator[Picture | None]:
    """What the same saves come to one after the other: a fault that shows there is no fault of the written."""
    if s.binding.generates_key:
        return
    one, other = written.writers
    turns = [[one], [other], [one, other], [other, one]] if all(won) else [[each] for each in written.writers]
    for writers in turns:
        s.begin_again(written.order)
        with s.unrecorded():
            for each in writers:
                each.alone()
            yield s.get(s.key(written.order)).picture
