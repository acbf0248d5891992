"""Two writers at the same time: one of them wins, and what is stored is all of one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.check import check
from dovetail.suites.repository.expect import store, stored
from dovetail.suites.repository.interleaving import Pausing, at_once, interleaved, pausing
from dovetail.suites.repository.merging import explained
from dovetail.suites.repository.needs import all_of, needs, racing, untracked
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.scenario import told
from dovetail.values import Picture, code, differences, identical, picture

_LATEST = 6  # where a race cannot be set up again, before what one writer may be held up
_MOST = 30


@check("REPO-25", all_of(needs("get", "save|update"), racing, untracked), most=25)
def writers_lose_nothing(s: RepositoryScenario) -> None:
    with pausing(s) as holds:
        race = _set_up(s)
        if holds is None:
            s.say(f"# at the same time: {' and '.join(_save(s, each) for each in race.writers)}")
            _judge(s, race, at_once(s, *race.writers))
        elif s.can_begin_again:
            _interleave_everywhere(s, race, holds)
        else:
            _interleave(s, race, holds, 2 + s.some(_LATEST - 2))


@dataclass
class _Race:
    """One aggregate and two writers, each with a change of its own.

    Attributes:
        order: the aggregate before its first save.
        before: what is stored before the race.
        writers: what each of the two saves.
        wrote: the same, as pictures.
    """

    order: Any
    before: Picture
    writers: list[Any]
    wrote: list[Picture]


def _set_up(s: RepositoryScenario) -> _Race:
    order = s.aggregate()
    untouched = s.copy_of(order)
    store(s, order)
    before = stored(s, order)
    mine, theirs = s.load(order), s.load(order)
    writers = [s.change(mine), _changed(s, theirs)]
    s.disconnect()
    return _Race(order if s.binding.generates_key else untouched, before, writers, [picture(each) for each in writers])


def _changed(s: RepositoryScenario, order: Any) -> Any:
    """One of two changes much: what is mixed shows where both have changed the same, and one of them more than that."""
    order = s.change(order)
    for _ in range(s.some(3)):
        order = s.change(order, needed=False)
    return order


def _interleave_everywhere(s: RepositoryScenario, race: _Race, holds: Pausing) -> None:
    """Hold the first writer up in each place in turn, and set up the race again after each."""
    number: int | None = 2  # held up before the first statement, it would just be the second to save
    while number is not None and number <= _MOST:
        said = len(s.lines)
        number = _interleave(s, race, holds, number)
        del s.lines[said:]
        if number is not None:
            s.begin_again(race.order)


def _interleave(s: RepositoryScenario, race: _Race, holds: Pausing, number: int) -> int | None:
    """Hold the first writer up once; where to hold it up next, if anywhere."""
    writers = [s.copy_of(each) for each in race.writers]
    held_up, other = (_save(s, each) for each in race.writers)
    with holds(number) as pause:
        s.say(lambda: f"# while {held_up} is held up before it sends: {_short(pause.about)}")
        s.say(f"# another client: {other}")
        answers = interleaved(s, pause, *writers)
    if answers is None:
        return None
    _judge(s, race, answers)
    following: int | None = pause.next
    return following


def _judge(s: RepositoryScenario, race: _Race, answers: list[Answer]) -> None:
    won = [isinstance(answer, Returned) for answer in answers]
    if s.binding.version is not None and all(won):
        s.broken("one of the two is refused", "both succeed, and one is lost")
    reply = s.get(s.key(race.writers[0]))
    now = None if s.is_absent(reply.answer) else reply.picture
    outcomes = [race.wrote[n] for n in range(2) if won[n]] or [race.before]
    if any(_same(s, now, each) for each in outcomes) or (all(won) and _explained(s, race, now)):
        return
    if not any(_same(s, now, each) for each in _in_turn(s, race, won)):
        path = differences(outcomes[0], now, s.binding.tolerances)[0].path if now is not None else ""
        got = str(reply) if now is None else code(now)
        s.broken("all of one writer's", got, path, f"the saves: {'; '.join(map(told, answers))}")


def _same(s: RepositoryScenario, now: Picture | None, other: Picture | None) -> bool:
    if now is None or other is None:
        return now is other
    return identical(now, other, s.binding.tolerances)


def _explained(s: RepositoryScenario, race: _Race, now: Picture | None) -> bool:
    """Whether one change came on top of the other, as it does where an adapter writes only what it finds to differ."""
    tolerated = {re.split(r"[.\[]", path.lstrip("."))[0] for path in s.binding.tolerances}
    return now is not None and explained(race.before, race.wrote, now, tolerated)


def _in_turn(s: RepositoryScenario, race: _Race, won: list[bool]) -> Iterator[Picture | None]:
    """What the same saves come to one after the other: a fault that shows there is no fault of the race."""
    if s.binding.generates_key:
        return
    one, other = race.writers
    turns = [[one], [other], [one, other], [other, one]] if all(won) else [[each] for each in race.writers]
    for writers in turns:
        s.begin_again(race.order)
        with s.unrecorded():
            for writer in writers:
                s.save(s.copy_of(writer))
            yield s.get(s.key(race.order)).picture


def _save(s: RepositoryScenario, writer: Any) -> str:
    return f"{s.binding.names[1]}.{s.binding.word('save', 'update').name}({s.name_of(writer)})"


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
