"""The suite of a project's Alembic migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.starting.modules import FILL_IN

if TYPE_CHECKING:
    from pathlib import Path

ALEMBIC = "alembic.ini"
_MODULE = '''\
"""The migrations, held to what they owe their data: up, down and up again, empty and with rows."""

from dovetail import MigrationContract


class TestMigrations(MigrationContract):
    migrations = "alembic.ini"
'''


def has_migrations(root: Path) -> bool:
    """Whether Alembic is configured at the top of a repository."""
    return (root / ALEMBIC).is_file()


def migrations_module(server: str) -> str:
    """The text of the suite.

    Args:
        server: the database that the tables need, where SQLite will not do.
    """
    if not server:
        return _MODULE
    said = f"the URL of an empty scratch database in {server}, since the tables have types of its own"
    return f"{_MODULE}    url = None  # {FILL_IN} {said}\n"
