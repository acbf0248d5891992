"""The migrations make the tables that the models describe."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect

from shop.adapters.sql.models import Base

HERE = Path(__file__).parent.parent


@pytest.fixture
def alembic(database: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("SHOP_DATABASE_URL", f"sqlite:///{database}")
    return Config(toml_file=HERE / "pyproject.toml")


def test_the_newest_migration_gives_the_tables_of_the_models(alembic: Config, engine: Engine) -> None:
    """Alembic finds nothing left to do, types, keys and indexes included."""
    command.upgrade(alembic, "head")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_migrations_can_be_taken_back(alembic: Config, engine: Engine) -> None:
    """Nothing of ours remains."""
    command.upgrade(alembic, "head")
    command.downgrade(alembic, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
