"""Classes that SQLAlchemy maps: declared with it, mapped beside it (imperatively, "classically"), or of SQLModel."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from dovetail.hints import Unresolved, resolve
from dovetail.records.parameters import Construction, ConstructorParameter

STATE = "_sa_instance_state"
"""Where every mapped object has its session's record of it; the name stands in SQLAlchemy's documentation."""


def mapper_of(cls: Any) -> Any:
    """The mapper of a class, or of the class it inherits from; None where neither is mapped."""
    if "sqlalchemy.orm" not in sys.modules or not isinstance(cls, type):
        return None
    inspect = sys.modules["sqlalchemy"].inspect
    found = (inspect(base, raiseerr=False) for base in cls.__mro__ if base is not object)
    return next((one for one in found if getattr(one, "is_mapper", False)), None)


def is_mapped(cls: Any) -> bool:
    """Whether SQLAlchemy maps a class, in any of its ways."""
    return mapper_of(cls) is not None


def is_declared(cls: Any) -> bool:
    """Whether a class declares its own table, and is no domain class that is mapped beside it."""
    return hasattr(cls, "__tablename__") or type(getattr(cls, "registry", None)).__module__.startswith("sqlalchemy.")


def is_of_library(cls: type) -> bool:
    """Whether a class is SQLAlchemy's own, such as that of a list that it puts in place of the user's."""
    return cls.__module__.startswith("sqlalchemy.")


def unwrapped(hint: Any) -> Any:
    """What `Mapped[T]` says of the attribute of an object: `T`."""
    return get_args(hint)[0] if getattr(get_origin(hint), "__name__", "") == "Mapped" else hint


@dataclass(frozen=True)
class Fit:
    """What a column takes."""

    max_length: int | None = None
    max_digits: int | None = None
    scale: int | None = None
    ge: int | None = None


def mapped_hints(cls: Any) -> dict[str, Any]:
    """The types of the mapped attributes that no annotation tells, as in `name = Column(String)`."""
    mapper = mapper_of(cls)
    if mapper is None:
        return {}
    said = resolve(cls)
    left_out = said.keys() | queries(mapper)
    columns = {one.key: _hint_of_column(one.columns[0]) for one in mapper.column_attrs if one.key not in said}
    relations = {one.key: _hint_of_relation(one) for one in mapper.relationships if one.key not in left_out}
    return {**columns, **relations}


def construction(cls: Any) -> Construction:
    """The constructor that SQLAlchemy gives to a class: it takes the columns, and the related objects.

    The object that holds this one is left out. Of a class whose objects are children of others, the mapping fills in
    the surrogate and the foreign key.
    """
    mapper = mapper_of(cls)
    said = {name: unwrapped(one) for name, one in resolve(cls).items()} | mapped_hints(cls)
    related = [one for one in _given_whole(mapper) if not _refers(one) or not one.back_populates]
    joined = {column for one in mapper.relationships if _refers(one) for column in one.local_columns}
    filled = joined | _filled_for_children(mapper)
    columns = [one for one in mapper.column_attrs if not filled & set(one.columns)]
    found = [_of_column(one.key, one.columns[0], said) for one in columns]
    found += [ConstructorParameter(one.key, one.key, said[one.key]) for one in related]
    return Construction(cls, cls, tuple(found), may_refuse=False)


def with_children(of_fields: Construction, cls: Any) -> Construction:
    """The constructor of a table of SQLModel: it takes the rows that belong to the object besides its fields.

    In such a row, the database counts up the surrogate that may be left out.
    """
    mapper = mapper_of(cls)
    related = filter(_holds_children, _given_whole(mapper))
    counted = _counted_up(mapper.local_table) if _filled_for_children(mapper) else None
    surrogates = {one.key for one in mapper.column_attrs if counted is not None and counted in one.columns}
    kept = [one for one in of_fields.parameters if one.required or one.field not in surrogates]
    found = (ConstructorParameter(one.key, one.key, _hint_of_relation(one)) for one in related)
    return replace(of_fields, parameters=(*kept, *found))


def _given_whole(mapper: Any) -> list[Any]:
    """The relations whose objects a constructor is given: those that are stored, and are no query."""
    left_out = queries(mapper)
    return [one for one in mapper.relationships if not one.viewonly and one.key not in left_out]


def identity_of(value: Any) -> tuple[Any, ...] | None:
    """The primary key under which a mapped object is stored; None where it was never sent to a database."""
    found: tuple[Any, ...] | None = sys.modules["sqlalchemy"].inspect(value).identity
    return found


def in_session(value: Any) -> bool:
    """Whether an object is mapped, and a session that is open tracks its changes."""
    if not is_mapped(type(value)):
        return False
    return sys.modules["sqlalchemy.orm"].object_session(value) is not None


def changes_own_row(value: Any) -> bool:
    """Whether what was changed of an object in a session is in its own row, and not in its children alone."""
    session = sys.modules["sqlalchemy.orm"].object_session(value)
    return session is not None and bool(session.is_modified(value, include_collections=False))


def surrogate(cls: Any) -> str | None:
    """The attribute that is the whole primary key of a mapped class; None of any other class."""
    mapper = mapper_of(cls)
    if mapper is None or len(mapper.primary_key) != 1:
        return None
    return str(mapper.get_property_by_column(mapper.primary_key[0]).key)


def queries(mapper: Any) -> set[str]:
    """The relations that give a query in place of the objects: they are never loaded as a whole."""
    return {one.key for one in mapper.relationships if one.lazy in ("dynamic", "write_only")}


def ways_back(mapper: Any) -> set[str]:
    """The attributes of a child that lead back to the object which owns it, as `delete-orphan` there says.

    Who holds the object has the child, and not the other way round: SQLAlchemy loads them only when they are asked for.
    """
    return {
        one.key
        for one in mapper.relationships
        for other in one.mapper.relationships
        if other.key == one.back_populates and other.cascade.delete_orphan
    }


def takes_children(cls: Any) -> bool:
    """Whether an object of a mapped class takes those it is given away from the one which they led back to."""
    mapper = mapper_of(cls)
    return mapper is not None and any(one.back_populates for one in mapper.relationships)


def is_whole(value: Any) -> bool:
    """Whether every mapped attribute of an object can be read; what its session expired cannot, once that is over."""
    mapper = mapper_of(type(value))
    try:
        for name in dict(mapper.attrs).keys() - ways_back(mapper):
            getattr(value, name)
    except Exception:  # noqa: BLE001 - DetachedInstanceError and the like, or anything that a column's type raises
        return False
    return True


def is_naive_column(cls: Any, attribute: str) -> bool:
    """Whether an attribute of a mapped class is stored in a column that keeps no time zone."""
    mapper = mapper_of(cls)
    if mapper is None:
        return False
    kind = sys.modules["sqlalchemy"].DateTime
    found = (mapper.column_attrs.get(name) for name in (attribute, f"_{attribute}"))
    types_ = [column.type for one in found if one is not None for column in one.columns]
    return any(isinstance(one, kind) and not one.timezone for one in types_)


def unique_attributes(cls: Any) -> frozenset[str]:
    """The attributes of a mapped class, its key apart, on which its tables let no two rows agree."""
    mapper = mapper_of(cls)
    if mapper is None:
        return frozenset()
    constraint = sys.modules["sqlalchemy"].UniqueConstraint
    groups = [
        set(one.columns)
        for table in mapper.tables
        for one in (*table.constraints, *table.indexes)
        if isinstance(one, constraint) or getattr(one, "unique", False)
    ]
    alone = {column for group in groups if len(group) == 1 for column in group} - set(mapper.primary_key)
    return frozenset(one.key for one in mapper.column_attrs if alone & set(one.columns))


def filled_by_mapping(cls: Any, above: tuple[str, ...] = ()) -> Iterator[str]:
    """The paths of the surrogate and foreign keys of children, which a mapping fills in when it saves them."""
    mapper = mapper_of(cls)
    for one in mapper.relationships if mapper is not None else ():
        if _holds_children(one) and one.key not in above:
            path = (*above, one.key)
            filled = {_counted_up(one.mapper.local_table), *one.remote_side}
            yield from (".".join((*path, each.key)) for each in one.mapper.column_attrs if filled & set(each.columns))
            yield from filled_by_mapping(one.mapper.class_, path)


def forget_changes(value: Any) -> None:
    """Take what an object refers to for new to it: a copy of one that lost a child would delete the child's row too."""
    mapper, held = mapper_of(type(value)), vars(value)
    for one in mapper.relationships if mapper is not None else ():
        now = held.get(one.key)
        if one.viewonly or one.key not in held or isinstance(now, dict):
            continue
        nothing: Any = [] if one.uselist else None
        related = list(now) if isinstance(now, list) else set(now) if isinstance(now, set) else now
        sys.modules["sqlalchemy.orm"].attributes.set_committed_value(value, one.key, nothing)
        setattr(value, one.key, related)


