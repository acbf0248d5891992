"""What a database may hold in a column that no mapper ever wrote there."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from dovetail.port import MISSING
from dovetail.suites.mapper.columns import column_of
from dovetail.suites.mapper.parts import Part, is_leaf, parts_of

GARBAGE = "???"
ABSENT: Any = object()
"""Stands for a key that is left out."""

_POSITION = re.compile(r"(^|_)(position|pos|index|idx|ordinal|ord|order|sequence|seq|rank|number|no|nr|line)$")


@dataclass(frozen=True, slots=True)
class Corruption:
    """A value that one part of a model is given.

    Attributes:
        part: that part.
        value: the value, or `ABSENT`.
        declared: whether the model's declaration says that this cannot be: then only a value made up counts.
        key: of a JSON document that is kept as text, the key that is left out of it.
    """

    part: Part
    value: Any
    declared: bool = False
    key: str = ""

    @property
    def is_absence(self) -> bool:
        """Whether something is left out: a mapper may know what it means where it is not there."""
        return self.value is ABSENT or bool(self.key)

    @property
    def names(self) -> tuple[str, ...]:
        """The names under which a refusal may tell of it."""
        return tuple(name for name in (self.part.name, self.key) if name)


def corruptions(model: Any, hint: Any, tables: list[Any]) -> Iterator[Corruption]:
    """What may be wrong with each column of a model, in the order of its columns."""
    if is_leaf(model):
        yield from _in_json(Part((), model, hint))
        return
    everywhere = list(parts_of(model, hint))
    yield from (Corruption(part, ABSENT) for part in everywhere if part.required)
    found = [each for each in everywhere if is_leaf(each.value)]
    for part in found:
        if _is_position(part, [each.value for each in found if each.pattern == part.pattern]):
            continue
        column = column_of(model, part, tables)
        yield from _in_json(part)
        for value in _values(part.value):
            yield Corruption(part, value)
        if not part.steps[-1].attribute and part.hint is MISSING and column is None and isinstance(part.name, str):
            yield from _undeclared(part)
        elif column is None and part.value is not None and not isinstance(part.value, str):
            yield Corruption(part, None, declared=part.hint is not MISSING and not part.optional)
        elif part.value is not None and (column.nullable if column is not None else part.optional):
            yield Corruption(part, None)


def _values(value: Any) -> tuple[Any, ...]:
    """Values of the declared type, that a row may hold and the domain may not know."""
    if isinstance(value, Enum | bool):
        return ()
    if isinstance(value, str):
        return (GARBAGE, "")
    if isinstance(value, int):
        return (-1, 0, 2**31 - 1, -(2**31))
    if isinstance(value, Decimal):
        return (Decimal(-1), Decimal(0))
    return (-1.0,) if isinstance(value, float) else ()


def _in_json(part: Part) -> Iterator[Corruption]:
    """What may be wrong with a JSON document that is kept as text: it does not parse, or a key is missing."""
    try:
        document = json.loads(part.value) if isinstance(part.value, str | bytes) else None
    except ValueError:
        return
    if not isinstance(document, dict | list) or not document:
        return
    if not part.steps:
        yield Corruption(part, GARBAGE)
    for key, less in _less(document):
        yield Corruption(part, json.dumps(less), key=key)


def _less(document: Any) -> Iterator[tuple[str, Any]]:
    """A document without one of its keys, at any depth, with that key."""
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for key, part in list(items):
        if isinstance(key, str):
            yield key, {name: each for name, each in document.items() if name != key}
        for inner, less in _less(part) if isinstance(part, dict | list) else ():
            whole = dict(document) if isinstance(document, dict) else list(document)
            whole[key] = less
            yield inner, whole


def _undeclared(part: Part) -> Iterator[Corruption]:
    """What may be in a plain dictionary, of which nothing is declared."""
    if part.value is not None:
        yield Corruption(part, None)
    if isinstance(part.value, int | float | Decimal) and not inspect.isclass(part.value):
        yield Corruption(part, GARBAGE)
    if isinstance(part.steps[-1].key, str):
        yield Corruption(part, ABSENT)


def _is_position(part: Part, siblings: list[Any]) -> bool:
    """Whether a number only says which place an element has among its like: the mapper counts anew."""
    if type(part.value) is not int or not any(not step.attribute for step in part.steps):
        return False
    numbers = sorted(each for each in siblings if type(each) is int)
    counted = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return counted or bool(_POSITION.search(part.name.lower()))
