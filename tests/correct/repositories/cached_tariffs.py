"""Tariffs that are read out of a cache: over a dictionary, over SQL that commits itself, over a unit of work, async."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from sqlalchemy import JSON, Column, MetaData, String, Table, delete, event, insert, select, update
from sqlalchemy.orm import Session

from correct.repositories.databases import file_engine
from dovetail import CachedBy, RepositoryContract, raises
from dovetail.stores import MemoryStore, SqlAlchemyStore

VERSION = 2


class TariffsUnavailable(Exception):
    """Neither the store nor the cache can be asked."""


class CacheDown(Exception):
    """The cache cannot be reached."""


@dataclass
class Tariff:
    code: str
    name: str
    prices: list[int] = field(default_factory=list)

    def rename(self, name: str) -> None:
        self.name = name

    def raise_to(self, price: int) -> None:
        self.prices.append(price)


class Tariffs(Protocol):
    def save(self, tariff: Tariff) -> None: ...
    def get(self, code: str) -> Tariff | None: ...
    def delete(self, code: str) -> None: ...
    def all(self) -> list[Tariff]: ...


class SharedCache:
    """Texts by key; what is put must know the count of invalidations from before it was read."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.invalidations: Counter[str] = Counter()
        self.is_down = False
        self.lock = threading.RLock()

    def get(self, key: str) -> str | None:
        self._reached()
        return self.texts.get(key)

    def count(self, key: str) -> int:
        self._reached()
        return self.invalidations[key]

    def put(self, key: str, text: str, count: int) -> None:
        self._reached()
        with self.lock:
            if self.invalidations[key] == count:
                self.texts[key] = text

    def invalidate(self, key: str) -> None:
        self._reached()
        with self.lock:
            self.invalidations[key] += 1
            self.texts.pop(key, None)

    def clear(self) -> None:
        self.texts.clear()

    def poison(self, text: str) -> None:
        for key in self.texts:
            self.texts[key] = text

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        self.is_down = True
        try:
            yield
        finally:
            self.is_down = False

    def _reached(self) -> None:
        if self.is_down:
            raise CacheDown


def to_text(tariff: Tariff | None) -> str:
    return json.dumps({"version": VERSION, "tariff": None if tariff is None else asdict(tariff)})


def from_text(text: str) -> tuple[Tariff | None, bool]:
    """The tariff, and whether it could be read."""
    try:
        held = json.loads(text)
        if held["version"] != VERSION:
            return None, False
        return None if held["tariff"] is None else Tariff(**held["tariff"]), True
    except (ValueError, KeyError, TypeError):
        return None, False


class CachedTariffs:
    """Before any tariffs; writes take the entry out before, so that a cache that is down refuses them, and after."""

    def __init__(self, inner: Any, cache: SharedCache) -> None:
        self.inner = inner
        self.cache = cache

    def get(self, code: str) -> Tariff | None:
        try:
            text = self.cache.get(code)
            count = self.cache.count(code)
        except CacheDown:
            return self._bare(code)
        tariff, readable = from_text(text) if text is not None else (None, False)
        if readable:
            return tariff
        tariff = self._bare(code)
        self._fill(code, tariff, count)
        return tariff

    def save(self, tariff: Tariff) -> None:
        with self._writing(tariff.code):
            self.inner.save(tariff)

    def delete(self, code: str) -> None:
        with self._writing(code):
            self.inner.delete(code)

    def all(self) -> list[Tariff]:
        found: list[Tariff] = self.inner.all()
        return found

    def _bare(self, code: str) -> Tariff | None:
        found: Tariff | None = self.inner.get(code)
        return found

    def _fill(self, code: str, tariff: Tariff | None, count: int) -> None:
        self.cache.put(code, to_text(tariff), count)

    @contextmanager
    def _writing(self, code: str) -> Iterator[None]:
        self._invalidate(code)
        try:
            yield
        finally:
            self._invalidate(code)

    def _invalidate(self, code: str) -> None:
        try:
            self.cache.invalidate(code)
        except CacheDown as error:
            raise TariffsUnavailable from error


