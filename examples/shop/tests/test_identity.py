"""Tokens are forged and stolen, and nobody comes in who was not let in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine, create_engine

from contracts.identity import ShopAccessRevokerContract, ShopIdentityProviderContract
from shop.adapters.sql.identity import SqlIdentityProvider
from shop.adapters.sql.models import Base
from shop.domain.orders import CustomerId

KEY = "a key of thirty-two bytes or more"


def in_a_session(sub: str, adapter: SqlIdentityProvider) -> dict[str, str]:
    """A valid token names a session that goes on."""
    access = adapter.grant(CustomerId(sub))
    return {"sid": access.refresh_token.partition(".")[0]}


class TestSqlIdentityProvider(ShopIdentityProviderContract):
    key = KEY
    claims = staticmethod(in_a_session)
    down = staticmethod(lambda: SqlIdentityProvider(create_engine("sqlite:////nowhere/shop.db"), KEY))

    @pytest.fixture
    def adapter(self, engine: Engine) -> Callable[[Callable[[], float]], SqlIdentityProvider]:
        Base.metadata.create_all(engine)

        def identity_provider(clock: Callable[[], float]) -> SqlIdentityProvider:
            return SqlIdentityProvider(engine, KEY, clock)

        return identity_provider


class TestSqlRevocation(ShopAccessRevokerContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[SqlIdentityProvider]:
        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=partial(SqlIdentityProvider, key=KEY))
