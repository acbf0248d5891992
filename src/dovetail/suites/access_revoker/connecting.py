"""A connection of its own for another client, which gives the revoker where that is part of what is opened."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any


def revoker_of(opened: Any) -> Any:
    """The adapter in what a source opens: what it has as `revoker`, else itself."""
    return getattr(opened, "revoker", opened)


def connection(context: Any) -> Any:
    """A context manager, sync or async as the source's is, that gives the revoker."""
    return _plain(context) if hasattr(context, "__enter__") else _awaited(context)


@contextmanager
def _plain(context: Any) -> Iterator[Any]:
    with context as opened:
        yield revoker_of(opened)


@asynccontextmanager
async def _awaited(context: Any) -> AsyncIterator[Any]:
    async with context as opened:
        yield revoker_of(opened)
