"""The shop as those see it who run it: a process, its log, its health, and its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine

from contracts.operations import ShopOperationsContract
from shop.adapters.sql.models import Base
from tests.environment import ENVIRONMENT


class TestWeb(ShopOperationsContract):
    application = "shop.entrypoints.web:create_app()"

    @pytest.fixture(scope="class")
    @classmethod
    def environment(cls, tmp_path_factory: pytest.TempPathFactory, redis_url: str) -> dict[str, str]:
        url = f"sqlite:///{tmp_path_factory.mktemp('web') / 'shop.db'}"
        engine = create_engine(url)
        Base.metadata.create_all(engine)
        engine.dispose()
        source = Path(__file__).parents[1] / "src"
        return {
            **ENVIRONMENT,
            "SHOP_DATABASE_URL": url,
            "SHOP_REDIS_URL": redis_url,
            "PYTHONPATH": str(source),
        }
