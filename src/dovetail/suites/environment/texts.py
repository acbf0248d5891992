"""Values of a port that stand for a text, such as passwords, tokens and ids: how they are made of one, and read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from dovetail.hints import bare, optional, resolve
from dovetail.introspection.signatures import parameters_of, required_by
from dovetail.port import MISSING
from dovetail.suites.calls.attributes import readable

_READERS = ("get_secret_value", "reveal")
_DEEPEST = 3


def from_text(hint: Any) -> Callable[[str], Any] | None:
    """What makes a value of a type out of a text; None where nothing says how.

    Args:
        hint: the type: text, bytes, a number, a UUID, or a class that is made of one such value.
    """
    cls = bare(optional(hint)[0])
    if cls in (MISSING, Any, str, object):
        return str
    if cls is bytes:
        return lambda text: text.encode("utf-8", "surrogatepass")
    if cls in (UUID, int):
        return cls  # type: ignore[no-any-return]
    return _wrapping(cls) if inspect.isclass(cls) else None


def like(value: Any, text: str) -> Any | None:
    """A value of the same type that stands for another text; None where there can be none."""
    make = from_text(type(value))
    if make is None:
        return None
    try:
        return make(text)
    except Exception:  # noqa: BLE001 - whatever the constructor of a class of the domain refuses it with
        return None


def as_text(value: Any) -> str | None:
    """The text that a value stands for; None where it stands for none, or for several."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, (UUID, int)) and not isinstance(value, bool):
        return str(value)
    for name in _READERS:
        if callable(getattr(type(value), name, None)):
            return as_text(getattr(value, name)())
    parts = [each for each in _parts(value) if each is not None]
    return as_text(parts[0]) if len(parts) == 1 else None


def texts_in(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts of all parts of a value: of its items, its attributes, and what those hold."""
    if isinstance(value, (str, bytes, UUID, int)) and not isinstance(value, bool):
        text = as_text(value)
        if text is not None:
            yield text
        return
    if depth < _DEEPEST:
        for part in _parts(value):
            yield from texts_in(part, depth + 1)


def _parts(value: Any) -> list[Any]:
    if value is None or isinstance(value, type) or callable(value):
        return []
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    names = dict.fromkeys([*readable(value), *(name for name in getattr(value, "__dict__", {}) if name[:1] != "_")])
    return [getattr(value, name) for name in names]


def _wrapping(cls: type) -> Callable[[str], Any] | None:
    """What makes an object of a class whose constructor needs one value that stands for a text."""
    taken = parameters_of(cls) or {}
    required = [taken[name] for name in required_by(cls) or ()]
    if len(required) != 1 or cls in (dict, list, tuple, set):
        return None
    only = required[0]
    constructor = vars(cls).get("__init__")
    hints = {**resolve(cls), **(resolve(constructor) if inspect.isfunction(constructor) else {})}
    inner = from_text(hints.get(only.name, MISSING))
    if inner is None:
        return None
    if only.kind is inspect.Parameter.KEYWORD_ONLY:
        return lambda text: cls(**{only.name: inner(text)})
    return lambda text: cls(inner(text))
