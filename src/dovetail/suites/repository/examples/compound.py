"""Keys of several parts, and those that a careless adapter takes for one of them.

Where parts are joined to one text, `("a", "b:c")` and `("a:b", "c")` come to the same unless the separator is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from dovetail.suites.calls.attributes import held_by, like, reader
from dovetail.suites.repository.examples.lookalikes import neighbours
from dovetail.suites.repository.inference.key import Key, fields_of
from dovetail.values import identical
from dovetail.values.variants import variant

_SEPARATORS = (":", "/", "-", "_", "|", ",", ".", ";", "#", " ", "::", "")
_TEXT = "a1:b/c-d_e|f,g.h;i#j k::l"  # with each of them inside
_NUMBER = 12


def parts_of(key: Any) -> dict[Any, Any]:
    """The parts of a key by place or name; empty where it is one value, though wrapped in a field."""
    if isinstance(key, tuple):
        return dict(enumerate(key))
    names = fields_of(type(key))
    return {name: getattr(key, name) for name in names} if len(names) > 1 else {}


def told_apart(aggregate: Any, key: Key) -> Any:
    """The aggregate under a key whose parts can be cut in many ways, as far as its own rules allow that."""
    if key.parts:
        for path in key.parts:
            told = None if "." in path else variant(aggregate, path, _telling(reader(path)(aggregate)))
            aggregate = aggregate if told is None else told
        return aggregate
    told = key.read(aggregate)
    for name, part in parts_of(told).items():
        told = _with(told, {name: _telling(part)}) or told
    return (None if key.attribute is None else variant(aggregate, key.attribute, told)) or aggregate


def cut_otherwise(key: Any) -> Iterator[Any]:
    """The keys that come to the same once two neighbouring parts are joined, with any of the usual separators."""
    for (one, first), (two, second) in pairwise(parts_of(key).items()):
        for separator in _SEPARATORS:
            others = (_with(key, {one: left, two: right}) for left, right in _cut(first, second, separator))
            found = next((each for each in others if each is not None and not identical(each, key)), None)
            if found is not None:
                yield found


def near_in_one_part(key: Any) -> Iterator[Any]:
    """The keys of which one part is what a careless comparison takes for that of this key."""
    for name, part in parts_of(key).items():
        for other in neighbours(part):
            near = _with(key, {name: other})
            if near is not None:
                yield near


def _telling(part: Any) -> Any:
    held = held_by(part)
    if isinstance(held, str):
        return _like(part, _TEXT) or part
    return _like(part, _NUMBER) or part if type(held) is int else part


def _cut(first: Any, second: Any, separator: str) -> Iterator[tuple[Any, Any]]:
    """Two neighbouring parts, joined and cut at another place; not where one of them would be empty."""
    one, two = held_by(first), held_by(second)
    if not all(isinstance(each, str) or type(each) is int for each in (one, two)):
        return
    joined = f"{one}{separator}{two}"
    for place in range(1, len(joined) - len(separator)):
        left, right = joined[:place], joined[place + len(separator) :]
        if joined[place : place + len(separator)] == separator and left != str(one):
            pair = _like(first, left), _like(second, right)
            if None not in pair:
                yield pair


def _like(part: Any, value: Any) -> Any:
    """A part of the same make that holds that value, though it be given as text; None where there is none."""
    try:
        made = type(held_by(part))(value)
    except Exception:  # noqa: BLE001 - ValueError of an int, or anything that the user's text class raises
        return None
    return like(part, made) if str(made) == str(value) else None


def _with(key: Any, parts: dict[Any, Any]) -> Any:
    """The key with other parts; None where its own rules do not allow them."""
    if isinstance(key, tuple):
        held = [parts.get(place, part) for place, part in enumerate(key)]
        return tuple(held) if type(key) is tuple else type(key)(*held)
    for name, part in parts.items():
        key = None if key is None else variant(key, name, part)
    return key
