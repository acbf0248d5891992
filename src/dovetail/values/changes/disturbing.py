"""Every place at which an object graph can be changed in place through its public surface."""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, get_args

from hypothesis import strategies as st

from dovetail.values.changes.fields import public_fields, shown_fields
from dovetail.values.changes.methods import Call, called
from dovetail.values.changes.revising import element_type, fresh_value
from dovetail.values.changes.source import behaviour
from dovetail.values.code import code
from dovetail.values.shape import Kind, shape_of

Draw = Callable[[st.SearchStrategy[Any]], Any]
Place = Callable[[Draw], str | None]


def places(root: Any, name: str, keys: frozenset[str]) -> list[Place]:
    """The changes that can be tried on an object and on what it holds; each gives its line, or None where it failed."""
    return list(_places(root, name, Any, "", type(root), keys, set()))


def _places(
    value: Any, text: str, hint: Any, field: str, owner: type, keys: frozenset[str], seen: set[int]
) -> Iterator[Place]:
    shape = shape_of(type(value))
    if shape is None or id(value) in seen:
        return
    seen.add(id(value))
    if shape.kind is Kind.RECORD:
        yield from _object_places(value, text, keys, seen)
    else:
        yield from _collection_places(value, text, hint, field, owner, seen)


def _object_places(value: Any, text: str, keys: frozenset[str], seen: set[int]) -> Iterator[Place]:
    for name, hint in public_fields(value).items():
        if name not in keys:
            yield _assignment(value, text, name, hint)
    for name, hint in shown_fields(value).items():
        try:
            inner = getattr(value, name)
        except Exception:  # noqa: BLE001, S112 - a property may raise anything
            continue
        if name not in keys:
            yield from _places(inner, f"{text}.{name}", hint, name, type(value), frozenset(), seen)
    for name in sorted(behaviour(type(value)).mutators):
        yield _method_call(value, text, name)


def _collection_places(value: Any, text: str, hint: Any, field: str, owner: type, seen: set[int]) -> Iterator[Place]:
    if isinstance(value, list | deque):
        yield _addition(value, text, "append", element_type(hint), field, owner)
        if value:
            yield lambda draw: _edit(value.pop, f"{text}.pop()")
            yield lambda draw: _edit(value.clear, f"{text}.clear()")
    elif isinstance(value, set):
        yield _addition(value, text, "add", element_type(hint), field, owner)
        if value:
            yield lambda draw: _edit(value.clear, f"{text}.clear()")
    elif isinstance(value, dict):
        yield _entry(value, text, hint, field, owner)
        if value:
            yield lambda draw: _edit(value.clear, f"{text}.clear()")
    inner_hint = get_args(hint)[-1] if isinstance(value, dict) and get_args(hint) else element_type(hint)
    for key, part in _parts(value):
        yield from _places(part, f"{text}[{key}]", inner_hint, field, owner, frozenset(), seen)


def _parts(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(code(key), part) for key, part in value.items()]
    if isinstance(value, list | tuple | deque):
        return [(str(place), part) for place, part in enumerate(value)]
    return []


def _assignment(value: Any, text: str, name: str, hint: Any) -> Place:
    def place(draw: Draw) -> str | None:
        drawn = fresh_value(draw, type(value), name, hint, getattr(value, name, None))
        if drawn is None:
            return None
        return _edit(lambda: setattr(value, name, drawn[0]), f"{text}.{name} = {code(drawn[0])}")

    return place


def _addition(value: Any, text: str, method: str, hint: Any, field: str, owner: type) -> Place:
    def place(draw: Draw) -> str | None:
        present = next(iter(value), None)
        drawn = fresh_value(draw, owner, field, hint, present) if hint is not None or present is not None else None
        if drawn is None and present is not None:
            drawn = (copy.deepcopy(present),)
        if drawn is None:
            return None
        line = f"{text}.{method}({code(drawn[0])})"
        return _edit(lambda: getattr(value, method)(drawn[0]), line)

    return place


def _entry(value: dict[Any, Any], text: str, hint: Any, field: str, owner: type) -> Place:
    def place(draw: Draw) -> str | None:
        key_hint, item_hint = get_args(hint) if len(get_args(hint)) == 2 else (Any, Any)
        present = next(iter(value.items()), (None, None))
        key = fresh_value(draw, owner, field, key_hint, present[0])
        item = fresh_value(draw, owner, field, item_hint, present[1])
        if key is None or item is None:
            return None
        return _edit(lambda: value.__setitem__(key[0], item[0]), f"{text}[{code(key[0])}] = {code(item[0])}")

    return place


def _method_call(value: Any, text: str, name: str) -> Place:
    def place(draw: Draw) -> str | None:
        outcome = called(draw, Call(getattr(value, name), value, type(value)))
        return None if outcome is None else f"{text}.{name}({outcome[1]})"

    return place


def _edit(act: Callable[[], Any], line: str) -> str | None:
    try:
        act()
    except Exception:  # noqa: BLE001 - frozen, or refused by the domain
        return None
    return line
