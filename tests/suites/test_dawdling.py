"""Threads that take their time between an adapter's steps meet in the middle of them."""

from __future__ import annotations

import sqlite3
import sys
import time

from dovetail.suites.kernel.dawdling import Dawdling


class Adapter:
    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")

    def read(self) -> int:
        return int(self.connection.execute("SELECT 1").fetchone()[0])


def _seconds(adapter: Adapter) -> float:
    start = time.perf_counter()
    for _ in range(3):
        adapter.read()
    return time.perf_counter() - start


def test_the_adapters_own_calls_take_longer() -> None:
    """And are as fast as ever afterwards."""
    adapter, dawdling = Adapter(), Dawdling()
    usual = sys.getprofile()

    dawdling.begin()
    slow = _seconds(adapter)
    dawdling.end()

    assert slow > 3 * 2 * 0.0003
    assert sys.getprofile() is usual


def test_what_python_does_by_itself_does_not() -> None:
    """A list or a dictionary is no step of an adapter; a client pauses a bounded number of times."""
    dawdling = Dawdling()

    dawdling.begin()
    for each in range(1000):
        [0].append(each)
    dawdling.end()
    assert dawdling._left == 60

    dawdling.begin()
    adapter = Adapter()
    for _ in range(100):
        adapter.read()
    dawdling.end()
    assert dawdling._left == 0
