"""The migrations make the tables of the models, keep what is in them, and serve the repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.migrations import LibraryMigrationContract


class TestMigrations(LibraryMigrationContract):
    @pytest.fixture
    def url(self, database: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        url = f"sqlite:///{database}"
        monkeypatch.setenv("LIBRARY_DATABASE_URL", url)
        return url
