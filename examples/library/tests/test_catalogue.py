"""The catalogue agrees with what the command side has committed."""

from __future__ import annotations

from typing import Any

import pytest
from dovetail import beside
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from contracts.queries import CatalogueContract
from library.adapters.sql.books import SqlBooks
from library.adapters.sql.catalogue import SqlCatalogue
from library.adapters.sql.models import Base
from library.adapters.sql.transaction import CollectedEvents


def books(session: Session) -> SqlBooks:
    return SqlBooks(session, CollectedEvents())


class TestSqlCatalogue(CatalogueContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[Any]:
        opened = beside(SqlCatalogue, books=books)
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=opened, commit=True)
