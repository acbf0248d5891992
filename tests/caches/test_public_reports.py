"""Faults that public reports describe, each in a cache of its own, and the cache as it was mended.

Bound as the documentation says, by their ports and a few lines.
"""

from __future__ import annotations

import copy
import hashlib
import pickle
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest
import redis
from hypothesis import Phase, settings

from dovetail import CacheContract, CachedBy, Report, RepositoryContract, raises, returns
from dovetail.stores import RedisStore
from zoos import report_of, told

_HOW = settings(max_examples=10, derandomize=True, database=None, phases=[Phase.generate])


class Ticker:
    """Seconds since nothing in particular."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def advance(self, seconds: float) -> None:
        self.seconds += seconds


# A memo that calls a function again where it gave None: pallets-eco/flask-caching 106.


class Memo(Protocol):
    def get(self, name: str, default: Any = None) -> Any: ...
    def set(self, name: str, value: Any, timeout: int = 300) -> None: ...
    def delete(self, name: str) -> bool: ...
    def get_or_compute(self, name: str, compute: Callable[[], Any], timeout: int = 300) -> Any: ...


class SimpleMemo:
    def __init__(self) -> None:
        self.ticker = Ticker()
        self.values: dict[str, tuple[float, bytes]] = {}

    def get(self, name: str, default: Any = None) -> Any:
        expires, pickled = self.values.get(name, (0.0, b""))
        return pickle.loads(pickled) if expires > self.ticker.seconds else default

    def set(self, name: str, value: Any, timeout: int = 300) -> None:
        self.values[name] = (self.ticker.seconds + timeout, pickle.dumps(value))

    def delete(self, name: str) -> bool:
        found = self.get(name, self) is not self
        self.values.pop(name, None)
        return found

    def get_or_compute(self, name: str, compute: Callable[[], Any], timeout: int = 300) -> Any:
        value = self.get(name)
        if value is None:
            value = compute()
            self.set(name, value, timeout)
        return value


class MendedMemo(SimpleMemo):
    def get_or_compute(self, name: str, compute: Callable[[], Any], timeout: int = 300) -> Any:
        value = self.get(name, self)
        if value is self:
            value = compute()
            self.set(name, value, timeout)
        return value


class MemoContract(CacheContract):
    port = Memo
    copies = "value"
    default_ttl = 300
    zero_ttl = "gone"
    negative_ttl = "gone"
    advance = lambda memo, seconds: memo.ticker.advance(seconds)


# Keys that are joined with colons: peterbe/django-cache-memoize 32, dgilland/cacheout 44.


class Permissions(Protocol):
    def lookup(self, key: tuple[str, str]) -> frozenset[str]: ...
    def remember(self, key: tuple[str, str], value: frozenset[str]) -> None: ...
    def forget(self, key: tuple[str, str]) -> None: ...


class NotRemembered(KeyError):
    """Nobody asked for these permissions yet."""


class JoinedPermissions:
    def __init__(self) -> None:
        self.held: dict[str, frozenset[str]] = {}

    def lookup(self, key: tuple[str, str]) -> frozenset[str]:
        try:
            return self.held[self.digest(key)]
        except KeyError:
            raise NotRemembered(key) from None

    def remember(self, key: tuple[str, str], value: frozenset[str]) -> None:
        self.held[self.digest(key)] = value

    def forget(self, key: tuple[str, str]) -> None:
        self.held.pop(self.digest(key), None)

    def digest(self, key: tuple[str, str]) -> str:
        return hashlib.sha256(":".join(key).encode("utf-8", "surrogatepass")).hexdigest()


class DelimitedPermissions(JoinedPermissions):
    def digest(self, key: tuple[str, str]) -> str:
        return hashlib.sha256(repr(key).encode("utf-8", "surrogatepass")).hexdigest()


class PermissionsContract(CacheContract):
    port = Permissions
    missing = raises(NotRemembered)
    missing_delete = returns(None)
    copies = "reference"


# A least recently used cache that hands out what it holds: repoze/repoze.lru 28.


@dataclass
class Basket:
    customer: str
    lines: list[str] = field(default_factory=list)


class Baskets(Protocol):
    def get(self, key: int) -> Basket | None: ...
    def put(self, key: int, val: Basket) -> None: ...
    def invalidate(self, key: int) -> None: ...
    def clear(self) -> None: ...


class SharedBaskets:
    def __init__(self) -> None:
        self.held: OrderedDict[int, Basket] = OrderedDict()

    def get(self, key: int) -> Basket | None:
        if key in self.held:
            self.held.move_to_end(key)
        return self.held.get(key)

    def put(self, key: int, val: Basket) -> None:
        self.held[key] = copy.deepcopy(val)
        self.held.move_to_end(key)
        if len(self.held) > 3:
            self.held.popitem(last=False)

    def invalidate(self, key: int) -> None:
        self.held.pop(key, None)

    def clear(self) -> None:
        self.held.clear()


class CopiedBaskets(SharedBaskets):
    def get(self, key: int) -> Basket | None:
        return copy.deepcopy(super().get(key))


class BasketsContract(CacheContract):
    port = Baskets
    copies = "value"
    maximum = 3


# A counter on Redis whose lifetime is set in a second step: alisaifee/limits 14.
# A clear that forgets its prefix: jazzband/django-redis 245.


class Limited(Exception):
    """The limiter cannot be asked."""


class Hits(Protocol):
    def get(self, key: str) -> int | None: ...
    def set(self, key: str, value: int, expires_in: int) -> None: ...
    def incr(self, key: str, expires_in: int) -> int: ...
    def reset(self) -> None: ...


class RedisHits:
    def __init__(self, client: Any, prefix: str = "hits") -> None:
        self.client = client
        self.prefix = prefix

    def get(self, key: str) -> int | None:
        with self.told():
            found = self.client.get(self.name(key))
        return None if found is None else int(found)

    def set(self, key: str, value: int, expires_in: int) -> None:
        with self.told():
            self.client.set(self.name(key), value, ex=expires_in)

    def incr(self, key: str, expires_in: int) -> int:
        with self.told(), self.client.pipeline(transaction=True) as pipe:
            pipe.set(self.name(key), 0, ex=expires_in, nx=True)
            pipe.incr(self.name(key))
            return int(pipe.execute()[1])

    def reset(self) -> None:
        with self.told():
            for name in list(self.client.scan_iter(f"{self.prefix}:*")):
                self.client.delete(name)

    def name(self, key: str) -> str:
        return f"{self.prefix}:{key}"

    @contextmanager
    def told(self) -> Iterator[None]:
        try:
            yield
        except redis.RedisError as error:
            raise Limited from error


class HitsForEver(RedisHits):
    def incr(self, key: str, expires_in: int) -> int:
        with self.told():
            count = int(self.client.incr(self.name(key)))
            if count == 1:
                self.client.expire(self.name(key), expires_in)
            return count


class HitsOfAll(RedisHits):
    def reset(self) -> None:
        with self.told():
            for name in list(self.client.scan_iter("*")):
                self.client.delete(name)


class HitsContract(CacheContract):
    port = Hits
    missing_increment = returns(1)
    zero_ttl = raises(Limited)
    negative_ttl = raises(Limited)
    failure = raises(Limited)
    namespaces = lambda hits, name: type(hits)(hits.client, name)


# A repository that forgets its entry before the commit: Suor/django-cacheops 22.
# One that caches what a slow reader had read before: Suor/django-cacheops 302.


@dataclass
class Setting:
    key: str
    value: str

    def become(self, value: str) -> None:
        self.value = value


class Settings(Protocol):
    def save(self, setting: Setting) -> None: ...
    def get(self, key: str) -> Setting | None: ...


class SqliteSettings:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def save(self, setting: Setting) -> None:
        self.connection.execute("REPLACE INTO settings VALUES (?, ?)", (setting.key, setting.value))

    def get(self, key: str) -> Setting | None:
        row = self.connection.execute("SELECT key, value FROM settings WHERE key = ?", (key,)).fetchone()
        return None if row is None else Setting(*row)


class Entries:
    """What all requests share: pickled settings, and how often each was written."""

    def __init__(self) -> None:
        self.pickled: dict[str, bytes] = {}
        self.written: dict[str, int] = {}


class HierarchySettings:
    """What it has written it reads past the cache, and tells the cache of it when its transaction is over."""

    def __init__(self, settings: SqliteSettings, entries: Entries) -> None:
        self.settings = settings
        self.entries = entries
        self.pending: set[str] = set()

    def get(self, key: str) -> Setting | None:
        if key in self.pending:
            return self.settings.get(key)
        if (pickled := self.entries.pickled.get(key)) is not None:
            found: Setting | None = pickle.loads(pickled)
            return found
        written = self.entries.written.get(key, 0)
        setting = self.settings.get(key)
        self.fill(key, setting, written)
        return setting

    def fill(self, key: str, setting: Setting | None, written: int) -> None:
        if self.entries.written.get(key, 0) == written:
            self.entries.pickled[key] = pickle.dumps(setting)

    def save(self, setting: Setting) -> None:
        self.settings.save(setting)
        self.pending.add(setting.key)

    def over(self) -> None:
        for key in self.pending:
            self.forget(key)
        self.pending.clear()

    def forget(self, key: str) -> None:
        self.entries.written[key] = self.entries.written.get(key, 0) + 1
        self.entries.pickled.pop(key, None)


class ForgetsAtOnce(HierarchySettings):
    def save(self, setting: Setting) -> None:
        self.settings.save(setting)
        self.forget(setting.key)


class FillsLate(HierarchySettings):
    def fill(self, key: str, setting: Setting | None, written: int) -> None:
        self.entries.pickled[key] = pickle.dumps(setting)


class RequestStore:
    """A file; each request has a transaction, which ends with it."""

    commits = True
    concurrent = True

    def __init__(self, adapter: Any, path: Path) -> None:
        self.adapter = adapter
        self.path = path
        self.entries = Entries()

    @contextmanager
    def connect(self) -> Iterator[Any]:
        connection = sqlite3.connect(self.path)
        try:
            settings = self.adapter(SqliteSettings(connection), self.entries)
            try:
                yield settings
                connection.commit()
            except BaseException:
                connection.rollback()
                raise
            finally:
                settings.over()
        finally:
            connection.close()

    def clear(self) -> None:
        connection = sqlite3.connect(self.path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT)")
        connection.execute("DELETE FROM settings")
        connection.commit()
        connection.close()


class SettingsContract(RepositoryContract):
    port = Settings
    cached = CachedBy(empty=lambda settings: settings.entries.pickled.clear())


def held(contract: Any, **opened: Any) -> Report:
    """What a suite of that contract finds; of a repository's, what is about its cache."""
    return report_of(
        contract, _HOW, lambda check: not check.clause.startswith("REPO") or check.clause >= "REPO-35", **opened
    )


