"""Nobody can tell that there is a cache before the closures, whatever becomes of Redis."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from dovetail import CachedBy
from dovetail.stores import SqlAlchemyStore
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from contracts.commands import ClosuresContract
from library.adapters.cached import CachedClosures
from library.adapters.sql.closures import SqlClosures
from library.adapters.sql.models import Base

NOWHERE = Redis(unix_socket_path="/nowhere", retry=Retry(NoBackoff(), 0))


def empty(closures: CachedClosures) -> None:
    closures.client.flushdb()


@contextmanager
def down(closures: CachedClosures) -> Iterator[None]:
    with patch.object(closures.client, "connection_pool", NOWHERE.connection_pool):
        yield


def overwrite(closures: CachedClosures, document: bytes) -> None:
    for key in closures.client.scan_iter("closures:*"):
        closures.client.set(key, document)


class TestCachedClosures(ClosuresContract):
    cached = CachedBy(
        empty=empty,
        down=down,
        poison=[
            lambda closures: overwrite(closures, b"\x80\x05"),
            lambda closures: overwrite(closures, b'{"reason": "as the first version wrote it"}'),
        ],
    )

    @pytest.fixture
    def store(self, engine: Engine, redis: Redis) -> SqlAlchemyStore[CachedClosures]:
        def closures(session: Session) -> CachedClosures:
            return CachedClosures(SqlClosures(session), session, redis)

        return SqlAlchemyStore(engine, metadata=Base.metadata, adapter=closures, commit=True)
