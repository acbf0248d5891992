"""The mapping is in force for all tests, as it is from the start of the service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine

from warehouse.adapters.orm import map_domain

map_domain()


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()
