"""What the methods of a class do to its objects."""

from __future__ import annotations

import functools
import inspect
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dovetail import hints
from dovetail.conventions import begins_with, words
from dovetail.introspection.method_effects import MethodEffects, effects_of
from dovetail.naming import public
from dovetail.records import constructor_of
from dovetail.values.changes.fields import is_library, stored_fields
from dovetail.values.event_buffers import is_event_buffer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ASIDE = re.compile(r"cache|memo|lock$|logger")  # what is kept beside the state
_CREATING = frozenset({"model_post_init"})


@dataclass(frozen=True)
class Behaviour:
    """What a class does to the state of its objects.

    Attributes:
        mutators: the public methods that change it in place.
        renewers: the public methods that give a changed copy.
        assigned: the fields that any of them, or a property's setter, writes.
        unknown: whether they write what cannot be told from the source.
        written: by the name of each of those methods, the fields that it writes, where that is all that it does.
    """

    mutators: frozenset[str] = frozenset()
    renewers: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()
    unknown: bool = False
    written: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def moving_only(self, cls: Any, by_store: frozenset[str]) -> frozenset[str]:
        """The methods that write nothing but some of those fields of a class, and what it collects beside its state."""

        def is_beside(name: str) -> bool:
            return public(name) in by_store or _is_aside(cls, name)

        return frozenset(name for name, fields in self.written.items() if fields and all(map(is_beside, fields)))


@functools.cache
def behaviour(cls: Any) -> Behaviour:
    """Read the methods of a class and its bases; where there is no source, each public method may change anything."""
    methods = _methods(cls)
    edits = frozenset(name for part in parts(cls) for name in _editing(part))
    taken = _taken(cls)
    effects = {name: [effects_of(one, cls, taken, edits) for one in functions] for name, functions in methods.items()}
    public = [name for name in methods if not name.startswith("_") and name not in _setters(cls)]
    public = [name for name in public if not _replays(cls, methods[name])]
    if methods and not any(one for found in effects.values() for one in found):
        return Behaviour(mutators=frozenset(public), unknown=True)
    whole = {name: _whole(name, effects, frozenset()) for name in methods}
    mutators = frozenset(name for name in public if _changes_state(cls, name, whole[name]))
    renewers = frozenset(name for name in public if _renews(whole[name])) - mutators
    doing = [whole[name] for name in (*mutators, *renewers, *_setters(cls))]
    assigned = {name for one in doing for name in one.writes} | _setters(cls)
    assigned |= {f"_{parameter}" for one in doing for parameter in one.renewed}
    if any(one.inner for one in doing):
        assigned |= {name for name in stored_fields(cls) if _can_change_inside(cls, name)}
    assigned |= {name for name in stored_fields(cls) if _has_mutators(cls, name)}
    known = {name: whole[name] for name in (*mutators, *renewers) if not (whole[name].unknown or whole[name].inner)}
    written = {name: frozenset(one.writes) for name, one in known.items() if not one.renews_unknown}
    return Behaviour(mutators, renewers, frozenset(assigned), any(one.unknown for one in doing), written)


def _changes_state(cls: Any, name: str, effects: MethodEffects) -> bool:
    written = effects.writes - effects.renewed
    if not all(_is_aside(cls, name) for name in written):
        return True
    # What changes something that it took out of the object may as well have made it: then its name tells.
    return effects.unknown or (effects.inner and not begins_with(name, "methods.asking"))


def _is_aside(cls: Any, name: str) -> bool:
    """Whether a field is not part of the state: a cache, a lock, or events collected for somebody to publish."""
    return bool(_ASIDE.search(name)) or is_event_buffer(cls, name)


def _renews(effects: MethodEffects) -> bool:
    return bool(effects.renewed) or effects.renews_unknown


def _replays(cls: Any, functions: list[Any]) -> bool:
    """Whether a method lets events happen again to an object that collects its own: nothing of that is to be stored."""
    given = {parameter for one in functions for parameter in inspect.signature(one).parameters}
    return bool(given & words("events.replayed")) and any(is_event_buffer(cls, name) for name in stored_fields(cls))


def _whole(name: str, effects: dict[str, list[MethodEffects | None]], above: frozenset[str]) -> MethodEffects:
    """What a method does, with what the methods of its own object do that it calls."""
    whole = MethodEffects()
    for one in effects[name]:
        whole.add(one if one is not None else MethodEffects(unknown=True))
    for called in whole.calls & set(effects) - above - {name}:
        whole.add(_whole(called, effects, above | {name}))
    return whole


def _methods(cls: type) -> dict[str, list[Any]]:
    """The functions of a class and its bases that take the object, by name; setters under their property's name."""
    found: dict[str, list[Any]] = {}
    for base in reversed(cls.__mro__[:-1]):
        if is_library(base):
            continue
        for name, member in vars(base).items():
            magic = name.startswith("__") and name.endswith("__")
            functions = [] if magic or name in _CREATING else _functions(member)
            if functions:
                found.setdefault(name, []).extend(functions)
    return found


def _functions(member: Any) -> list[Any]:
    """What runs when a member of a class is called or assigned to: of a `singledispatchmethod`, one of several."""
    if isinstance(member, functools.singledispatchmethod):
        return [one for one in member.dispatcher.registry.values() if inspect.isfunction(one)]
    function = member.fset if isinstance(member, property) else member
    function = inspect.unwrap(function) if callable(function) else function
    return [function] if inspect.isfunction(function) else []


def _taken(cls: Any) -> tuple[str, ...]:
    """The fields that the constructor of a class takes, in their order."""
    construction = constructor_of(cls)
    return tuple(one.field for one in construction.parameters) if construction else ()


def _setters(cls: type) -> frozenset[str]:
    return frozenset(
        name
        for base in cls.__mro__
        for name, member in vars(base).items()
        if isinstance(member, property) and member.fset is not None
    )


def _editing(cls: Any) -> Iterator[str]:
    """The methods by which a class changes its own state itself."""
    taken = _taken(cls)
    for name, functions in _methods(cls).items():
        if any(one is not None and one.writes - one.renewed for one in (effects_of(f, cls, taken) for f in functions)):
            yield name


def _has_mutators(cls: type, field: str) -> bool:
    """Whether the objects in a field have methods of their own that change them."""
    return any(
        True for part in hints.classes_in(hints.resolve(cls).get(field)) if part is not cls for _ in _editing(part)
    )


def _can_change_inside(cls: type, field: str) -> bool:
    """Whether what a field holds may be changed in place: not so for plain values."""
    hint = hints.resolve(cls).get(field)
    if hint is None:
        return True
    return any(
        part.__module__ not in ("datetime", "decimal", "uuid", "enum") and part not in (str, int, float, bool, bytes)
        for part in hints.classes_in(hint)
    )


def parts(cls: Any) -> list[Any]:
    """The classes of what the objects of a class hold, at any depth."""
    seen, waiting = {cls: None}, [cls]
    while waiting:
        for hint in hints.resolve(waiting.pop()).values():
            for part in hints.classes_in(hint):
                if part not in seen and not is_library(part):
                    seen[part] = None
                    waiting.append(part)
    return [part for part in seen if part is not cls]
