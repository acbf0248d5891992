"""The licensing service's tenants: an async ABC port that takes any entity, and classes that are mapped themselves."""

import os

os.environ |= {f"DATABASE_{name}": "sqlite" for name in ("DIALECT", "DRIVER", "HOST", "USER", "PASSWORD", "NAME")}
os.environ |= {f"DATABASE_{name}": "0" for name in ("PORT", "ECHO", "POOL_RECYCLE", "POOL_PRE_PING")}
os.environ |= {"DATABASE_DRIVER": "aiosqlite", "DATABASE_AUTO_FLUSH": "0", "DATABASE_EXPIRE_ON_COMMIT": "0"}

from backend.core.infra.database.metadata import metadata
from backend.domains.licensing_service.domain.services.repos.tenant_repo import TenantRepository
from backend.domains.licensing_service.infra.adapters.orm import start_mappers
from backend.domains.licensing_service.infra.repos.sqlalchemy.tenant_repo import (
    SQLAlchemyTenantRepository,
)
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool

from dovetail import RepositoryContract
from dovetail.stores import AsyncSqlAlchemyStore

start_mappers()


class TestTenants(RepositoryContract):
    port = TenantRepository

    def store():
        engine = create_async_engine("sqlite+aiosqlite://", poolclass=StaticPool)
        return AsyncSqlAlchemyStore(engine, metadata=metadata, adapter=SQLAlchemyTenantRepository, commit=True)