def forget_rows(value: Any) -> None:
    """Take from the children of an object that no session has the keys of rows that a save gave them."""
    mapper = mapper_of(type(value))
    for one in mapper.relationships if mapper is not None else ():
        if not _holds_children(one) or one.key not in vars(value):
            continue
        filled = {_counted_up(one.mapper.local_table), *one.remote_side}
        held = getattr(value, one.key)
        for child in list(held) if one.uselist else [held]:
            if child is None or not identity_of(child):
                continue
            sys.modules["sqlalchemy.orm"].make_transient(child)
            for each in one.mapper.column_attrs:
                if filled & set(each.columns):
                    setattr(child, each.key, None)
            forget_rows(child)


def _holds_children(relation: Any) -> bool:
    """Whether the rows at the other end of a relation belong to the object at this one: many, or one alone."""
    return bool(relation.direction.name == "ONETOMANY")


def _refers(relation: Any) -> bool:
    """Whether an object has the key of the one at the other end."""
    return bool(relation.direction.name == "MANYTOONE")


def _filled_for_children(mapper: Any) -> set[Any]:
    relations = (one for other in mapper.registry.mappers for one in other.relationships)
    holding = [one for one in relations if _holds_children(one) and one.mapper is mapper]
    surrogate = {_counted_up(mapper.local_table)} if holding else set()
    return surrogate.union(*(one.remote_side for one in holding))


