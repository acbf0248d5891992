"""Nothing of a batch is forgotten by its mapping, in memory or in a table."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from contracts.mappers import BatchMappingContract


class TestBatchMapping(BatchMappingContract):
    @pytest.fixture
    def store(self, engine: Engine) -> Engine:
        return engine
