"""Menus of inns, of which one way in or out goes by other keys, or by another clock."""

from __future__ import annotations

from collections.abc import Callable

from correct.caches.menus import InMemoryMenus, Menu, contract

__all__ = ["contract"]


class LoadedUnderOneSpelling(InMemoryMenus):
    """CACHE-05: what is loaded is stored under a tidy key, which is another inn's."""

    def get_or_load(self, inn: str, load: Callable[[], Menu]) -> Menu:
        found = self.get(inn)
        if found is None:
            found = load()
            self.put(inn.strip().lower(), found)
        return found


class ClosesWhatHasRunOut(InMemoryMenus):
    """CACHE-03: what has run out is told as closed, since it is still in the dictionary."""

    def invalidate(self, inn: str) -> str:
        return "none" if self.menus.pop(inn, None) is None else "closed"
