"""cachelib's caches: in the memory of a process, and in files."""

import shutil
import tempfile
from contextlib import contextmanager
from typing import Protocol

from cachelib import file, simple
from cachelib.base import BaseCache
from cachelib.file import FileSystemCache
from cachelib.simple import SimpleCache

from dovetail import CacheContract, returns


class Clock:
    now = 1_700_000_000.0

    def __call__(self):
        return self.now

    def advance(self, seconds):
        self.now += seconds


clock = Clock()
file.time = simple.time = clock  # for good: clients in threads would take a patch from each other


class BaseCacheContract(CacheContract):
    port = BaseCache
    clock = clock
    missing = returns(None)
    missing_increment = returns(1)
    copies = "value"
    default_ttl = 300
    zero_ttl = "forever"
    negative_ttl = "gone"
    none_ttl = "default"
    sliding = False
    concurrent = True


class Opened:
    """One cache after each `clear`."""

    concurrent = True

    def __init__(self, adapter, **bound):
        self.adapter = adapter
        self.bound = bound
        self.folder = tempfile.mkdtemp()
        self.clear()

    @contextmanager
    def connect(self):
        yield self.cache

    def clear(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.cache = self.adapter(
            **self.bound, **({"cache_dir": self.folder} if self.adapter is FileSystemCache else {})
        )


class TestSimpleCache(BaseCacheContract):
    store = staticmethod(lambda: Opened(SimpleCache))


class TestBoundedSimpleCache(BaseCacheContract):
    store = staticmethod(lambda: Opened(SimpleCache, threshold=3))
    maximum = 3


class TestFileSystemCache(BaseCacheContract):
    store = staticmethod(lambda: Opened(FileSystemCache))


class Uncounted(Protocol):
    """What is left without `inc`, whose finding hides what lies behind it."""

    def get(self, key: str) -> object: ...
    def set(self, key: str, value: object, timeout: int | None = None) -> bool | None: ...
    def add(self, key: str, value: object, timeout: int | None = None) -> bool: ...
    def has(self, key: str) -> bool: ...


class TestUncountedFiles(BaseCacheContract):
    port = Uncounted
    missing_increment = None
    store = staticmethod(lambda: Opened(FileSystemCache))
