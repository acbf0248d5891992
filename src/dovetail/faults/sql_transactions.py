"""See which transactions are open in a SQL database, and whether one is open where somebody stands."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from dovetail.faults.sql import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

_NUMBERS = count(1)
_BEGUN_HERE: ContextVar[frozenset[int]] = ContextVar("_BEGUN_HERE", default=frozenset())
"""The numbers of the transactions begun in this thread or task, or in the one that has started it."""


class Transactions:
    """The transactions of an engine that somebody has begun and not ended.

    Attributes:
        begun: how many were begun.
    """

    def __init__(self) -> None:
        self.begun = 0
        # By connection, and no longer than that lives: another one may get its place in memory, and so its `id`.
        self._open: WeakKeyDictionary[Connection, int] = WeakKeyDictionary()

    @property
    def open(self) -> int:
        """How many are open."""
        return len(self._open)

    @property
    def open_here(self) -> int:
        """How many are open that were begun in this thread or task, or before it was started in the one that did so."""
        return len(_BEGUN_HERE.get().intersection(self._open.values()))

    def begin(self, connection: Connection) -> None:
        """Note that a connection has begun one; in autocommit each statement is its own, and none is open."""
        self.begun += 1
        if not _commits_each_statement(connection):
            number = self._open[connection] = next(_NUMBERS)
            _BEGUN_HERE.set(_BEGUN_HERE.get().intersection(self._open.values()) | {number})

    def end(self, connection: Connection) -> None:
        self._open.pop(connection, None)


@contextmanager
def counting_transactions(engine: Engine) -> Iterator[Transactions]:
    """Count the transactions that are begun and ended, from here on."""
    counted = Transactions()
    with listening(engine, begin=counted.begin, commit=counted.end, rollback=counted.end):
        yield counted


def _commits_each_statement(connection: Connection) -> bool:
    level = connection.get_execution_options().get("isolation_level")
    level = level or getattr(connection.dialect, "_on_connect_isolation_level", None)
    return str(level).upper() == "AUTOCOMMIT"
