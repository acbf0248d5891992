"""The attributes of an aggregate's class, with their types, and how one is read from an aggregate."""

from __future__ import annotations

import inspect
import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar, TypeVar, cast, get_origin

from dovetail.hints import Unresolved, bare, optional, resolve, resolve_inside
from dovetail.introspection import assigned_attributes, declared_attributes, kept_as, written_constructor
from dovetail.introspection.signatures import VARIADIC
from dovetail.naming import snake
from dovetail.port import MISSING
from dovetail.records.sqlalchemy import mapped_hints, unwrapped
from dovetail.values.variants import variant

F = TypeVar("F", bound=Callable[..., Any])


def once_per_class(function: F) -> F:
    """Ask a question about a class once; typed as the function itself."""
    return cast("F", cache(function))


def attributes(owner: Any) -> Mapping[str, Any]:
    """The public attributes of a class by name: its fields, its annotated properties, what its constructor takes or
    declares.
    """
    cls: Any = getattr(owner, "__origin__", owner)
    return _attributes(cls) if isinstance(cls, type) else {}


@once_per_class
def _attributes(cls: Any) -> Mapping[str, Any]:
    said = {name: hint for name, hint in resolve(cls).items() if not name.startswith("_")}
    found = {name: unwrapped(hint) for name, hint in said.items() if get_origin(hint) is not ClassVar}
    found |= {name: hint for name, hint in mapped_hints(cls).items() if not name.startswith("_")}
    if "__init__" in vars(cls) or not found:
        constructor = written_constructor(cls)
        hints = resolve(constructor) if inspect.isfunction(constructor) else {}
        kept = kept_as(cls)
        taken = {name: hint for name, hint in hints.items() if name in _parameters(constructor)}
        shown = {_shown(cls, name, kept.get(name, name)): hint for name, hint in taken.items()}
        shown |= {name: hint for name, hint in _declared_by(constructor).items() if name not in shown}
        found = {name: hint for name, hint in shown.items() if name} | found
    for name, member in inspect.getmembers_static(cls, lambda each: isinstance(each, property)):
        if not name.startswith("_") and member.fget is not None:
            found.setdefault(name, resolve(member.fget).get("return", Unresolved(name)))
    return found


def _declared_by(constructor: Any) -> dict[str, Any]:
    """The public attributes of which the constructor itself says what they are: `self.lines: list[Line] = []`."""
    said = {name: hint for name, hint in declared_attributes(constructor).items() if not name.startswith("_")}
    return resolve_inside(constructor, said)


def has_attribute(owner: Any, name: str) -> bool:
    """Whether the objects of a class have an attribute: declared, mapped, or given by the constructor unasked."""
    cls: Any = getattr(owner, "__origin__", owner)
    return name in attributes(cls) or hasattr(cls, name) or name in assigned_attributes(written_constructor(cls))


def _shown(cls: Any, parameter: str, kept: str) -> str:
    """The attribute that shows what a constructor takes; none for `_id` that is kept of an `order_id`, unless it is."""
    if not kept.startswith("_"):
        return kept
    return parameter if hasattr(cls, parameter) else ""


def _parameters(constructor: Any) -> list[str]:
    """The names of those that stand for one value each, the object itself left out."""
    parameters = list(inspect.signature(constructor).parameters.values())
    return [each.name for each in parameters[1:] if each.kind not in VARIADIC]


def readable(owner: Any) -> list[str]:
    """The attributes of an object that can be read: a property may raise."""
    return [name for name in attributes(type(owner)) if is_readable(owner, name)]


def is_readable(owner: Any, name: str) -> bool:
    """Whether an object says what it has under a name; a property may have rules of its own."""
    try:
        getattr(owner, name)
    except Exception:  # noqa: BLE001 - AttributeError, or anything that a property raises
        return False
    return True


def reader(path: str) -> Callable[[Any], Any]:
    """Reads a dotted path, e.g. `id.value`; of a dictionary, its items."""
    read = operator.attrgetter(path)

    def read_either(owner: Any) -> Any:
        if not isinstance(owner, dict):
            return read(owner)
        name, _, rest = path.partition(".")
        return reader(rest)(owner[name]) if rest else owner[name]

    return read_either


@once_per_class
def single_field(hint: Any) -> tuple[str, Any] | None:
    """The one field of a value object that wraps a value, e.g. `('value', UUID)` for `OrderId(value: UUID)`."""
    if not inspect.isclass(hint) or hint.__module__ == "builtins":
        return None
    fields = {name: each for name, each in resolve(hint).items() if not name.startswith("_")}
    return next(iter(fields.items())) if len(fields) == 1 else None


def held_by(value: Any) -> Any:
    """What a value object holds in its one field; any other value itself."""
    wrapped = single_field(type(value))
    return value if wrapped is None else getattr(value, wrapped[0], None)


def like(value: Any, held: Any) -> Any:
    """A value object like this one that holds something else; None where its own rules do not allow that.

    Of a value that is no value object, it is what is held.
    """
    wrapped = single_field(type(value))
    return held if wrapped is None else variant(value, wrapped[0], held)


def attribute_for(name: str, hint: Any, known: Mapping[str, Any], aggregate: type) -> str | None:
    """The dotted path of the attribute that a parameter names and whose type it has."""
    noun = snake(aggregate.__name__)
    for candidate in (name, name.removeprefix(f"{noun}_"), f"{noun}_{name}"):
        if candidate in known and (path := _of_type(candidate, known[candidate], hint)) is not None:
            return path
    head, _, tail = name.rpartition("_")
    if head in known and tail in attributes(known[head]):
        return _of_type(f"{head}.{tail}", attributes(known[head])[tail], hint)
    return None


def _of_type(path: str, held: Any, wanted: Any) -> str | None:
    held_type, _ = optional(held)
    wanted_type, _ = optional(wanted)
    if wanted is MISSING or bare(held_type) == bare(wanted_type):
        return path
    wrapped = single_field(held_type)
    return f"{path}.{wrapped[0]}" if wrapped is not None and bare(wrapped[1]) == bare(wanted_type) else None
