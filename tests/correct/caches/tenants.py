"""A cache of JSON documents that keeps the tenants apart, in a dictionary of text; what is missing raises."""

from __future__ import annotations

import json
from typing import Any, Protocol

from hypothesis import strategies as st

from correct.caches.clocks import Clock
from dovetail import CacheContract, raises


class NotCached(LookupError):
    """Nothing is stored under that key."""


class DocumentCache(Protocol):
    def lookup(self, tenant: str, key: str) -> Any: ...
    def store(self, tenant: str, key: str, value: Any, expires_in: int = 300) -> None: ...
    def invalidate(self, tenant: str, key: str) -> None: ...
    def invalidate_all(self, tenant: str) -> None: ...


class TextDocumentCache:
    def __init__(self) -> None:
        self.clock = Clock()
        self.texts: dict[str, tuple[str, float]] = {}

    def lookup(self, tenant: str, key: str) -> Any:
        text, until = self.texts.get(self._name(tenant, key), ("", 0.0))
        if until <= self.clock():
            raise NotCached(key)
        try:
            return json.loads(text)["value"]
        except ValueError:
            raise NotCached(key) from None

    def store(self, tenant: str, key: str, value: Any, expires_in: int = 300) -> None:
        if expires_in <= 0:
            raise ValueError(expires_in)
        self.texts[self._name(tenant, key)] = (json.dumps({"value": value}), self.clock() + expires_in)

    def invalidate(self, tenant: str, key: str) -> None:
        self.texts.pop(self._name(tenant, key), None)

    def invalidate_all(self, tenant: str) -> None:
        for name in [each for each in self.texts if json.loads(each)[0] == tenant]:
            del self.texts[name]

    def _name(self, tenant: str, key: str) -> str:
        return json.dumps([tenant, key])


def damaged(cache: TextDocumentCache, key: str) -> None:
    for name, (text, until) in cache.texts.items():
        if json.loads(name)[1] == key:
            cache.texts[name] = (text[:-1], until)


class DocumentCacheContract(CacheContract):
    port = DocumentCache
    values = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=5,
    )
    missing = raises(NotCached)
    advance = lambda cache, seconds: cache.clock.advance(seconds)
    copies = "value"
    default_ttl = 300
    zero_ttl = raises(ValueError)
    negative_ttl = raises(ValueError)
    damage = [damaged]


contract = DocumentCacheContract


class TestTextDocumentCache(DocumentCacheContract):
    adapter = TextDocumentCache
