"""Aggregates whose class is itself mapped to a table load their parts when first touched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def is_mapped(cls: type) -> bool:
    """Whether a class is itself mapped to a table by SQLAlchemy."""
    return hasattr(cls, "_sa_class_manager")


def filled_by_mapping(cls: Any, above: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths of the surrogate and foreign keys of children, which a mapping fills in when it saves them."""
    for one in cls._sa_class_manager.mapper.relationships:  # a classical mapping has no __mapper__
        if one.uselist and one.secondary is None and one.key not in above:
            path = (*above, one.key)
            filled = {_counted_up(one.mapper.local_table), *one.remote_side}
            yield from (".".join((*path, each.key)) for each in one.mapper.column_attrs if filled & set(each.columns))
            yield from filled_by_mapping(one.mapper.class_, path)


def _counted_up(table: Any) -> Any:
    """The column that the database counts up by itself; SQLAlchemy 1.4 keeps it under a private name."""
    return getattr(table, "autoincrement_column", getattr(table, "_autoincrement_column", None))


def loaded_whole(value: Any, seen: set[int] | None = None) -> None:
    """Touch every mapped attribute of an object graph, while the connection that loads it is open."""
    seen = set() if seen is None else seen
    if id(value) in seen or value is None or isinstance(value, (str, bytes, int, float)):
        return
    seen.add(id(value))
    if isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            loaded_whole(each, seen)
        return
    manager = getattr(type(value), "_sa_class_manager", None)
    for name in manager or ():
        loaded_whole(getattr(value, name), seen)
