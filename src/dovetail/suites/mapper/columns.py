"""The columns that a model's values are written to, where SQLAlchemy knows them, and what they do not hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from dovetail.records.sqlalchemy import mapper_of
from dovetail.suites.mapper.parts import Part, at

_BITS = {"SmallInteger": 16, "SMALLINT": 16, "BigInteger": 64, "BIGINT": 64, "Integer": 32, "INTEGER": 32}


def tables_in(hint: Any) -> Iterator[Any]:
    """The tables of a model's type, those of the parts of a tuple or a list included."""
    mapper = mapper_of(hint)
    table = getattr(hint, "__table__", None) if mapper is None else mapper.local_table
    if table is not None:
        yield table
    elif hasattr(hint, "columns") and hasattr(hint, "metadata"):
        yield hint
    elif isinstance(hint, list | tuple):
        for each in hint:
            yield from tables_in(each)
    for argument in get_args(hint):
        yield from tables_in(argument)


def column_of(model: Any, part: Part, tables: list[Any]) -> Any:
    """The column that a part of a model is written to; None where nothing says it."""
    owner = at(model, part.steps[:-1])
    mapper = mapper_of(type(owner))
    if mapper is not None and part.steps[-1].attribute:
        return mapper.columns.get(part.name)
    if isinstance(owner, Mapping) and tables:
        return table_of(owner, tables).columns.get(part.name)
    return None


def counts_saves(model: Any, part: Part) -> bool:
    """Whether a part of a model is the version that SQLAlchemy itself fills in and counts."""
    mapper = mapper_of(type(at(model, part.steps[:-1])))
    counter = getattr(mapper, "version_id_col", None)
    return mapper is not None and counter is not None and mapper.columns.get(part.name) is counter


def table_of(row: Mapping[Any, Any], tables: list[Any]) -> Any:
    """The table that a row of plain values belongs to: the one that has most of its columns."""
    return max(tables, key=lambda table: sum(key in table.columns for key in row))


def misfit(column: Any, value: Any) -> str | None:
    """Why a column does not hold a value as it is; None where it does, or where nothing says so."""
    kinds = {base.__name__ for base in type(column.type).__mro__}
    if "TypeDecorator" in kinds:
        return None
    if value is None:
        return None if _may_be_left_out(column) else "NULL"
    if isinstance(value, str) and "String" in kinds and "Enum" not in kinds:
        length = getattr(column.type, "length", None)
        return f"{len(value)} characters" if length is not None and len(value) > length else None
    if isinstance(value, bool):
        return None
    if isinstance(value, int) and "Integer" in kinds:
        bits = next(_BITS[name] for name in (base.__name__ for base in type(column.type).__mro__) if name in _BITS)
        return None if -(2 ** (bits - 1)) <= value < 2 ** (bits - 1) else f"an integer beyond {bits} bits"
    if isinstance(value, Decimal) and "Numeric" in kinds and "Float" not in kinds:
        return _decimal_misfit(column.type, value)
    if isinstance(value, dt.datetime) and "DateTime" in kinds and not column.type.timezone:
        return "a time zone" if value.tzinfo is not None else None
    return None


def beyond(column: Any) -> list[Any]:
    """Values just beyond what a column holds."""
    kinds = [base.__name__ for base in type(column.type).__mro__]
    if "String" in kinds and "Enum" not in kinds and getattr(column.type, "length", None):
        return ["x" * (column.type.length + 1)]
    if "Integer" in kinds:
        bits = next(_BITS[name] for name in kinds if name in _BITS)
        return [2 ** (bits - 1), -(2 ** (bits - 1)) - 1]
    if "Numeric" in kinds and "Float" not in kinds and column.type.precision is not None:
        scale = column.type.scale or 0
        return [Decimal(10) ** (column.type.precision - scale), Decimal(1).scaleb(-scale - 1)]
    return []


def shown(column: Any) -> str:
    """A column as a report names it: `orders.note VARCHAR(40)`."""
    table = getattr(column, "table", None)
    name = f"{table.name}.{column.name}" if table is not None else column.name
    return f"{name} {column.type}"


def _may_be_left_out(column: Any) -> bool:
    filled = (column.default, column.server_default, column.computed, column.identity)
    return (
        column.nullable or column.primary_key or bool(column.foreign_keys) or any(each is not None for each in filled)
    )


def _decimal_misfit(kind: Any, value: Decimal) -> str | None:
    if not value.is_finite() or kind.precision is None:
        return None
    scale = kind.scale or 0
    if value != 0 and -int(value.normalize().as_tuple().exponent) > scale:
        return f"more than {scale} decimal places"
    return (
        f"more than {kind.precision - scale} digits" if value and value.adjusted() >= kind.precision - scale else None
    )
