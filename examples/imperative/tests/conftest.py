"""The mapping is in force for all tests, as it is from the start of the service."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine

from warehouse.adapters.orm import map_domain

map_domain()

settings.register_profile("glance", max_examples=2)  # after every change of dovetail itself


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()
