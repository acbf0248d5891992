"""What the methods of a class do to its objects."""

from __future__ import annotations

import functools
import inspect
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args, get_origin

from dovetail import hints
from dovetail.values.changes.deeds import Deeds, deeds_of
from dovetail.values.changes.fields import is_library, stored_fields
from dovetail.values.strategies.buffers import is_buffer

if TYPE_CHECKING:
    from collections.abc import Iterator

_ASIDE = re.compile(r"cache|memo|lock$|logger")  # what is kept beside the state
_ASKING = re.compile(
    r"(to|as|get|is|has|can|calculate|compute|total|sum|count|find|render|format|export|list|iter)(_|$)"
)
_CREATING = frozenset({"model_post_init"})


@dataclass(frozen=True)
class Behaviour:
    """What a class does to the state of its objects.

    Attributes:
        mutators: the public methods that change it in place.
        renewers: the public methods that give a changed copy.
        assigned: the fields that any of them, or a property's setter, writes.
        unknown: whether they write what cannot be told from the source.
    """

    mutators: frozenset[str] = frozenset()
    renewers: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()
    unknown: bool = False


@functools.cache
def behaviour(cls: Any) -> Behaviour:
    """Read the methods of a class and its bases; where there is no source, each public method may change anything."""
    methods = _methods(cls)
    edits = frozenset(name for part in parts(cls) for name in _editing(part))
    deeds = {name: [deeds_of(one, cls, edits) for one in functions] for name, functions in methods.items()}
    public = [name for name in methods if not name.startswith("_") and name not in _setters(cls)]
    if methods and not any(one for found in deeds.values() for one in found):
        return Behaviour(mutators=frozenset(public), unknown=True)
    whole = {name: _whole(name, deeds, frozenset()) for name in methods}
    mutators = frozenset(name for name in public if _changes_state(cls, name, whole[name]))
    renewers = frozenset(name for name in public if _renews(whole[name])) - mutators
    doing = [whole[name] for name in (*mutators, *renewers, *_setters(cls))]
    assigned = {field for one in doing for field in one.writes} | _setters(cls)
    assigned |= {f"_{parameter}" for one in doing for parameter in one.renewed}
    if any(one.inner for one in doing):
        assigned |= {field for field in stored_fields(cls) if _can_change_inside(cls, field)}
    assigned |= {field for field in stored_fields(cls) if _has_mutators(cls, field)}
    return Behaviour(mutators, renewers, frozenset(assigned), any(one.unknown for one in doing))


def _changes_state(cls: Any, name: str, deeds: Deeds) -> bool:
    written = deeds.writes - deeds.renewed
    if any(not _ASIDE.search(field) and not is_buffer(cls, field) for field in written):
        return True
    # What changes something that it took out of the object may as well have made it: then its name tells.
    return deeds.unknown or (deeds.inner and not _ASKING.match(name))


def _renews(deeds: Deeds) -> bool:
    return bool(deeds.renewed) or deeds.renews_unknown


def _whole(name: str, deeds: dict[str, list[Deeds | None]], above: frozenset[str]) -> Deeds:
    """What a method does, with what the methods of its own object do that it calls."""
    whole = Deeds()
    for one in deeds[name]:
        whole.add(one if one is not None else Deeds(unknown=True))
    for called in whole.calls & set(deeds) - above - {name}:
        whole.add(_whole(called, deeds, above | {name}))
    return whole


def _methods(cls: type) -> dict[str, list[Any]]:
    """The functions of a class and its bases that take the object, by name; setters under their property's name."""
    found: dict[str, list[Any]] = {}
    for base in reversed(cls.__mro__[:-1]):
        if is_library(base):
            continue
        for name, member in vars(base).items():
            function = member.fset if isinstance(member, property) else member
            function = inspect.unwrap(function) if callable(function) else function
            magic = name.startswith("__") and name.endswith("__")
            if inspect.isfunction(function) and not magic and name not in _CREATING:
                found.setdefault(name, []).append(function)
    return found


def _setters(cls: type) -> frozenset[str]:
    return frozenset(
        name
        for base in cls.__mro__
        for name, member in vars(base).items()
        if isinstance(member, property) and member.fset is not None
    )


def _editing(cls: Any) -> Iterator[str]:
    """The methods by which a class changes its own state itself."""
    for name, functions in _methods(cls).items():
        if any(one is not None and one.writes - one.renewed for one in (deeds_of(f, cls) for f in functions)):
            yield name


def _has_mutators(cls: type, field: str) -> bool:
    """Whether the objects in a field have methods of their own that change them."""
    return any(True for part in _classes(hints.resolve(cls).get(field)) if part is not cls for _ in _editing(part))


def _can_change_inside(cls: type, field: str) -> bool:
    """Whether what a field holds may be changed in place: not so for plain values."""
    hint = hints.resolve(cls).get(field)
    if hint is None:
        return True
    return any(
        part.__module__ not in ("datetime", "decimal", "uuid", "enum") and part not in (str, int, float, bool, bytes)
        for part in _classes(hint)
    )


def parts(cls: Any) -> list[Any]:
    """The classes of what the objects of a class hold, at any depth."""
    seen, waiting = {cls: None}, [cls]
    while waiting:
        for hint in hints.resolve(waiting.pop()).values():
            for part in _classes(hint):
                if part not in seen and not is_library(part):
                    seen[part] = None
                    waiting.append(part)
    return [part for part in seen if part is not cls]


def _classes(hint: Any) -> Iterator[Any]:
    plain = get_origin(hint) or hint
    if isinstance(plain, type):
        yield plain
    for argument in get_args(hint):
        yield from _classes(argument)
