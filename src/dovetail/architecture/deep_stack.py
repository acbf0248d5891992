"""Room for recursion: source may be nested deeper than Python by itself follows.

A chain of 1,500 attributes is a tree 1,500 deep, and so is a name that is handed on by 1,500 modules. Python compiles
both, so a run must read both.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# Python's parser may go three times as deep, and takes less than a kilobyte a level. Memory is taken when it is used.
_LEVELS = 60_000
_BYTES = 256 * 1024 * 1024


def with_deep_stack(work: Callable[[], T]) -> T:
    """Do some work where it may recurse deeply; where no such stack can be had, where it is."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 (raised again by whoever waits)
            failed.append(error)

    thread = threading.Thread(target=run, name="dovetail", daemon=True)
    levels = sys.getrecursionlimit()
    # Before the start: on a busy machine the work may be well on its way when it is this thread's turn again.
    sys.setrecursionlimit(max(levels, _LEVELS))
    try:
        started = _started(thread)
        if started:
            thread.join()
    finally:
        sys.setrecursionlimit(levels)
    if not started:
        return work()
    if failed:
        raise failed[0]
    return done[0]


def _started(thread: threading.Thread) -> bool:
    """Start a thread with a deep stack, where one can be had."""
    size = threading.stack_size()
    try:
        threading.stack_size(_BYTES)
        thread.start()
    except (RuntimeError, ValueError):
        return False
    finally:
        threading.stack_size(size)
    return True
