"""Where the scenarios of migrations run: one scratch database, emptied before each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dovetail.suites.kernel.source import Source
from dovetail.suites.migration.tools.tool import ScratchDatabase, Tree


class MigrationSource(Source):
    """What a suite's scenarios are opened from.

    Attributes:
        name: the tool and the database, as the reports show them.
        store: the scratch database.
    """

    fresh = True
    separate = False

    def __init__(self, tree: Tree, url: Any) -> None:
        self.store: ScratchDatabase = tree.open(url() if callable(url) and not hasattr(url, "dialect") else url)
        self.name = f"{tree.tool} on {self.store.name}"

    @contextmanager
    def connect(self) -> Iterator[ScratchDatabase]:
        """The scratch database itself."""
        yield self.store

    def clear(self) -> None:
        """Drop everything."""
        self.store.reset()