class OneLoads(CachedTariffs):
    """Those that miss at the same time wait for the one that loads."""

    def get(self, code: str) -> Tariff | None:
        with self.cache.lock:
            return super().get(code)


class InMemoryTariffs:
    def __init__(self) -> None:
        self.tariffs: dict[str, str] = {}

    def save(self, tariff: Tariff) -> None:
        self.tariffs[tariff.code] = to_text(tariff)

    def get(self, code: str) -> Tariff | None:
        text = self.tariffs.get(code)
        return None if text is None else from_text(text)[0]

    def delete(self, code: str) -> None:
        self.tariffs.pop(code, None)

    def all(self) -> list[Tariff]:
        return [tariff for text in self.tariffs.values() if (tariff := from_text(text)[0]) is not None]


metadata = MetaData()
table = Table("tariffs", metadata, Column("code", String, primary_key=True), Column("data", JSON, nullable=False))


class SqlTariffs:
    """Commits by itself, unless it is told that somebody else does."""

    def __init__(self, session: Session, *, commits: bool = True) -> None:
        self.session = session
        self.commits = commits

    def save(self, tariff: Tariff) -> None:
        with self._ended():
            data = {"name": tariff.name, "prices": tariff.prices}
            changed: Any = self.session.execute(update(table).where(table.c.code == tariff.code).values(data=data))
            if not changed.rowcount:
                self.session.execute(insert(table).values(code=tariff.code, data=data))

    def get(self, code: str) -> Tariff | None:
        row = self.session.execute(select(table).where(table.c.code == code)).first()
        if self.commits:
            self.session.rollback()
        return None if row is None else Tariff(row.code, **row.data)

    def delete(self, code: str) -> None:
        with self._ended():
            self.session.execute(delete(table).where(table.c.code == code))

    def all(self) -> list[Tariff]:
        rows = self.session.execute(select(table)).all()
        if self.commits:
            self.session.rollback()
        return [Tariff(row.code, **row.data) for row in rows]

    @contextmanager
    def _ended(self) -> Iterator[None]:
        try:
            yield
            if self.commits:
                self.session.commit()
        except BaseException:
            self.session.rollback()
            raise


class AfterTheCommit(CachedTariffs):
    """Where a unit of work commits: while it is open it reads past the cache, and takes entries out when it is over."""

    def __init__(self, session: Session, cache: SharedCache) -> None:
        super().__init__(SqlTariffs(session, commits=False), cache)
        self.written: set[str] = set()
        for ends in ("after_commit", "after_rollback"):
            event.listen(session, ends, self._over)

    def get(self, code: str) -> Tariff | None:
        return self._bare(code) if code in self.written else super().get(code)

    @contextmanager
    def _writing(self, code: str) -> Iterator[None]:
        self._invalidate(code)
        self.written.add(code)
        yield

    def _over(self, _session: Session) -> None:
        for code in self.written:
            self.cache.invalidate(code)
        self.written.clear()


class WritesThroughAfter(CachedTariffs):
    """Puts what a save has committed into the cache, where nobody else has written meanwhile."""

    def save(self, tariff: Tariff) -> None:
        super().save(tariff)
        with suppress(Exception):  # it is saved already, whatever becomes of its entry
            count = self.cache.count(tariff.code)
            self._fill(tariff.code, self._bare(tariff.code), count)


class CountsWrites(CachedTariffs):
    """An entry is of a count of writes; it is never taken out, and no longer found once that has gone on."""

    def get(self, code: str) -> Tariff | None:
        try:
            count = self.cache.count(code)
            text = self.cache.get(f"{code} {count}")
        except CacheDown:
            return self._bare(code)
        tariff, readable = from_text(text) if text is not None else (None, False)
        if not readable:
            tariff = self._bare(code)
            self.cache.put(f"{code} {count}", to_text(tariff), 0)
        return tariff


OLD = json.dumps({"version": 1, "tariff": {"code": "a", "name": "an older one"}})