@pytest.mark.parametrize(
    ("contract", "faulty", "mended", "clauses"),
    [
        (MemoContract, SimpleMemo, MendedMemo, {"CACHE-02"}),
        (PermissionsContract, JoinedPermissions, DelimitedPermissions, {"CACHE-05"}),
        (BasketsContract, SharedBaskets, CopiedBaskets, {"CACHE-04"}),
    ],
)
def test_a_reported_fault_is_found_and_its_mending_is_left_alone(
    contract: Any, faulty: Any, mended: Any, clauses: set[str]
) -> None:
    assert {each.clause for each in held(contract, adapter=faulty).findings} == clauses

    report = held(contract, adapter=mended)
    assert report.holds, told(report)


@pytest.mark.parametrize(
    ("faulty", "clause"), [(HitsForEver, "CACHE-12"), pytest.param(HitsOfAll, "CACHE-06", marks=pytest.mark.long)]
)
def test_a_reported_fault_on_redis_is_found(faulty: Any, clause: str, redis_url: str) -> None:
    store = RedisStore(redis.Redis.from_url(redis_url), adapter=faulty)

    found = held(HitsContract, store=store)

    assert {each.clause for each in found.findings} == {clause}, told(found)


def test_what_was_mended_on_redis_is_left_alone(redis_url: str) -> None:
    report = held(HitsContract, store=RedisStore(redis.Redis.from_url(redis_url), adapter=RedisHits))

    assert report.holds, told(report)


@pytest.mark.parametrize(("faulty", "clause"), [(ForgetsAtOnce, "REPO-36"), (FillsLate, "REPO-37")])
def test_a_reported_fault_of_a_cached_repository_is_found(faulty: Any, clause: str, tmp_path: Path) -> None:
    found = held(SettingsContract, store=RequestStore(faulty, tmp_path / "settings.sqlite"))

    assert clause in {each.clause for each in found.findings}, told(found)


def test_a_mended_repository_is_left_alone(tmp_path: Path) -> None:
    report = held(SettingsContract, store=RequestStore(HierarchySettings, tmp_path / "settings.sqlite"))

    assert report.holds, told(report)
