"""Keys and values of caches: what is drawn, and what a careless cache takes for something else."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar, get_args, get_origin
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dovetail.hints import bare, optional
from dovetail.port import MISSING
from dovetail.values.strategies import for_type

LONG = 300  # characters: more than memcached's 250 bytes


@dataclass
class Sample:
    """An object that a cache of any value may be given."""

    name: str
    prices: list[int] = field(default_factory=list)


_TEXTS = st.text("abé :'\"", max_size=6)
_LEAVES = st.one_of(st.integers(-5, 300), _TEXTS, st.booleans(), st.sampled_from([0.0, 0.5, -1.0]))
_ANYTHING: SearchStrategy[Any] = st.one_of(
    _LEAVES,
    st.lists(_LEAVES, max_size=3),
    st.dictionaries(st.sampled_from(["a", "b", "id"]), _LEAVES, max_size=2),
    st.dictionaries(st.sampled_from(["lines", "tags"]), st.lists(_LEAVES, max_size=2), max_size=2),
)
"""What a cache of any value takes, whatever it writes it as."""

CHANGEABLE: SearchStrategy[Any] = st.one_of(
    st.lists(_LEAVES, max_size=3),
    st.dictionaries(st.sampled_from(["a", "b"]), st.lists(_LEAVES, max_size=2), min_size=1, max_size=2),
)
"""Of those, the ones that can be changed in place."""

FALSY: tuple[Any, ...] = (0, False, "", 0.0, [], {})


def with_types() -> tuple[Any, ...]:
    """Values that lose their type where they are written as JSON, or as text."""
    noon = dt.datetime(2024, 2, 29, 12, 30, 15, 250, tzinfo=dt.UTC)
    return (
        ("a", 1), {1: "one", 2: "two"}, {1, 2}, frozenset({"a"}), b"\x00\xff", Decimal("1.50"), noon,
        noon.replace(tzinfo=None), noon.date(), dt.timedelta(minutes=90), UUID(int=7), "7", "null", "true", 7, True,
        2**40, [("a", 1), None], {"nested": {"tuple": (1, 2)}}, Sample("a", [1]),
    )  # fmt: skip


def is_anything(hint: Any) -> bool:
    """Whether an annotation says nothing of what a value is."""
    return hint in (MISSING, Any, object) or isinstance(hint, TypeVar)


def values_of(hint: Any) -> SearchStrategy[Any]:
    """Values of the type that a cache's port takes."""
    hint = optional(bare(hint))[0]
    return _ANYTHING if is_anything(hint) else for_type(hint)


def keys_of(hint: Any) -> SearchStrategy[Any]:
    """Keys of the type that a cache's port takes."""
    if has_text_keys(hint) or takes_any_key(hint):
        return st.integers(100, 999).map(lambda number: f"user:{number}")
    if takes_any_tuple(hint):
        return st.integers(100, 999).map(lambda number: ("user", number))
    return for_type(hint, extremes=False)


def has_text_keys(hint: Any) -> bool:
    """Whether keys are text, so that neighbours of one can be made up."""
    return bare(hint) in (str, MISSING) or isinstance(hint, TypeVar)


def takes_any_key(hint: Any) -> bool:
    """Whether a key may be anything that a dictionary takes."""
    return bare(hint) in (Any, object, Hashable)


def takes_any_tuple(hint: Any) -> bool:
    """Whether a key is a tuple of whatever a call was made with."""
    hint = bare(hint)
    return hint is tuple or (get_origin(hint) is tuple and bool(set(get_args(hint)) & {Any, object, Hashable}))


_TEXT_PAIRS: tuple[Callable[[str], tuple[str, str]], ...] = (
    lambda key: (key, key.swapcase()),
    lambda key: (key, f"{key} "),
    lambda key: (key, f"{key}0"),
    lambda key: (key, key[:-1]),
    lambda key: (key, key.replace(":", "_")),
    lambda key: (key, key.replace(":", "/")),
    lambda key: (key, key.replace(":", "::")),
    lambda key: (key, key.replace(":", "")),
    lambda key: (f"{key}*", f"{key}?"),
    lambda key: (f"{key}é", unicodedata.normalize("NFD", f"{key}é")),
    lambda key: (f"{key}é", f"{key}e"),
    lambda key: (f"{key} a", f"{key}_a"),
    lambda key: (key + "x" * LONG + "a", key + "x" * LONG + "b"),
)
_ANY_PAIRS: tuple[tuple[Any, Any], ...] = (
    (1, "1"),
    (None, "None"),
    (("a", "b"), "('a', 'b')"),
    (("a", 1), ("a", "1")),
    (b"a", "b'a'"),
    (b"a", "a"),
)
_TUPLE_PAIRS: tuple[tuple[Any, Any], ...] = (
    (("user", 1), ("user", "1")),
    ((1, 23), (12, 3)),
    (("a",), ("a", None)),
    (("a", None), ("a", "None")),
    (("a", ("b",)), ("a", "('b',)")),
    (("a", "b"), ("b", "a")),
)
_SEPARATORS = (":", ",", "-", "_", "|", "/", ".", "")


def pairs(key: Any, hint: Any) -> Iterator[tuple[Any, Any]]:
    """Keys that differ a little, two and two."""
    if isinstance(key, str):
        found: Iterator[tuple[Any, Any]] = (way(key) for way in _TEXT_PAIRS)
        yield from ((one, other) for one, other in found if one != other)
    elif type(key) is int:
        yield from ((key, -key), (key, int(f"{key}0"))) if key else ()
    elif takes_any_tuple(hint):
        yield from _TUPLE_PAIRS
        yield from _divided()
    elif type(key) is tuple and len(key) > 1:
        yield from _parts(key)
    if takes_any_key(hint):
        yield from _ANY_PAIRS
        yield from _divided()


def _divided() -> Iterator[tuple[Any, Any]]:
    """Tuples of text that are one text where they are joined."""
    return ((("a", f"b{each}c"), (f"a{each}b", "c")) for each in _SEPARATORS)


def _parts(key: tuple[Any, ...]) -> Iterator[tuple[Any, Any]]:
    """Tuples of the same types whose first two parts are divided otherwise."""
    rest = key[2:]
    match key[:2]:
        case (str(), str()):
            yield from (((*one, *rest), (*other, *rest)) for one, other in _divided())
            yield ("a", "b", *rest), ("A", "b", *rest)
        case (str(), int()):
            yield ("a1", 2, *rest), ("a", 12, *rest)
        case (int(), int()):
            yield (1, 23, *rest), (12, 3, *rest)
            yield (1, 2, *rest), (2, 1, *rest)
