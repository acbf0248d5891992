"""Follows rows through a step: which of their values are there afterwards, and which are not."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from dovetail.suites.migration.rows.filling import Row
from dovetail.suites.migration.rows.reading import Values
from dovetail.suites.migration.schema.schema import Schema, Table

_NOTHING = {"none", "null", "nan"}  # what a conversion to text makes of it
_BOOLEANS = {"true": "1", "t": "1", "false": "0", "f": "0"}


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that is not there any more.

    Attributes:
        place: `table.column`, or the table where a whole row is gone.
        before: what it was.
        now: what stands there; None where the place is gone.
        since: the revision at which the row was inserted.
    """

    place: str
    before: str
    now: str | None
    since: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a step was taken from and to.

    Attributes:
        before: the schema before it.
        now: the schema after it.
        there: all rows after it.
        ignored: tables and columns that are not compared.
        filled: columns in which NULL may become a value: they must have one at head.
    """

    before: Schema
    now: Schema
    there: Mapping[str, Sequence[Values]]
    ignored: Collection[str]
    filled: Collection[str] = ()


def follow(rows: list[Row], step: Step) -> Iterator[Lost]:
    """What of some rows is lost by a step; the rows are brought up to what they are now.

    A column or a table that is gone has lost nothing where its values stand in one that is new.
    """
    taken: dict[str, list[Values]] = {name: list(each) for name, each in step.there.items()}
    renamed = _renamed(rows, step)
    for row in list(rows):
        if row.table in step.ignored:
            rows.remove(row)
            continue
        name = row.table if row.table in step.now.tables else renamed.get(row.table)
        if name is None:
            rows.remove(row)
            yield from _moved(row, row.values, step)
            continue
        table = step.now.tables[name]
        same = [
            each
            for each in taken[name]
            if all(_same_in(row, column, each, table, step) for column in _common(row, table, step))
        ]
        if not same:
            yield _lost(row, table, taken[name], step)
            rows.remove(row)
            continue
        taken[name].remove(same[0])
        yield from _moved(
            row, {column: value for column, value in row.values.items() if column not in table.columns}, step
        )
        row.unset = {column for column in same[0] if column in row.unset or column not in row.values}
        row.table, row.values = name, same[0]


def _common(row: Row, table: Table, step: Step) -> Iterator[str]:
    """The columns of a row that still are there, and were written."""
    for column in row.values:
        if column in table.columns and column not in row.unset and f"{row.table}.{column}" not in step.ignored:
            yield column


def _same_in(row: Row, column: str, found: Values, table: Table, step: Step) -> bool:
    before, now = row.values[column], found[column]
    if before is None and now is not None:
        place = f"{row.table}.{column}"
        return not table.columns[column].nullable or place in step.filled or _is_backfill(row, now, table, step)
    return same(before, now)


def _is_backfill(row: Row, now: Any, table: Table, step: Step) -> bool:
    """Whether a step that leaves a table as it is has put a value where there was none: that is what it is for."""
    return table == step.before.tables.get(row.table) and str(now).lower() not in _NOTHING


def same(before: Any, now: Any) -> bool:
    """Whether two values mean the same, whatever the types of their columns."""
    if before == now and isinstance(before, bytes) == isinstance(now, bytes):
        return True
    if before is None or now is None:
        return False
    one, other = _plain(before), _plain(now)
    if one == other:
        return True
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return bool(re.match(r"\d{4}-\d\d-\d\d", one)) and _moment(one) == _moment(other)


def _plain(value: Any) -> str:
    text = value.hex() if isinstance(value, bytes) else str(value)
    if text.lower() in _BOOLEANS:
        return _BOOLEANS[text.lower()]
    bare = text.replace("-", "")
    return bare if re.fullmatch(r"[0-9a-fA-F]{32}", bare) else text


def _moment(text: str) -> str:
    """A time without its zone and without zeros that say nothing."""
    moment = re.sub(r"([+-]\d\d(:?\d\d)?|Z)$", "", text[10:].replace("T", " "))
    return text[:10] + re.sub(r"(\.\d*?)0+$", r"\1", moment).rstrip(".").removesuffix(" 00:00:00")


def _lost(row: Row, table: Table, there: Sequence[Values], step: Step) -> Lost:
    """What is wrong with a row: the first column that differs in the row with its key, or all of it."""
    key = [column for column in table.key if column in row.values]
    for each in there:
        if key and all(same(row.values[column], each[column]) for column in key):
            for column in _common(row, table, step):
                if not _same_in(row, column, each, table, step):
                    return Lost(f"{row.table}.{column}", text_of(row.values[column]), text_of(each[column]), row.since)
    shown = ", ".join(f"{column}={text_of(row.values[column])}" for column in key or list(row.values)[:3])
    return Lost(row.table, f"a row with {shown}", "no such row", row.since)


def _moved(row: Row, values: Mapping[str, Any], step: Step) -> Iterator[Lost]:
    """Values whose column or table is gone, and that stand in no new one."""
    for column, value in values.items():
        place = f"{row.table}.{column}"
        if value is None or value == "" or column in row.unset or place in step.ignored:
            continue  # an empty text may become no row at all
        if not any(_hold(cells, value) for cells in _new_cells(step)):
            yield Lost(place, text_of(value), None, row.since)


def _new_cells(step: Step) -> Iterator[list[Any]]:
    """Of each row the values that stand in a new column, and those in a document that does."""
    for name, rows in step.there.items():
        known = step.before.tables[name].columns if name in step.before.tables else {}
        for row in rows:
            yield [
                part
                for column, cell in row.items()
                if column not in known and cell is not None
                for part in (cell, *_leaves(cell))
            ]


def _leaves(cell: Any) -> Iterator[Any]:
    """What stands in a JSON document, which may be written in escapes."""
    if not isinstance(cell, str) or cell[:1] not in {"{", "[", '"'}:
        return
    try:
        unread = [json.loads(cell)]
    except (ValueError, RecursionError):
        return
    while unread:
        each = unread.pop()
        if isinstance(each, dict):
            unread += each.values()
        elif isinstance(each, list):
            unread += each
        elif each is not None:
            yield each


def _hold(cells: Sequence[Any], value: Any) -> bool:
    """Whether a value stands in one of these cells, as it is or in a longer text, or was split into several."""
    if any(same(value, cell) for cell in cells):
        return True
    if not isinstance(value, str):
        return False
    words = [word for word in re.split(r"[\s,;:/|]+", value) if word]
    split = len(words) > 1 and all(any(same(word, cell) for cell in cells) for word in words)
    return split or (len(value) > 1 and any(value in str(cell) for cell in cells))


def _renamed(rows: Sequence[Row], step: Step) -> dict[str, str]:
    """The new names of tables that are gone: those of new tables that hold all of their rows."""
    found: dict[str, str] = {}
    for gone in {row.table for row in rows} - step.now.tables.keys():
        mine = [row for row in rows if row.table == gone]
        for name in step.now.tables.keys() - step.before.tables.keys():
            table = step.now.tables[name]
            shared = [column for column in mine[0].values if column in table.columns]
            if len(shared) * 2 > len(mine[0].values) and all(
                any(
                    all(same(row.values[c], each[c]) for c in shared if c not in row.unset) for each in step.there[name]
                )
                for row in mine
            ):
                found[gone] = name
    return found


def text_of(value: Any) -> str:
    """A value as a finding shows it."""
    return "NULL" if value is None else repr(value)
