"""What the migrations promise to what the library holds."""

from __future__ import annotations

from pathlib import Path

from dovetail import MigrationContract


class LibraryMigrationContract(MigrationContract):
    migrations = Path(__file__).parents[1] / "pyproject.toml"
