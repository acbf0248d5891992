"""The constructor that SQLAlchemy gives to the classes that it maps, which takes every attribute and says nothing."""

from __future__ import annotations

import types
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from dovetail import hints
from dovetail.values.strategies.parameters import Construction, Parameter


@dataclass(frozen=True)
class Fit:
    """What a column takes."""

    max_length: int | None = None
    max_digits: int | None = None
    decimal_places: int | None = None
    ge: int | None = None


def of_mapped(cls: Any) -> Construction:
    """The columns of a mapped class, and the objects that it relates to, but for the one that holds it itself.

    Of a class whose objects are children of others, the mapping fills in the surrogate and the foreign key.
    """
    said = {name: _unwrapped(one) for name, one in hints.resolve(cls).items()}
    related = [one for one in cls.__mapper__.relationships if one.uselist or not one.back_populates]
    joined = {column for one in cls.__mapper__.relationships if not one.uselist for column in one.local_columns}
    filled = joined | _filled_for_children(cls)
    columns = [one for one in cls.__mapper__.column_attrs if not filled & set(one.columns)]
    found = [_of_column(one.key, one.columns[0], said) for one in columns]
    found += [Parameter(one.key, one.key, _of_relation(one, said)) for one in related if not one.viewonly]
    return Construction(cls, cls, tuple(found), may_refuse=False)


def _filled_for_children(cls: Any) -> set[Any]:
    relations = (one for mapper in cls.__mapper__.registry.mappers for one in mapper.relationships)
    holding = [one for one in relations if one.uselist and one.secondary is None and one.mapper.class_ is cls]
    surrogate = {cls.__mapper__.local_table.autoincrement_column} if holding else set()
    return surrogate.union(*(one.remote_side for one in holding))


def _of_column(name: str, column: Any, said: dict[str, Any]) -> Parameter:
    hint = said.get(name)
    if hint is None:
        hint = column.type.python_type | None if column.nullable else column.type.python_type
    kind = column.type
    fit = Fit(
        max_length=getattr(kind, "length", None),
        max_digits=getattr(kind, "precision", None),
        decimal_places=getattr(kind, "scale", None),
        ge=1 if column.primary_key and kind.python_type is int else None,
    )
    return Parameter(name, name, hint, metadata=(fit,))


def _of_relation(relation: Any, said: dict[str, Any]) -> Any:
    other = relation.mapper.class_
    return said.get(relation.key, types.GenericAlias(list, (other,)) if relation.uselist else other)


def _unwrapped(hint: Any) -> Any:
    """What `Mapped[T]` says of the attribute of an object."""
    return get_args(hint)[0] if getattr(get_origin(hint), "__name__", "") == "Mapped" else hint
