"""The migrations make the tables that the models describe, keep what is in them, and serve the adapter."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.migrations import ShopMigrationContract


class TestMigrations(ShopMigrationContract):
    @pytest.fixture
    def url(self, database: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        url = f"sqlite:///{database}"
        monkeypatch.setenv("SHOP_DATABASE_URL", url)
        return url
