"""The bare adapter behind a cache, and what stands in its place while a clause looks at what it is asked."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from typing import Any

from dovetail.suites.repository.scenario import RepositoryScenario

Around = Callable[[Callable[..., Any]], Callable[..., Any]]
"""Makes of an operation of the bare adapter what is called in its place."""


def inner_name(s: RepositoryScenario) -> str:
    """The attribute of the adapter that is the bare one; set aside where there is none."""
    cached, adapter = s.binding.cached, s.adapter
    assert cached is not None  # else no clause on caches applies
    owner = type(adapter).__name__
    if cached.inner is not None:
        if not hasattr(adapter, cached.inner):
            s.set_aside(f"{owner} has no {cached.inner}, which CachedBy(inner=...) names", left_to_another_clause=True)
        return cached.inner
    for name, held in getattr(adapter, "__dict__", {}).items():
        if all(callable(getattr(held, each, None)) for each in s.port.operations):
            return str(name)
    reason = f"no attribute of {owner} has the operations of {s.port.name}; write CachedBy(..., inner=...)"
    return s.set_aside(reason, left_to_another_clause=True)


_watching = threading.Lock()


class Watched:
    """Stands in the place of a bare adapter, and is asked in its stead."""

    def __init__(self, inner: Any, names: frozenset[str], around: Around) -> None:
        self._inner = inner
        self._names = names
        self._around = around

    def __getattr__(self, name: str) -> Any:
        held = getattr(self._inner, name)
        return self._around(held) if name in self._names else held


@contextmanager
def watched(s: RepositoryScenario, adapter: Any, name: str, around: Around) -> Iterator[None]:
    """While the block runs, the bare adapter of an open adapter is watched; once, however many clients share that."""
    with _watching:
        inner = getattr(adapter, name)
        shared = isinstance(inner, Watched)
        if not shared:
            _replace(s, adapter, name, Watched(inner, frozenset(s.port.operations), around))
    try:
        yield
    finally:
        if not shared:
            setattr(adapter, name, inner)


def _replace(s: RepositoryScenario, adapter: Any, name: str, watched_: Watched) -> None:
    try:
        setattr(adapter, name, watched_)
    except AttributeError as error:
        s.not_evaluated(f"nothing can be put in the place of {type(adapter).__name__}.{name}: {error}")


def watching(s: RepositoryScenario, name: str, around: Around) -> Callable[[], Any]:
    """What opens a connection whose bare adapter is watched, sync or async as that of the store is.

    Where there is no store, it gives the one adapter that is open, watched until it is left.
    """
    if not s.source.fresh:
        adapter = s.adapter
        return lambda: _sync(s, nullcontext(adapter), name, around)
    opened = s.source.connect()
    wrap = _sync if hasattr(opened, "__enter__") else _async
    return lambda: wrap(s, s.source.connect(), name, around)


@contextmanager
def _sync(s: RepositoryScenario, opened: Any, name: str, around: Around) -> Iterator[Any]:
    with opened as adapter, watched(s, adapter, name, around):
        yield adapter


@asynccontextmanager
async def _async(s: RepositoryScenario, opened: Any, name: str, around: Around) -> AsyncIterator[Any]:
    async with opened as adapter:
        with watched(s, adapter, name, around):
            yield adapter


def connecting(s: RepositoryScenario) -> Callable[[], Any]:
    """What opens a connection of a client's own, or gives the one adapter where there is no store."""
    if s.source.fresh:
        return s.source.connect
    adapter = s.adapter
    return lambda: nullcontext(adapter)
