"""Mistakes with tenants, and with text that cannot be read."""

from __future__ import annotations

import json
from typing import Any

from correct.caches.tenants import DocumentCacheContract, NotCached, TextDocumentCache, contract

__all__ = ["contract"]


class UndamagedContract(DocumentCacheContract):
    """Damages nothing: it does so by the name of an entry."""

    damage = []


class JoinsTheName(TextDocumentCache):
    """CACHE-05, CACHE-06, CACHE-08: tenant a with key bc is tenant ab with key c."""

    contract = UndamagedContract

    def _name(self, tenant: str, key: str) -> str:
        return tenant + key

    def invalidate_all(self, tenant: str) -> None:
        """Nothing: names do not say whose they are."""


class InvalidatesThoseThatBeginAlike(TextDocumentCache):
    """CACHE-06: takes the documents of main2 with those of main."""

    def invalidate_all(self, tenant: str) -> None:
        for name in [each for each in self.texts if json.loads(each)[0].startswith(tenant)]:
            del self.texts[name]


class InvalidatesAll(TextDocumentCache):
    """CACHE-06: FLUSHALL."""

    def invalidate_all(self, tenant: str) -> None:
        self.texts.clear()


class MendsWhatItCannotRead(TextDocumentCache):
    """CACHE-12: what cannot be read is an empty document."""

    def lookup(self, tenant: str, key: str) -> Any:
        text, until = self.texts.get(self._name(tenant, key), ("", 0.0))
        if until <= self.clock():
            raise NotCached(key)
        try:
            return json.loads(text)["value"]
        except ValueError:
            return {}
