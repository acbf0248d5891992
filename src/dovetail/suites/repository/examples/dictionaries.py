"""How a dictionary changes that a TypedDict describes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from dovetail.suites.calls.attributes import attributes


def new_items(table: type, kept: Collection[str]) -> Iterator[Callable[..., Any]]:
    """Changes of a dictionary: a new value for each of the items that a TypedDict describes."""
    return (_new_item(name, hint) for name, hint in attributes(table).items() if name not in kept)


def _new_item(name: str, hint: Any) -> Callable[..., Any]:
    def changed(table: dict[str, Any], value: Any) -> dict[str, Any]:
        return table | {name: value}

    changed.__name__ = f"with_{name}"
    changed.__annotations__ = {"value": hint}
    return changed
