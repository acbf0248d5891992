"""The schema of a SQLite database, from its own tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from dovetail.suites.migration.schema.conditions import with_listed_values
from dovetail.suites.migration.schema.schema import Column, Execute, ForeignKey, Schema, Table

_OBJECTS = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'"
_COLUMNS = "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo('{}')"
_INDEXES = "SELECT name, \"unique\", origin FROM pragma_index_list('{}')"
_INDEXED = "SELECT name FROM pragma_index_xinfo('{}') WHERE key ORDER BY seqno"
_FOREIGN = (
    'SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(\'{}\') ORDER BY id, seq'
)
_ENCLOSED = re.compile(r"\((.*)\)", re.DOTALL)
_WORDS = {"TRUE": "1", "FALSE": "0", "NULL": None}


def read(execute: Execute, without: Collection[str]) -> Schema:
    """Read the schema, without the tables that are the migration tool's own."""
    tables: dict[str, Table] = {}
    parts: dict[str, str] = {}
    for kind, name, of, sql in execute(_OBJECTS):
        if of in without:
            continue
        if kind == "table":
            tables[name], columns_parts = _table(execute, name, sql or "")
            parts |= columns_parts
        else:
            parts[f"{kind} {name}"] = _plain(sql)
    checks: dict[str, set[str]] = {}
    for place in parts:
        table, found, condition = place.partition(" CHECK ")
        if found:
            checks.setdefault(table, set()).add(f"CHECK {condition}")
    return Schema(tables, parts, checks=checks)


def _table(execute: Execute, name: str, sql: str) -> tuple[Table, dict[str, str]]:
    quoted = name.replace("'", "''")
    columns: dict[str, Column] = {}
    key: dict[int, str] = {}
    for column, type_, not_null, default, place, hidden in execute(_COLUMNS.format(quoted)):
        generated = hidden in {2, 3}
        nullable = not not_null and not place
        columns[column] = Column(column, _type(type_), nullable, _default(default), generated=generated)
        if place:
            key[place] = column
    parts: dict[str, str] = {}
    for index, unique, origin in execute(_INDEXES.format(quoted)):
        if origin == "u" and unique:
            over = [str(each) for (each,) in execute(_INDEXED.format(index.replace("'", "''")))]
            parts[f"{name} UNIQUE ({', '.join(over)})"] = "unique"
    foreign = list(_foreign(execute, quoted))
    for each, rules in foreign:
        parts[f"{name} FOREIGN KEY ({', '.join(each.columns)})"] = f"{each.table} ({', '.join(each.referred)}){rules}"
    conditions = list(_checks(sql))
    columns = with_listed_values(columns, conditions)
    for condition in map(_bare, conditions):
        parts[f"{name} CHECK {condition}"] = "check"
        for column in re.findall(r"json_valid\((\w+)\)", condition, flags=re.IGNORECASE):
            if column in columns:
                columns[column] = replace(columns[column], type=f"{columns[column].type} JSON")
    return Table(name, columns, tuple(key[place] for place in sorted(key)), tuple(each for each, _ in foreign)), parts


def _foreign(execute: Execute, table: str) -> Iterator[tuple[ForeignKey, str]]:
    """The foreign keys of a table, each with what happens where a row that is referred to changes."""
    found: dict[int, list[tuple[str, str, str | None, str, str]]] = {}
    for number, *rest in execute(_FOREIGN.format(table)):
        found.setdefault(number, []).append(tuple(rest))
    for rows in found.values():
        to, _, _, update, delete = rows[0]
        referred = tuple(row[2] for row in rows if row[2] is not None) or _key(execute, to)
        rules = "".join(
            f" {event} {rule}" for event, rule in (("ON UPDATE", update), ("ON DELETE", delete)) if rule != "NO ACTION"
        )
        yield ForeignKey(tuple(row[1] for row in rows), to, referred), rules


def _key(execute: Execute, table: str) -> tuple[str, ...]:
    rows = [(place, name) for name, _, _, _, place, _ in execute(_COLUMNS.format(table.replace("'", "''"))) if place]
    return tuple(name for _, name in sorted(rows))


def _type(text: str) -> str:
    return re.sub(r"\s*([(,])\s*", r"\1", " ".join(text.upper().split()))


def _default(text: str | None) -> str | None:
    """A default in one form: what rewrites a table puts it in brackets, or in quotes."""
    if text is None:
        return None
    plain = text.strip()
    while plain.startswith("(") and (found := _ENCLOSED.fullmatch(plain)) is not None and _balanced(found[1]):
        plain = found[1].strip()
    if plain.upper() in _WORDS:
        return _WORDS[plain.upper()]
    if re.fullmatch(r"'-?\d+(\.\d+)?'", plain):
        return plain[1:-1]
    return plain.upper() if plain.upper().startswith("CURRENT_") else plain


def _balanced(text: str) -> bool:
    depth = 0
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            return False
    return depth == 0


def _checks(sql: str) -> Iterator[str]:
    """The conditions of CHECK constraints in the text of a table."""
    for found in re.finditer(r"\bCHECK\s*\(", sql, flags=re.IGNORECASE):
        depth = 1
        for end in range(found.end(), len(sql)):
            depth += (sql[end] == "(") - (sql[end] == ")")
            if not depth:
                yield sql[found.end() : end]
                break


def _bare(condition: str) -> str:
    """A condition without blanks, and quotes around names."""
    return "(" + re.sub(r'[\s"`\[\]]+', "", condition) + ")"


def _plain(sql: str | None) -> str:
    """The statement that made an object, without what tools quote or not."""
    return re.sub(r'["`\[\]]', "", " ".join((sql or "").split()))
