"""A scratch database: emptied before each run, and refused where it holds what nobody said may be dropped."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

from dovetail.errors import ContractError
from dovetail.suites.migration.schema import postgresql, sqlite
from dovetail.suites.migration.schema.schema import Execute, Schema

KNOWN = {"sqlite": sqlite.read, "postgresql": postgresql.read}
"""The databases whose schema can be read."""
_NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
_IN_MEMORY = "/dev/shm"  # where it is there, a file in it costs no flush to disk
_SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'",
}


class Scratch:
    """What `ScratchDatabase` says of a database in a file of its own, or of one that a contract's `url` names."""

    dialect: str
    own_tables: frozenset[str]
    place: str  # its URL without a password
    errors: tuple[type[Exception], ...]  # that its driver raises where it cannot be reached
    transaction: Callable[[], AbstractContextManager[Execute]]

    def __init__(self, url: Any) -> None:
        self.sent: list[str] = []
        self._file = own_folder() / "migrations.sqlite" if url is None else None
        self._claimed = False

    @property
    def name(self) -> str:
        return _NAMES[self.dialect]

    def schema(self) -> Schema:
        with self.transaction() as execute:
            return KNOWN[self.dialect](execute, self.own_tables)

    def let_go(self) -> None:
        """Close what is open."""

    def reset(self) -> None:
        if self._file is not None:
            self.let_go()
            self._file.parent.mkdir(mode=0o700, exist_ok=True)
            self._file.unlink(missing_ok=True)
            return
        try:
            with self.transaction() as execute:
                if not self._claimed:
                    claimed(self.dialect, execute, self.place)
                    self._claimed = True
                emptied(self.dialect, execute)
        except self.errors as error:
            said = " ".join(str(getattr(error, "orig", error)).split())
            raise ContractError(
                f"the database {self.place} cannot be reached or emptied: {said}",
                "start it, or give the URL of another scratch database as url",
            ) from error

    def close(self) -> None:
        if self._file is None and self._claimed:
            self.reset()
        self.let_go()
        if self._file is not None:
            shutil.rmtree(self._file.parent, ignore_errors=True)


def claimed(dialect: str, execute: Execute, place: str) -> None:
    """Refuse a database that is not empty.

    Raises:
        ContractError: it has tables.
    """
    tables = [name for (name,) in execute(_TABLES[dialect])]
    if tables:
        raise ContractError(
            f"refusing to drop what {place} already holds: {', '.join(sorted(tables)[:3])}",
            "give the URL of an empty scratch database as url: every clause drops all that is in it",
        )


def emptied(dialect: str, execute: Execute) -> None:
    """Drop everything that is in a database."""
    if dialect == "postgresql":
        execute("SET lock_timeout = '30s'")  # an adapter that left a transaction open would be waited for for ever
        for (name,) in execute(_SCHEMAS):
            execute(f'DROP SCHEMA "{name}" CASCADE')
        execute("CREATE SCHEMA public")
        execute("RESET lock_timeout")
        return
    execute("PRAGMA defer_foreign_keys = ON")
    for kind in ("view", "trigger", "table"):
        for (name,) in execute(
            f"SELECT name FROM sqlite_master WHERE type = '{kind}' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        ):
            execute(f'DROP {kind} IF EXISTS "{name}"')


def own_folder() -> Path:
    """A folder for a database that lasts as long as a test; it is made when that is first opened."""
    memory = _IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else tempfile.gettempdir()
    return Path(memory) / f"dovetail-{uuid4().hex}"
