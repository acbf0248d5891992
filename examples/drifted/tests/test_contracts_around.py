"""What stands around the core, held to its contracts: cache, sessions, composition, migrations, front."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from dovetail import CachedBy, MigrationContract
from dovetail.stores import SqlAlchemyStore
from sqlalchemy import Engine, create_engine

from contracts.container import ShopContainerContract
from contracts.identity import ShopAccessRevokerContract, ShopIdentityProviderContract
from contracts.operations import ShopOperationsContract
from contracts.orders import OrderRepositoryContract
from drifted.adapters.cached import CachedOrders
from drifted.adapters.sql.identity import SqlIdentityProvider
from drifted.adapters.sql.models import Base
from drifted.adapters.sql.repository import SqlOrders
from drifted.composition import Shop, shop_by
from drifted.domain.orders import CustomerId, Order, OrderId

KEY = "a key of thirty-two bytes or more"
ROOT = Path(__file__).parents[1]


class TestCachedOrders(OrderRepositoryContract):
    cached = CachedBy(empty=lambda orders: orders.entries.clear())

    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[CachedOrders]:
        entries: dict[OrderId, Order | None] = {}  # one cache for all, as in the process

        def cached_orders(engine: Engine) -> CachedOrders:
            return CachedOrders(SqlOrders(engine), entries)

        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=cached_orders)


def in_a_session(sub: str, adapter: SqlIdentityProvider) -> dict[str, str]:
    """A valid token names a session that goes on."""
    return {"sid": adapter.grant(CustomerId(sub)).refresh_token.partition(".")[0]}


class TestSqlIdentityProvider(ShopIdentityProviderContract):
    key = KEY
    claims = staticmethod(in_a_session)

    @pytest.fixture
    def adapter(self, engine: Engine) -> Callable[[Callable[[], float]], SqlIdentityProvider]:
        Base.metadata.create_all(engine)

        def identity_provider(clock: Callable[[], float]) -> SqlIdentityProvider:
            return SqlIdentityProvider(engine, KEY, clock)

        return identity_provider


class TestSqlRevocation(ShopAccessRevokerContract):
    @pytest.fixture
    def store(self, engine: Engine) -> SqlAlchemyStore[SqlIdentityProvider]:
        def identity_provider(engine: Engine) -> SqlIdentityProvider:
            return SqlIdentityProvider(engine, KEY)

        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=identity_provider)


@contextmanager
def production(configuration: Mapping[str, str]) -> Iterator[Shop]:
    with shop_by(configuration) as shop:
        yield shop


class TestProduction(ShopContainerContract):
    container = production


class TestMigrations(MigrationContract):
    migrations = ROOT / "pyproject.toml"

    @pytest.fixture
    def url(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
        url = f"sqlite:///{tmp_path / 'scratch.db'}"
        monkeypatch.setenv("DRIFTED_DATABASE_URL", url)
        return url


class TestWeb(ShopOperationsContract):
    application = "drifted.entrypoints.web:create_app()"

    @pytest.fixture(scope="class")
    @classmethod
    def environment(cls, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
        url = f"sqlite:///{tmp_path_factory.mktemp('web') / 'shop.db'}"
        engine = create_engine(url)
        Base.metadata.create_all(engine)
        engine.dispose()
        return {
            "DRIFTED_DATABASE_URL": url,
            "DRIFTED_TOKEN_KEY": KEY,
            "DRIFTED_MAIL_HOST": "mail.example",
            "PYTHONPATH": str(ROOT / "src"),
        }
