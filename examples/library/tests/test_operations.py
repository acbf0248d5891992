"""The book drop as those see it who run it: a process, its log, and its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from contracts.operations import BookDropContract
from library.adapters.sql.models import Base
from tests.conftest import CARD_KEY


class TestBookDrop(BookDropContract):
    application = "library.entrypoints.book_drop:run"

    @pytest.fixture(scope="class")
    @classmethod
    def environment(cls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
        url = f"sqlite:///{tmp_path_factory.mktemp('drop') / 'library.db'}"
        engine = create_engine(url)
        Base.metadata.create_all(engine)
        engine.dispose()
        return {
            "LIBRARY_DATABASE_URL": url,
            "LIBRARY_REDIS_URL": "unix:///nowhere/redis.sock",
            "LIBRARY_CARD_KEY": CARD_KEY,
            "PYTHONPATH": str(Path(__file__).parents[1] / "src"),
        }
