"""The view that a fake reader gives of an aggregate: as its contract says, else made of what both have in common."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from enum import Enum
from typing import Any

from dovetail.errors import ContractError
from dovetail.hints import element, optional
from dovetail.naming import snake
from dovetail.port import MISSING
from dovetail.records import constructor_of
from dovetail.suites.calls.attributes import held_by, is_readable
from dovetail.suites.reader.binding import ReaderBinding
from dovetail.values.copies import copied

_LEAVES = {"builtins", "datetime", "decimal", "uuid", "fractions", "pathlib"}
"""The modules whose classes are no views, but what stands in one."""


def view_of(binding: ReaderBinding, name: str, hint: Any, aggregate: Any) -> Any:
    """The view that an operation gives of an aggregate.

    Raises:
        ContractError: nothing says how a view is made of it.
    """
    aggregate = copied(aggregate)
    if name in binding.views:
        return binding.views[name](aggregate)
    hint = optional(hint)[0]
    if hint is MISSING or (isinstance(hint, type) and isinstance(aggregate, hint)):
        return aggregate
    own = {each: binding.written.key.read(aggregate) for each in binding.key_names}
    made, missing = _made(hint, aggregate, own)
    if missing is None:
        return made
    shown = getattr(hint, "__name__", str(hint))
    raise ContractError(
        f"nothing says what {missing} of {shown} is, which {name} of the fake gives"
        if missing
        else f"nothing says how a {shown} is made of a {type(aggregate).__name__}, which {name} of the fake gives",
        f'write it in the contract: views = {{"{name}": lambda {snake(type(aggregate).__name__)}: ...}}',
    )


def _made(hint: Any, source: Any, named: Mapping[str, Any]) -> tuple[Any, str | None]:
    """A value of a type made of another one, and what is missing for that: a name, empty where nothing can be made."""
    if not inspect.isclass(hint) or issubclass(hint, (Mapping, Enum)) or hint.__module__ in _LEAVES:
        return None, ""
    constructor = constructor_of(hint)
    if constructor is None:
        return None, ""
    given: dict[str, Any] = {}
    for each in constructor.parameters:
        found, value = _part(each.field, each.hint, source, named)
        if found:
            given[each.name] = value
        elif each.required:
            return None, each.name
    return hint(**given), None


def _part(name: str, hint: Any, source: Any, named: Mapping[str, Any]) -> tuple[bool, Any]:
    """What stands under a name, in the type that is asked for; whether it does."""
    if is_readable(source, name):
        return _as(hint, getattr(source, name))
    return _as(hint, named[name]) if name in named else (False, None)


def _as(hint: Any, value: Any) -> tuple[bool, Any]:
    """A value in the type that is asked for: as it is, out of what wraps it, or made anew of what it has."""
    wanted = optional(hint)[0]
    if value is None or wanted in {MISSING, Any} or (isinstance(wanted, type) and isinstance(value, wanted)):
        return True, value
    inner = element(wanted)
    if inner is not None and isinstance(value, (list, tuple, set, frozenset)):
        parts = [_as(inner, each) for each in value]
        return all(found for found, _ in parts), type(value)(part for _, part in parts)
    if isinstance(wanted, type) and isinstance(held := held_by(value), wanted):
        return True, held
    made, missing = _made(wanted, value, {})
    return missing is None, made
