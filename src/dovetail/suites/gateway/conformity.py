"""Whether a result is what the port declares, down to the fields of its objects, and what it was made of is no lie."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, get_args, get_origin, is_typeddict

from dovetail.hints import resolve
from dovetail.port import MISSING
from dovetail.port.conformance import conforms
from dovetail.suites.calls.attributes import attributes
from dovetail.values import code
from dovetail.values.shape import Kind, shape_of

_DEEPEST = 8


def misfit(value: Any, hint: Any, path: str = "", depth: int = 0) -> tuple[str, str] | None:
    """The first part of a result that is not of its declared type, or is no number: its path and what it is."""
    if _is_nan(value):
        return path, f"{code(value)}, which is no number"
    if hint is not MISSING and not conforms(value, hint):
        return path, f"{code(value)}, which is no {_name(hint)}"
    if depth > _DEEPEST or isinstance(value, Enum):
        return None
    for name, part, its in _parts(value, hint):
        found = misfit(part, its, path + name, depth + 1)
        if found is not None:
            return found
    return None


def is_document(value: Any, hint: Any) -> bool:
    """Whether a result is the provider's document as it came, of whose fields the port declares nothing."""
    if isinstance(value, (list, tuple)):
        arguments = get_args(hint)
        its = arguments[0] if arguments and get_origin(hint) in (list, tuple, Sequence) else MISSING
        return bool(value) and all(is_document(each, its) for each in value)
    return isinstance(value, dict) and not is_typeddict(hint)


def _parts(value: Any, hint: Any) -> list[tuple[str, Any, Any]]:
    if isinstance(value, dict):
        keys = resolve(hint) if is_typeddict(hint) else {}
        return [(f"[{key!r}]", each, keys.get(key, MISSING)) for key, each in value.items()]
    if isinstance(value, (list, tuple, set, frozenset)) and not hasattr(value, "_fields"):
        arguments = get_args(hint)
        its = arguments[0] if len(arguments) == 1 else MISSING
        return [(f"[{place}]", each, its) for place, each in enumerate(value)]
    shape = shape_of(type(value))
    if shape is None or shape.kind is not Kind.RECORD:
        return []
    declared = attributes(type(value))
    names, parts = shape.read(value)
    return [(f".{name}", part, declared.get(str(name), MISSING)) for name, part in zip(names, parts, strict=True)]


def _is_nan(value: Any) -> bool:
    if isinstance(value, Decimal):
        return not value.is_finite()
    return isinstance(value, float) and (math.isnan(value) or math.isinf(value))


def _name(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)
