"""Stores: where an adapter keeps its data, opened as a new client would open it.

A store is `connect()`, a context manager that gives an adapter over the same data each time, and `clear()`.
SQLAlchemy and redis are imported only when a store that needs them is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dovetail.errors import ContractError
from dovetail.stores.memory import MemoryStore
from dovetail.stores.protocols import AsyncStore, Store

if TYPE_CHECKING:
    from dovetail.stores.redis import AsyncRedisStore, RedisStore
    from dovetail.stores.sql.async_store import AsyncSqlAlchemyStore
    from dovetail.stores.sql.sync_store import SqlAlchemyStore

__all__ = [
    "AsyncRedisStore",
    "AsyncSqlAlchemyStore",
    "AsyncStore",
    "MemoryStore",
    "RedisStore",
    "SqlAlchemyStore",
    "Store",
]

# Public name -> the module that defines it and the extra it needs.
_LAZY = {
    "AsyncRedisStore": ("dovetail.stores.redis", "redis"),
    "AsyncSqlAlchemyStore": ("dovetail.stores.sql.async_store", "sqlalchemy"),
    "RedisStore": ("dovetail.stores.redis", "redis"),
    "SqlAlchemyStore": ("dovetail.stores.sql.sync_store", "sqlalchemy"),
}


def __getattr__(name: str) -> Any:
    """Import the store `name` on first use, or say which extra it needs."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, extra = _LAZY[name]
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != extra:
            raise
        raise ContractError(f"{name} needs {extra}", f"pip install 'pytest-dovetail[{extra}]'") from error


def __dir__() -> list[str]:
    return sorted(__all__)
