"""Mistakes with the arguments of calls for keys."""

from __future__ import annotations

from typing import Any

from correct.caches.mappings import CallsContract, RememberedCalls

contract = CallsContract


class NamesByText(RememberedCalls):
    """CACHE-05: f(1) is f("1"), and f("a, b") is f("a", "b")."""

    def name(self, key: tuple[Any, ...]) -> Any:
        return ", ".join(map(str, key))


class NamesByHash(RememberedCalls):
    """CACHE-05: hashes of numbers that are joined: f(1, 23) is f(12, 3)."""

    def name(self, key: tuple[Any, ...]) -> Any:
        return "".join(str(hash(each)) for each in key)
