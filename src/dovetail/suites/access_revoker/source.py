"""Where a revoker's adapters come from: a store, or a callable that may take a clock."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from dovetail.suites.environment.factory import Factory
from dovetail.suites.environment.source import HandedSource
from dovetail.suites.kernel.options import stated

_OFFERED = ("clock",)


def handed_source(adapter: Any, suite: str) -> HandedSource:
    """The source of adapters that a callable makes.

    Raises:
        ContractError: it is none, or needs what nobody gives.
    """
    return HandedSource(Factory(adapter, "adapter", suite, _OFFERED), adapter, suite)


def down_of(contract: Any) -> Factory:
    """What makes an adapter whose store cannot be reached.

    Raises:
        ContractError: it is no callable, or needs what nobody gives.
    """
    return Factory(stated(contract, "down"), "down", contract.__name__, _OFFERED)


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
