"""Empties a scratch database, and refuses one that holds what nobody said may be dropped."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from uuid import uuid4

from dovetail.errors import ContractError
from dovetail.suites.migration.schema.schema import Execute

_IN_MEMORY = "/dev/shm"  # where it is there, a file in it costs no flush to disk
_SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'",
}


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
