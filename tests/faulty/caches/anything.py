"""Mistakes of caches in the process."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from correct.caches.anything import MemoryCache, contract

__all__ = ["contract"]


class WritesJson(MemoryCache):
    """CACHE-01, CACHE-04, CACHE-08: tuples come back as lists, and numbers that are keys as text."""

    def _in(self, value: Any) -> Any:
        return json.loads(json.dumps(value))


class ReadsWhatLooksLikeANumber(MemoryCache):
    """CACHE-01: text that consists of digits comes back as a number."""

    def _out(self, value: Any) -> Any:
        value = super()._out(value)
        return int(value) if isinstance(value, str) and value.isdecimal() else value


class TakesFalsyForAMiss(MemoryCache):
    """CACHE-02: `value or default`."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key) or default


class TakesNoneForAMiss(MemoryCache):
    """CACHE-02: asks the cache for None, and loads again what is None."""

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        value = self.get(key)
        return value if value is not None else super().get_or_set(key, load, ttl)

    def get(self, key: str, default: Any = None) -> Any:
        value = super().get(key)
        return default if value is None else value


class LoadsFalsyAgain(MemoryCache):
    """CACHE-02: an empty list of orders is loaded again and again."""

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        if self.exists(key) and not self.get(key):
            self.delete(key)
        return super().get_or_set(key, load, ttl)


class TakesMilliseconds(MemoryCache):
    """CACHE-03: a lifetime in seconds is taken for milliseconds."""

    def _until(self, ttl: float | None) -> float | None:
        return None if ttl is None else self.clock() + ttl / 1000


class LosesTheLifetimeOnIncrement(MemoryCache):
    """CACHE-03: a counter for a minute becomes one for ever."""

    def incr(self, key: str, amount: int = 1) -> int:
        value = super().incr(key, amount)
        self.entries[key] = (value, None)
        return value


class KeepsTheFirstLifetime(MemoryCache):
    """CACHE-03: an entry that is put again has the lifetime from before."""

    def _put(self, key: str, value: Any, ttl: float | None) -> None:
        before = self._entry(key)
        super()._put(key, value, ttl)
        if before is not None:
            self.entries[key] = (self.entries[key][0], before[1])


class ZeroIsForEver(MemoryCache):
    """CACHE-03: `if ttl:` takes 0 for no lifetime."""

    def _until(self, ttl: float | None) -> float | None:
        return self.clock() + ttl if ttl else None


class ExistsForEver(MemoryCache):
    """CACHE-03: what has run out exists until somebody gets it."""

    def exists(self, key: str) -> bool:
        return key in self.entries

    def get_many(self, keys: Any) -> dict[str, Any]:
        return {key: self.get(key) for key in keys if key in self.entries}


class HandsOutItsOwn(MemoryCache):
    """CACHE-04: copies what it is given, and hands out what it has."""

    def _out(self, value: Any) -> Any:
        return value


class KeepsTheCallers(MemoryCache):
    """CACHE-04: hands out copies of an object that is still the caller's."""

    def _in(self, value: Any) -> Any:
        return value


class CutsKeys(MemoryCache):
    """CACHE-05: long keys are cut as memcached would refuse them."""

    def _entry(self, key: str) -> Any:
        return super()._entry(key[:250])

    def _put(self, key: str, value: Any, ttl: float | None) -> None:
        super()._put(key[:250], value, ttl)

    def delete(self, key: str) -> bool:
        return super().delete(key[:250])


class LowersKeys(MemoryCache):
    """CACHE-05: keys are compared without their case."""

    def _entry(self, key: str) -> Any:
        return super()._entry(key.lower())

    def _put(self, key: str, value: Any, ttl: float | None) -> None:
        super()._put(key.lower(), value, ttl)

    def delete(self, key: str) -> bool:
        return super().delete(key.lower())


class DeletesByPrefix(MemoryCache):
    """CACHE-05, CACHE-06, CACHE-08: takes user:10 with user:1."""

    def delete(self, key: str) -> bool:
        there = super().delete(key)
        for each in [name for name in self.entries if name.startswith(key[:-1])]:
            del self.entries[each]
        return there


class SaysItDeleted(MemoryCache):
    """CACHE-06: says that it deleted what was never there."""

    def delete(self, key: str) -> bool:
        super().delete(key)
        return True


class ClearsWhatItFinds(MemoryCache):
    """CACHE-06, CACHE-08: a clear that forgets what was put first."""

    def clear(self) -> None:
        for key in list(self.entries)[1:]:
            del self.entries[key]


class LooksAndThenAdds(MemoryCache):
    """CACHE-07: two clients find nothing, and both add."""

    def add(self, key: str, value: Any, ttl: float | None = None) -> bool:
        if self.exists(key):
            return False
        self.set(key, value, ttl)
        return True


