"""Menus of inns, which are loaded when they are missed; one that has run out is closed as one that was never there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from correct.caches.clocks import Clock
from dovetail import CacheContract, returns


@dataclass(frozen=True)
class Menu:
    dishes: tuple[str, ...]


class Menus(Protocol):
    def get(self, inn: str) -> Menu | None: ...
    def put(self, inn: str, menu: Menu, ttl: float = 3600) -> None: ...
    def get_or_load(self, inn: str, load: Callable[[], Menu]) -> Menu: ...
    def invalidate(self, inn: str) -> str: ...


class InMemoryMenus:
    def __init__(self) -> None:
        self.clock = Clock()
        self.menus: dict[str, tuple[Menu, float]] = {}

    def get(self, inn: str) -> Menu | None:
        menu, until = self.menus.get(inn, (None, 0.0))
        return None if menu is None or self.clock.now >= until else menu

    def put(self, inn: str, menu: Menu, ttl: float = 3600) -> None:
        self.menus[inn] = menu, self.clock.now + ttl

    def get_or_load(self, inn: str, load: Callable[[], Menu]) -> Menu:
        found = self.get(inn)
        if found is None:
            found = load()
            self.put(inn, found)
        return found

    def invalidate(self, inn: str) -> str:
        was_there = self.get(inn) is not None
        self.menus.pop(inn, None)
        return "closed" if was_there else "none"


class MenusContract(CacheContract):
    port = Menus
    missing_delete = returns("none")
    zero_ttl = "gone"
    negative_ttl = "gone"
    default_ttl = 3600
    advance = lambda menus, seconds: menus.clock.advance(seconds)


contract = MenusContract


class TestInMemoryMenus(MenusContract):
    adapter = InMemoryMenus
