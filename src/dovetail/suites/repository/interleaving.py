"""Two clients that save at the same time: one is held up in the middle while the other one saves, or both just run."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from dovetail.faults.pause import Pause
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import open_result
from dovetail.suites.repository.outages import proxied
from dovetail.suites.repository.scenario import RepositoryScenario

_PATIENCE = 10.0  # seconds that one client waits for the other to begin
_TICK = 0.001

Pausing = Callable[[int], Any]
"""A context manager that holds one client up before the nth thing that it sends."""


@contextmanager
def pausing(s: RepositoryScenario) -> Iterator[Pausing | None]:
    """How the store can hold one of its clients up, if it can."""
    store = s.source.store
    if hasattr(store, "pausing"):
        yield store.pausing
    elif getattr(store, "remote", False):
        with proxied(s) as proxy:
            yield proxy.pausing
    else:
        yield None


def interleaved(s: RepositoryScenario, pause: Pause, held_up: Any, other: Any) -> list[Answer] | None:
    """What both saves answer where the other one runs while the first is held up; None where it ends before that."""
    if s.binding.word("save", "update").awaited:
        answers: list[Answer] | None = s.driver.settle(_interleaved_tasks(s, pause, held_up, other))
        return answers
    with ThreadPoolExecutor(2) as pool:
        try:
            first = pool.submit(_save, s, held_up, pause.begin)
            while not (pause.held or first.done()):
                time.sleep(_TICK)
            if not pause.held:
                return None
            second = pool.submit(_save, s, other)
            while not (second.done() or pause.in_the_way):
                time.sleep(_TICK)
        finally:
            pause.go_on()
        return [first.result(), second.result()]


async def _interleaved_tasks(s: RepositoryScenario, pause: Pause, held_up: Any, other: Any) -> list[Answer] | None:
    first = asyncio.ensure_future(_save_in_task(s, held_up, pause.begin))
    try:
        while not (pause.held or first.done()):
            await asyncio.sleep(_TICK)
        if not pause.held:
            return None
        second = asyncio.ensure_future(_save_in_task(s, other))
        while not (second.done() or pause.in_the_way):
            await asyncio.sleep(_TICK)
    finally:
        pause.go_on()
    return [await first, await second]


def at_once(s: RepositoryScenario, one: Any, other: Any) -> list[Answer]:
    """What both saves answer, both begun at once."""
    if s.binding.word("save", "update").awaited:
        answers: list[Answer] = s.driver.settle(_tasks_at_once(s, one, other))
        return answers
    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda writer: _save(s, writer, lambda: start.wait(_PATIENCE)), (one, other)))


async def _tasks_at_once(s: RepositoryScenario, one: Any, other: Any) -> list[Answer]:
    return list(await asyncio.gather(_save_in_task(s, one), _save_in_task(s, other)))


def _nothing() -> None:
    """There is nothing to be done before a save begins."""


def _save(s: RepositoryScenario, aggregate: Any, begin: Callable[[], object] = _nothing) -> Answer:
    """What a save answers through a connection of its own; what closing that does is part of it."""
    word = s.binding.word("save", "update")
    args, kwargs = word.arguments(**s.given(aggregate))
    try:
        with s.source.connect() as adapter:
            begin()
            value = word.function(adapter, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
        return Raised(error)
    return open_result(value) or Returned(value)


async def _save_in_task(s: RepositoryScenario, aggregate: Any, begin: Callable[[], object] = _nothing) -> Answer:
    word = s.binding.word("save", "update")
    args, kwargs = word.arguments(**s.given(aggregate))
    try:
        async with s.source.connect() as adapter:
            begin()
            value = await word.function(adapter, *args, **kwargs)
    except Exception as error:  # noqa: BLE001 - whatever an adapter raises is its answer
        return Raised(error)
    return open_result(value) or Returned(value)
