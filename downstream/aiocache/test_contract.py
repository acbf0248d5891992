"""aiocache's cache in the memory of a process: async, its port the base class, a namespace with each call."""

from aiocache import SimpleMemoryCache
from aiocache.base import BaseCache

from dovetail import CacheContract, returns


class BaseCacheContract(CacheContract):
    port = BaseCache
    missing_delete = returns(0)
    missing_increment = returns(1)
    copies = "reference"
    concurrent = True


class TestMemory(BaseCacheContract):
    adapter = SimpleMemoryCache


class TestBoundedMemory(BaseCacheContract):
    adapter = staticmethod(lambda: SimpleMemoryCache(maxsize=3))
    maximum = 3
    none = "a miss"
