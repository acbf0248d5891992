"""Two writers at the same time: one of them wins, and what is stored is all of one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result
from dovetail.suites.check import check
from dovetail.suites.repository.expect import store, stored
from dovetail.suites.repository.needs import all_of, needs, racing, untracked
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.scenario import told
from dovetail.values import Picture, code, differences, identical, picture

_PATIENCE = 10.0  # seconds that one writer waits for the other


@check("REPO-25", all_of(needs("get", "save|update"), racing, untracked))
def writers_lose_nothing(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    before = stored(s, order)
    writers = [s.change(s.load(order)), s.change(s.load(order))]
    wrote = [picture(writer) for writer in writers]
    s.disconnect()
    s.say(f"# at the same time: {' and '.join(f'{s.binding.names[1]}.save({s.name_of(each)})' for each in writers)}")
    answers = _race(s, writers)
    won = [isinstance(answer, Returned) for answer in answers]
    if s.binding.version is not None and all(won):
        s.broken("one of the two is refused", "both succeed, and one is lost")
    now = stored(s, order)
    outcomes = [wrote[n] for n in range(len(writers)) if won[n]] or [before]
    found = [differences(each, now, s.binding.tolerances) for each in outcomes]
    if all(found) and not any(_same(s, now, each) for each in _in_turn(s, order, writers)):
        s.broken("all of one writer's", code(now), found[0][0].path, f"the saves: {'; '.join(map(told, answers))}")


def _same(s: RepositoryScenario, now: Picture, other: Picture | None) -> bool:
    return other is not None and identical(now, other, s.binding.tolerances)


def _in_turn(s: RepositoryScenario, order: Any, writers: list[Any]) -> Iterator[Picture | None]:
    """What the same saves come to one after the other: a fault that shows there is no fault of the race."""
    if s.binding.generates_key:
        return
    for turns in (writers[:1], writers[1:], writers, writers[::-1]):
        with s.unrecorded():
            s.disconnect()
            s.clear()
            s.add(order)
            for writer in turns:
                s.save(writer)
            yield s.get(s.key(order)).picture


def _race(s: RepositoryScenario, writers: list[Any]) -> list[Answer]:
    """What each writer's save answers, both begun at once on connections of their own."""
    if s.binding.word("save", "update").awaited:
        answers: list[Answer] = s.driver.settle(_in_tasks(s, writers))
        return answers
    start = Barrier(len(writers))
    with ThreadPoolExecutor(len(writers)) as pool:
        return list(pool.map(lambda writer: _write(s, writer, start), writers))


def _write(s: RepositoryScenario, writer: Any, start: Barrier) -> Answer:
    word = s.binding.word("save", "update")
    args, kwargs = word.arguments(**s.given(writer))
    try:
        with s.source.connect() as adapter:
            start.wait(timeout=_PATIENCE)
            value = word.function(adapter, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
        return Raised(error)
    return open_result(value) or Returned(value)


async def _in_tasks(s: RepositoryScenario, writers: list[Any]) -> list[Answer]:
    return list(await asyncio.gather(*(_write_in_task(s, writer) for writer in writers)))


async def _write_in_task(s: RepositoryScenario, writer: Any) -> Answer:
    word = s.binding.word("save", "update")
    args, kwargs = word.arguments(**s.given(writer))
    try:
        async with s.source.connect() as adapter:
            value = await word.function(adapter, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
        return Raised(error)
    return open_result(value) or Returned(value)