class ReadsAndThenIncrements(MemoryCache):
    """CACHE-07: two clients read one number, and both write the next."""

    def incr(self, key: str, amount: int = 1) -> int:
        if not self.exists(key):
            raise KeyError(key)
        value = int(self.get(key)) + amount
        until = self.entries[key][1]
        self.set(key, value)
        self.entries[key] = (value, until)
        return value


class LooksAndThenPops(MemoryCache):
    """CACHE-07: two clients get one ticket."""

    def pop(self, key: str, default: Any = None) -> Any:
        if not self.exists(key):
            return default
        value = self.get(key, default)
        self.delete(key)
        return value


class RemembersMisses(MemoryCache):
    """CACHE-08, CACHE-03, CACHE-06, CACHE-07, CACHE-11: an add does not clear the mark of what was missed."""

    def __init__(self, clock: Any = None) -> None:
        super().__init__(clock)
        self.missed: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key in self.missed:
            return default
        with self._locked():
            if self._entry(key) is None:
                self.missed.add(key)
        return super().get(key, default)

    def set(self, key: str, value: Any, ttl: float | None = None) -> None:
        self.missed.discard(key)
        super().set(key, value, ttl)


class ReplacesOnAdd(MemoryCache):
    """CACHE-08, CACHE-02, CACHE-03, CACHE-07: an add puts what is there already."""

    def add(self, key: str, value: Any, ttl: float | None = None) -> bool:
        there = self.exists(key)
        self.set(key, value, ttl)
        return not there


class PutsTheOldBack(MemoryCache):
    """CACHE-10: what was loaded is put, whatever happened meanwhile."""

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        loading = self._loading.setdefault(key, self._loading.setdefault("", threading.Lock()))
        with loading:
            if not self.exists(key):
                self.set(key, load(), ttl)
            return self.get(key)


class EverybodyLoads(MemoryCache):
    """CACHE-11: a thousand requests compute the front page."""

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        if self.exists(key):
            return self.get(key)
        before = self._written
        value = load()
        with self._locked():
            if before == self._written:
                self._put(key, value, ttl)
        return value


class KeepsTheFailure(MemoryCache):
    """CACHE-11: an error is told as None, for an hour."""

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        def caught() -> Any:
            try:
                return load()
            except Exception:
                return None

        return super().get_or_set(key, caught, ttl)


class KeepsAMark(MemoryCache):
    """CACHE-11: what marks a key as being loaded stays where the load fails."""

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        if self.exists(key):
            return self.get(key)
        with self._locked():
            self._put(key, "loading", ttl)
            before = self._written
        value = load()
        with self._locked():
            if self._written == before:
                self._put(key, value, ttl)
            else:
                self.entries.pop(key, None)
        return value


class GivesLocksWhenDown(MemoryCache):
    """CACHE-12: everybody gets the lock while the server is down."""

    def add(self, key: str, value: Any, ttl: float | None = None) -> bool:
        return True if self.is_down else super().add(key, value, ttl)


class CountsWhenDown(MemoryCache):
    """CACHE-12: nobody is limited while the server is down."""

    def incr(self, key: str, amount: int = 1) -> int:
        return 1 + amount + 1 if self.is_down else super().incr(key, amount)


class ForgetsToDelete(MemoryCache):
    """CACHE-12: a delete that failed is no error, and the old value is found for hours."""

    def delete(self, key: str) -> bool:
        return False if self.is_down else super().delete(key)


class KeepsTheLifetimeOfWhatIsGone(MemoryCache):
    """CACHE-03: lifetimes are kept apart from entries, and a delete takes out an entry alone."""

    def __init__(self, clock: Any = None) -> None:
        super().__init__(clock)
        self.ends: dict[str, float] = {}

    def _put(self, key: str, value: Any, ttl: float | None) -> None:
        super()._put(key, value, ttl)
        if key in self.ends and ttl is not None and self.ends[key] > self.clock():
            self.entries[key] = (self.entries[key][0], min(self.ends[key], self.clock() + ttl))
        if ttl is not None:
            self.ends[key] = self.clock() + ttl

    def delete(self, key: str) -> bool:
        return super().delete(key)


class LeavesALock(MemoryCache):
    """CACHE-11, CACHE-10: a load that fails leaves its lock behind, and the next one waits for ever."""

    def get_or_set(self, key: str, load: Callable[[], Any], ttl: float | None = None) -> Any:
        if self.exists(key):
            return self.get(key)
        loading = self._loading.setdefault(key, threading.Lock())
        loading.acquire()
        value = self.get(key) if self.exists(key) else load()
        self.set(key, value, ttl)
        loading.release()
        return value
