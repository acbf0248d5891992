"""A factory that waits for a lock which it holds itself is told so, where it would otherwise wait for ever.

Only such a wait is ended: a factory that is slow, or waits for a socket, is left alone however long it takes. It is
seen in the main thread, where suites run, and in a task; elsewhere it is waited for as ever.
"""

from __future__ import annotations

import asyncio
import linecache
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

from dovetail.patience import Patience

_SECONDS = 5.0  # in one place, without a step
_TICK = 0.05
_SIGNAL = getattr(signal, "SIGURG", None)  # one that comes late does nothing: it is ignored where nobody handles it
_LOCK = type(threading.Lock())
_TAKING = re.compile(r"with\b([^:]*)|([\w.]+)\.acquire\(|([\w.]+)$")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_FRAMES = 8  # that a message names at most


class Stalled(RuntimeError):  # noqa: N818 - what is raised in the place of an answer that never comes
    """Something waits for a lock that only itself could give back."""


@contextmanager
def ended_when_stalled() -> Iterator[None]:
    """Inside, the main thread is told by `Stalled` that it waits for a lock which nobody gives back."""
    if _SIGNAL is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    watch = _Watch(threading.get_ident(), _SIGNAL)
    before = signal.signal(_SIGNAL, watch.tell)
    watch.start()
    try:
        yield
    finally:
        watch.end()
        signal.signal(_SIGNAL, before)


async def awaited(given: Any) -> list[Any]:
    """What an awaitable gives, in a list, since a stream that it gives is not to be drained.

    Raises:
        Stalled: it waits for a lock of `asyncio` that nobody gives back.
    """
    task: Any = asyncio.current_task()
    found: list[Stalled] = []
    watch = asyncio.ensure_future(_cancelled_when_stalled(task, found))
    try:
        return [await given]
    except asyncio.CancelledError:
        if not found:
            raise
        task.uncancel()
        raise found[0] from None
    finally:
        watch.cancel()


class _Watch(threading.Thread):
    """Looks at one thread from another one."""

    def __init__(self, watched: int, number: int) -> None:
        super().__init__(name="dovetail-stalling", daemon=True)
        self._watched = watched
        self._number = number
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._found: Stalled | None = None

    def tell(self, _number: int, _frame: Any) -> None:
        """What the watched thread does when it is told."""
        if self._found is not None and not self._ended.is_set():
            raise self._found

    def end(self) -> None:
        with self._lock:
            self._ended.set()

    def run(self) -> None:
        frame, place = None, -1
        patience = _patience()
        while not self._ended.wait(_TICK):
            now = sys._current_frames().get(self._watched)  # noqa: SLF001 - the only way to see where another thread is
            if now is None or now is not frame or now.f_lasti != place:
                frame, place = now, -1 if now is None else now.f_lasti
                patience = _patience()
            elif patience.is_over():
                with self._lock:
                    if not self._ended.is_set() and _waits_for_a_lock(now):
                        self._found = _stalled(_frames_of(now))
                        signal.pthread_kill(self._watched, self._number)
                        return
                patience = _patience()


def _patience() -> Patience:
    """How long something may stay in one place."""
    return Patience(_SECONDS, longest=2 * _TICK)


async def _cancelled_when_stalled(task: asyncio.Task[Any], found: list[Stalled]) -> NoReturn:
    """Cancel a task that stays where it awaits a lock; what it is to be told is put into `found`."""
    last: list[FrameType] = []
    patience = _patience()
    while True:
        await asyncio.sleep(_TICK)
        frames = list(_suspended(task.get_coro()))
        if not frames or frames != last:
            last, patience = frames, _patience()
        elif frames[-1].f_code is asyncio.Lock.acquire.__code__ and patience.is_over():
            found.append(_stalled(frames[:-1]))
            task.cancel()


def _waits_for_a_lock(frame: FrameType) -> bool:
    """Whether what a frame does just now is to take a lock that is taken already."""
    code = frame.f_code
    line, last, begin, end = list(code.co_positions())[frame.f_lasti // 2]
    if line is None or begin is None:
        return False
    text = linecache.getline(code.co_filename, line).encode()[begin : end if last == line else None].decode()
    taking = _TAKING.match(text)
    names = _NAME.findall("".join(filter(None, taking.groups()))) if taking else []
    return any(isinstance(each, _LOCK) and each.locked() for each in (_value(frame, name) for name in names))


def _value(frame: FrameType, name: str) -> Any:
    first, *attributes = name.split(".")
    value = frame.f_locals.get(first, frame.f_globals.get(first))
    with suppress(Exception):  # whatever a property raises
        for each in attributes:
            value = getattr(value, each)
    return value


def _frames_of(frame: FrameType | None) -> list[FrameType]:
    """A frame and those that called it, the outermost first."""
    frames: list[FrameType] = []
    while frame is not None:
        frames.insert(0, frame)
        frame = frame.f_back
    return frames


def _suspended(coroutine: Any) -> Iterator[FrameType]:
    """The frames of a coroutine and of what it awaits, the outermost first."""
    while (frame := getattr(coroutine, "cr_frame", None)) is not None:
        yield frame
        coroutine = coroutine.cr_await


def _stalled(frames: list[FrameType]) -> Stalled:
    """Names the project's way to the lock: what comes before is dovetail's."""
    own = [number for number, each in enumerate(frames) if each.f_globals.get("__name__", "").startswith("dovetail.")]
    way = frames[own[-1] + 1 if own else 0 :][-_FRAMES:]
    inner = frames[-1]
    called = " > ".join(each.f_code.co_qualname for each in way)
    return Stalled(f"{called} waits for a lock that it holds itself: {inner.f_code.co_filename}:{inner.f_lineno}")
