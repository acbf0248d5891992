"""A domain class that SQLAlchemy itself maps: its mapping is the mapper, and what it maps is the model.

What SQLAlchemy does at a flush and at a load is done here without a database: the mapped attributes are read out, and
put into an object whose constructor does not run. A field that the mapping leaves out is lost on the way.
"""

from __future__ import annotations

import copy
from typing import Any

from dovetail.records.sqlalchemy import STATE, mapper_of
from dovetail.suites.mapper.directions.direction import Way


def ways_of_mapping(cls: Any) -> tuple[Way, Way]:
    """The two ways of a mapped class: out to its columns, and back."""

    def back(columns: Any) -> Any:
        return columns if isinstance(columns, cls) else _loaded(cls, columns)

    return (Way("columns_of({})", "columns_of", _columns, cls, cls), Way("load({})", "load", back, cls, cls))


def _columns(value: Any, above: tuple[Any, ...] = ()) -> dict[str, Any]:
    """What the mapping sees of an object: its columns and composites by attribute, its children in the same form."""
    mapper = mapper_of(type(value))
    found: dict[str, Any] = {_CLASS: type(value)}
    hidden = {column.key for each in mapper.composites for column in each.props}
    for name in (*mapper.column_attrs.keys(), *mapper.composites.keys()):
        if name not in hidden:
            found[name] = copy.deepcopy(getattr(value, name))
    for name, relation in mapper.relationships.items():
        if not any(other is relation.mapper.class_ for other in above):
            found[name] = _related(getattr(value, name), (*above, type(value)))
    return found


def _related(held: Any, above: tuple[Any, ...]) -> Any:
    if held is None:
        return None
    if isinstance(held, dict):
        return {key: _columns(each, above) for key, each in held.items()}
    if isinstance(held, list | set | tuple):
        return [_columns(each, above) for each in held]
    return _columns(held, above)


_CLASS = "(class)"


def _loaded(cls: Any, columns: dict[str, Any]) -> Any:
    cls = columns.get(_CLASS, cls)
    mapper = mapper_of(cls)
    value = mapper.class_manager.new_instance()
    for name, part in columns.items():
        if name == _CLASS:
            continue
        relation = mapper.relationships.get(name)
        setattr(value, name, copy.deepcopy(part) if relation is None else _children(relation, part))
    mapper.class_manager.dispatch.load(getattr(value, STATE), None)
    return value


def _children(relation: Any, part: Any) -> Any:
    child = relation.mapper.class_
    if part is None or not relation.uselist:
        return None if part is None else _loaded(child, part)
    if isinstance(part, dict):
        return {key: _loaded(child, each) for key, each in part.items()}
    made = [_loaded(child, each) for each in part]
    return set(made) if relation.collection_class is set else made