class TariffContract(RepositoryContract):
    port = Tariffs
    cached = CachedBy(
        empty=lambda tariffs: tariffs.cache.clear(),
        down=lambda tariffs: tariffs.cache.unplugged(),
        poison=[lambda tariffs: tariffs.cache.poison("{"), lambda tariffs: tariffs.cache.poison(OLD)],
    )


contract = TariffContract


class InMemorySuite(TariffContract):
    adapter = staticmethod(lambda: CachedTariffs(InMemoryTariffs(), SharedCache()))


class LoadsOnceContract(TariffContract):
    cached = CachedBy(empty=lambda tariffs: tariffs.cache.clear(), loads_once=True)


class LoadsOnceSuite(LoadsOnceContract):
    adapter = staticmethod(lambda: OneLoads(InMemoryTariffs(), SharedCache()))


class OneStoreSuite(TariffContract):
    store = staticmethod(lambda: MemoryStore(lambda: CachedTariffs(InMemoryTariffs(), SharedCache())))


def store(adapter: Callable[[Any, SharedCache], Any]) -> SqlAlchemyStore[Any]:
    """Over a file, with one cache that all clients share."""
    cache = SharedCache()
    return SqlAlchemyStore(
        file_engine(), metadata=metadata, adapter=lambda session: adapter(SqlTariffs(session), cache)
    )


class SqlSuite(TariffContract):
    store = staticmethod(lambda: store(CachedTariffs))


class WritesThroughSuite(TariffContract):
    store = staticmethod(lambda: store(WritesThroughAfter))


class CountedSuite(TariffContract):
    store = staticmethod(lambda: store(CountsWrites))


def in_a_unit(adapter: Callable[[Any, SharedCache], Any]) -> SqlAlchemyStore[Any]:
    """The same, where the end of a unit of work commits."""
    cache = SharedCache()
    return SqlAlchemyStore(
        file_engine(), metadata=metadata, adapter=lambda session: adapter(session, cache), commit=True
    )


class UnitSuite(TariffContract):
    store = staticmethod(lambda: in_a_unit(AfterTheCommit))


class AsyncTariffs(Protocol):
    async def save(self, tariff: Tariff) -> None: ...
    async def get(self, code: str) -> Tariff | None: ...
    async def delete(self, code: str) -> None: ...


class AsyncInMemoryTariffs:
    def __init__(self) -> None:
        self.held = InMemoryTariffs()

    async def save(self, tariff: Tariff) -> None:
        self.held.save(tariff)

    async def get(self, code: str) -> Tariff | None:
        found = self.held.get(code)
        await asyncio.sleep(0)
        return found

    async def delete(self, code: str) -> None:
        self.held.delete(code)


class AsyncCachedTariffs:
    """The bare tariffs are `_tariffs`; one task loads, and the others wait for it."""

    def __init__(self, tariffs: Any, cache: SharedCache) -> None:
        self._tariffs = tariffs
        self.cache = cache
        self.locks: dict[str, asyncio.Lock] = {}

    async def get(self, code: str) -> Tariff | None:
        async with self.locks.setdefault(code, asyncio.Lock()):
            text = self.cache.get(code)
            if text is None:
                count = self.cache.count(code)
                text = to_text(await self._tariffs.get(code))
                self.cache.put(code, text, count)
        return from_text(text)[0]

    async def save(self, tariff: Tariff) -> None:
        await self._tariffs.save(tariff)
        self.cache.invalidate(tariff.code)

    async def delete(self, code: str) -> None:
        await self._tariffs.delete(code)
        self.cache.invalidate(code)


class AsyncTariffContract(RepositoryContract):
    port = AsyncTariffs
    failure = raises(TariffsUnavailable)
    cached = CachedBy(empty=lambda tariffs: tariffs.cache.clear(), inner="_tariffs", loads_once=True)


class AsyncSuite(AsyncTariffContract):
    adapter = staticmethod(lambda: AsyncCachedTariffs(AsyncInMemoryTariffs(), SharedCache()))