def _counted_up(table: Any) -> Any:
    """The column that the database counts up by itself; SQLAlchemy 1.4 keeps it under a private name."""
    return getattr(table, "autoincrement_column", getattr(table, "_autoincrement_column", None))


def _of_column(name: str, column: Any, said: dict[str, Any]) -> ConstructorParameter:
    kind = column.type
    fit = Fit(
        max_length=getattr(kind, "length", None),
        max_digits=getattr(kind, "precision", None),
        scale=getattr(kind, "scale", None),
        ge=1 if column.primary_key and _python_type(kind) is int else None,
    )
    return ConstructorParameter(name, name, said[name], metadata=(fit,))


def _hint_of_column(column: Any) -> Any:
    """The type that a column says by itself: where it has a default, nobody means to store nothing."""
    held = _python_type(column.type)
    may_be_absent = column.nullable and column.default is None and column.server_default is None
    return held | None if may_be_absent and isinstance(held, type) else held


def _python_type(kind: Any) -> Any:
    """The type of the values of a column; some types of a database's own do not tell it."""
    try:
        return kind.python_type
    except NotImplementedError:
        return Unresolved(type(kind).__name__)


def _hint_of_relation(relation: Any) -> Any:
    other = relation.mapper.class_
    if relation.uselist:
        return types.GenericAlias(list, (other,))
    required = _refers(relation) and not all(column.nullable for column in relation.local_columns)
    return other if required else other | None
