"""Views and aggregates side by side: what both show under one name, and in one form, must be the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from dovetail.suites.calls.attributes import readable

_LEAVES = (str, bytes, int, float, complex, bool, Decimal, date, time, timedelta, UUID, Enum, type(None))
_DEEPEST = 6
NOTHING = object()
"""Stands for what cannot be compared."""


def plain(value: Any, depth: int = 0) -> Any:
    """A value as it is now, without its classes: what is read of it later asks no database.

    Returns:
        A leaf as it is, a list of plain values, or a namespace of its public attributes.
    """
    if isinstance(value, _LEAVES):
        return value
    if depth > _DEEPEST:
        return NOTHING
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return SimpleNamespace(**{key: plain(each, depth + 1) for key, each in value.items()})
        return NOTHING
    if isinstance(value, (list, tuple)):
        return [plain(each, depth + 1) for each in value]
    if hasattr(value, "_mapping"):  # a row of SQLAlchemy
        return plain(dict(value._mapping), depth)  # noqa: SLF001 - documented, in spite of its name
    names = readable(value)
    return SimpleNamespace(**{name: plain(getattr(value, name), depth + 1) for name in names}) if names else NOTHING


def shared(aggregate: Any, view: Any) -> tuple[Any, Any] | None:
    """What an aggregate and its view both show, as two values to compare; None where they share nothing.

    A view may leave out and rename what it likes, and show a value in another form; what has the same name and the same
    type is taken for the same thing.
    """
    if aggregate is NOTHING or view is NOTHING:
        return None
    if isinstance(aggregate, SimpleNamespace) and isinstance(view, SimpleNamespace):
        return _shared_names(vars(aggregate), vars(view))
    if isinstance(aggregate, SimpleNamespace):
        only = list(vars(aggregate).values())
        return shared(only[0], view) if len(only) == 1 and view is not None else None
    if isinstance(aggregate, list) and isinstance(view, list):
        return _shared_items(aggregate, view)
    if type(aggregate) is type(view):
        return aggregate, view
    return (aggregate, view) if view is None and not isinstance(aggregate, list) else None


def _shared_names(aggregate: dict[str, Any], view: dict[str, Any]) -> tuple[Any, Any] | None:
    pairs = {name: shared(aggregate[name], view[name]) for name in view if name in aggregate}
    known = {name: pair for name, pair in pairs.items() if pair is not None}
    if not known:
        return None
    one, other = ({name: pair[side] for name, pair in known.items()} for side in (0, 1))
    return SimpleNamespace(**one), SimpleNamespace(**other)


def _shared_items(aggregate: list[Any], view: list[Any]) -> tuple[Any, Any] | None:
    """Items of a list, by their place; another number of them is a difference of its own."""
    if len(aggregate) != len(view):
        return aggregate, view
    pairs = [shared(one, other) for one, other in zip(aggregate, view, strict=True)]
    known = [pair for pair in pairs if pair is not None]
    return ([one for one, _ in known], [other for _, other in known]) if known else None
