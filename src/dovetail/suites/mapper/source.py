"""A mapper needs no store of its own; a database may be given, for a round trip through its real tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class MapperSource:
    """What a mapper's scenarios are opened from: nothing, or the database that a contract gives.

    Attributes:
        name: the mapper's name.
        store: the SQL store, or None.
    """

    fresh = False
    separate = True
    commits = False

    def __init__(self, name: str, store: Any = None) -> None:
        self.name = name
        self.store = store
        self.fresh = store is not None

    @contextmanager
    def connect(self) -> Iterator[Any]:
        """A session, where there is a database."""
        if self.store is None:
            yield None
        else:
            with self.store.connect() as session:
                yield session

    def clear(self) -> None:
        """Empty the tables, where there are any."""
        if self.store is not None:
            self.store.clear()
