"""Copies of objects, of mapped ones too: `copy.deepcopy` lets the copy of one share its session's record of it."""

from __future__ import annotations

import copy
import pickle
from typing import Any

from dovetail.records import is_mapped
from dovetail.records.sqlalchemy import mapper_of
from dovetail.values.duplicate import duplicate


class NotCopied(Exception):  # noqa: N818 - an answer, and no error
    """A mapped object that cannot be pickled, nor made anew from its attributes."""


def copied(aggregate: Any) -> Any:
    """A copy that shares nothing with the aggregate, and that no session has.

    Raises:
        NotCopied: it is mapped, and there is no way to copy it.
    """
    if not is_mapped(type(aggregate)):
        return duplicate(aggregate)
    try:
        return pickle.loads(pickle.dumps(aggregate))
    except Exception:  # noqa: BLE001 - PicklingError of a class in a function, TypeError of SQLModel's columns
        return _made_anew(aggregate)


def _made_anew(aggregate: Any, above: tuple[Any, ...] = ()) -> Any:
    """The object as its constructor makes it of its attributes, as declarative classes and SQLModel's take them.

    What leads back to an object above is left out: SQLAlchemy fills it in when the copy is put into that one's own.
    """
    cls: Any = type(aggregate)
    above = (*above, aggregate)
    try:
        held = {name: part for name, part in vars(aggregate).items() if not any(part is each for each in above)}
        return cls(**{name: _copied_parts(held[name], above) for name in dict(mapper_of(cls).attrs) if name in held})
    except Exception as error:
        raise NotCopied(f"{cls.__name__} cannot be copied: {error}") from error


def _copied_parts(value: Any, above: tuple[Any, ...]) -> Any:
    if isinstance(value, (list, set)) and any(is_mapped(type(each)) for each in value):
        return [_made_anew(each, above) for each in value]
    return _made_anew(value, above) if is_mapped(type(value)) else duplicate(value)


def holds_mapped(value: Any) -> bool:
    """Whether an object that SQLAlchemy maps is in it: its copy would share what its session knows of it."""
    met: dict[int, Any] = {}
    try:
        copy.deepcopy(value, met)
    except Exception:  # noqa: BLE001 - anything that `__deepcopy__` raises; whoever copies it later meets it again
        return False
    return any(map(is_mapped, {type(each) for each in met.values()}))
