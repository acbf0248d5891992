"""Nothing is lost between an order and its rows, in memory or in a table."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from contracts.mappers import OrderMapperContract
from shop.adapters.sql import mapper


class TestOrderMapper(OrderMapperContract):
    mapper = mapper

    @pytest.fixture
    def store(self, engine: Engine) -> Engine:
        return engine
