"""The fields of a JSON document, and the document with something else in one of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]

ADDED = "x_dovetail_added"
"""The name of a field that no provider has."""

_MOST = 10
_DEEPEST = 4
NOTHING = object()
"""Stands for a field that is left out."""


def fields(document: Any) -> list[Path]:
    """The fields of a document that have a value, those of the first element of a list too."""
    return list(_fields(document, ()))[:_MOST]


def _fields(document: Any, path: Path) -> Iterator[Path]:
    if len(path) > _DEEPEST:
        return
    if isinstance(document, dict):
        for name, value in document.items():
            if value is not None:
                yield (*path, name)
                yield from _fields(value, (*path, name))
    elif isinstance(document, list) and document:
        yield from _fields(document[0], (*path, 0))


def at(document: Any, path: Path) -> Any:
    """The value of a field."""
    for step in path:
        document = document[step]
    return document


def altered(document: Any, path: Path, value: Any) -> Any:
    """A copy of the document with another value in a field, or without the field."""
    made = copy.deepcopy(document)
    owner = at(made, path[:-1])
    if value is NOTHING:
        del owner[path[-1]]
    else:
        owner[path[-1]] = value
    return made


def with_unknown_fields(document: Any) -> Any:
    """A copy with a field more in every object."""
    if isinstance(document, dict):
        more = {name: with_unknown_fields(value) for name, value in document.items()}
        return more | {ADDED: {"later": [1, None, "text"]}}
    if isinstance(document, list):
        return [with_unknown_fields(each) for each in document]
    return document


def shown(path: Path) -> str:
    """`charge.lines[0].price`: a field as people name it."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def wrong(value: Any) -> Iterator[tuple[Any, bool]]:
    """Values of other types, each with whether it is wrong for certain: a field with a text may take a number too."""
    if isinstance(value, bool):
        yield {"unexpected": []}, True
        yield "maybe", False
    elif isinstance(value, (int, float)):
        yield "twelve", True
        yield {"unexpected": []}, True
        yield float("nan"), False
        yield float("inf"), False
        yield str(value), False
    elif isinstance(value, str):
        yield {"unexpected": []}, True
        yield 17, False
        yield "dovetail-unknown", False
    elif isinstance(value, list):
        yield 17, True
        yield {"unexpected": []}, True
    else:
        yield 17, True
        yield "text", True


def other(value: Any) -> Any:
    """Another value of the same type, to see whether anything depends on it; `NOTHING` where there is none."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return f"{value}x"
    return NOTHING
