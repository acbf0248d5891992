"""A wait for a lock of one's own is ended, and no other."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from typing import Any

import pytest

from dovetail.suites.container import stalling
from dovetail.suites.container.stalling import Stalled, awaited, ended_when_stalled


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stalling, "_SECONDS", 0.2)


def entered(lock: Any) -> None:
    with lock:
        pass


def acquired(lock: Any) -> None:
    lock.acquire()


@pytest.mark.parametrize("take", [entered, acquired])
def test_a_lock_that_is_held_already_is_told(take: Any) -> None:
    """With the way to it and its line; the handler of the signal is what it was."""
    before = signal.getsignal(signal.SIGURG)
    lock = threading.Lock()

    told = rf"{take.__name__} waits for a lock .*test_stalling.py:\d+"
    with lock, pytest.raises(Stalled, match=told), ended_when_stalled():
        take(lock)

    assert signal.getsignal(signal.SIGURG) is before


def test_who_is_slow_while_a_lock_is_held_is_left_alone() -> None:
    lock = threading.Lock()
    with lock, ended_when_stalled():
        time.sleep(0.5)


def test_a_lock_that_is_given_back_is_waited_for() -> None:
    """By a thread that has just begun."""
    lock = threading.Lock()
    lock.acquire()
    threading.Timer(0.05, lock.release).start()
    with ended_when_stalled(), lock:
        pass


def test_a_task_that_waits_for_its_own_lock_is_told() -> None:
    async def both() -> None:
        lock = asyncio.Lock()
        async with lock:
            await awaited(lock.acquire())

    with pytest.raises(Stalled, match="waits for a lock"):
        asyncio.run(both())


def test_a_task_that_sleeps_is_left_alone_and_one_that_is_cancelled_is() -> None:
    async def sleeping() -> list[Any]:
        return await awaited(asyncio.sleep(0.5, "awake"))

    async def cancelled() -> None:
        async with asyncio.timeout(0.05):
            await awaited(asyncio.sleep(30))

    assert asyncio.run(sleeping()) == ["awake"]
    with pytest.raises(TimeoutError):
        asyncio.run(cancelled())
