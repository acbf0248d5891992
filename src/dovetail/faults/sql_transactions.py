"""See which transactions are open in a SQL database, and whether one is open where somebody stands."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_BEGUN_HERE: ContextVar[frozenset[int]] = ContextVar("_BEGUN_HERE", default=frozenset())
"""The connections that have begun a transaction in this thread or task, or in the one that has started it."""


class Transactions:
    """The transactions of an engine that somebody has begun and not ended.

    Attributes:
        begun: how many were begun.
    """

    def __init__(self) -> None:
        self.begun = 0
        self._open: set[int] = set()

    @property
    def open(self) -> int:
        """How many are open."""
        return len(self._open)

    @property
    def open_here(self) -> int:
        """How many are open that were begun in this thread or task, or before it was started in the one that did so."""
        return len(self._open & _BEGUN_HERE.get())

    def begin(self, connection: Any) -> None:
        """Note that a connection has begun one; in autocommit each statement is its own, and none is open."""
        self.begun += 1
        if not _commits_each_statement(connection):
            self._open.add(id(connection))
            _BEGUN_HERE.set(_BEGUN_HERE.get() & self._open | {id(connection)})

    def end(self, connection: Any) -> None:
        """Note that a connection has ended its own."""
        self._open.discard(id(connection))


@contextmanager
def counting_transactions(engine: Engine) -> Iterator[Transactions]:
    """Count the transactions that are begun and ended, from here on."""
    counted = Transactions()
    events = {"begin": counted.begin, "commit": counted.end, "rollback": counted.end}
    for name, note in events.items():
        event.listen(engine, name, note)
    try:
        yield counted
    finally:
        for name, note in events.items():
            event.remove(engine, name, note)


def _commits_each_statement(connection: Any) -> bool:
    level = connection.get_execution_options().get("isolation_level")
    level = level or getattr(connection.dialect, "_on_connect_isolation_level", None)
    return str(level).upper() == "AUTOCOMMIT"
