"""What kind of events an append takes, and which of their attributes mean something to a store."""

from __future__ import annotations

from collections.abc import Iterator
from types import UnionType
from typing import Any, Union, get_args, get_origin

from dovetail.conventions import ordered
from dovetail.hints import element, optional
from dovetail.port import MISSING
from dovetail.suites.calls.attributes import attributes
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.values.picture import Node, picture
from dovetail.values.shape import Kind


def event_hint(append: OperationCall) -> Any:
    """The declared type of the events that an append takes; `MISSING` where nothing is declared."""
    one = append.parameter("event")
    if one is not None:
        return optional(one.hint)[0]
    many = append.parameter("events")
    hint = optional(many.hint)[0] if many is not None else MISSING
    if many is not None and many.kind is many.kind.VAR_POSITIONAL:
        return hint
    found = element(hint)
    return MISSING if found is None or found is Any else found


def event_classes(hint: Any) -> tuple[type, ...]:
    """The classes in a declared type: each arm of a union."""
    if get_origin(hint) in (Union, UnionType):
        return tuple(cls for arm in get_args(hint) for cls in event_classes(arm))
    plain = get_origin(hint) or hint
    return (plain,) if isinstance(plain, type) and plain is not MISSING else ()


def field_names(value: Any) -> tuple[str, ...]:
    """The names under which a value has parts: fields of an object, text keys of a dictionary."""
    root = picture(value).root
    if isinstance(root, Node) and root.kind in (Kind.RECORD, Kind.TABLE):
        return tuple(str(name) for name in root.names if isinstance(name, str))
    return ()


def has(value: Any, name: str) -> bool:
    return name in value if isinstance(value, dict) else hasattr(value, name)


def read(value: Any, name: str) -> Any:
    """The part of that name; of what raises, None."""
    if isinstance(value, dict):
        return value.get(name)
    try:
        return getattr(value, name, None)
    except Exception:  # noqa: BLE001 - a property may raise anything
        return None


def attribute_of(value: Any, kind: str, of: type | tuple[type, ...] | None = None) -> str | None:
    """The name of a value's part that is of some kind, such as `id`, by the vocabulary; None where it has none.

    Args:
        value: an event, or what is loaded for one.
        kind: a list of `event_store.attributes`.
        of: the type that it must have.
    """
    for name in ordered(f"event_store.attributes.{kind}"):
        if has(value, name):
            held = read(value, name)
            if of is None or (isinstance(held, of) and not isinstance(held, bool)):
                return name
    return None


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """The parts of what is loaded for an event, those first that usually hold the event itself."""
    usual = [name for name in ordered("event_store.attributes.event") if has(value, name)]
    others = [name for name in (*field_names(value), *attributes(type(value))) if name not in usual]
    for name in dict.fromkeys((*usual, *others)):
        yield name, read(value, name)


def inner_event(event: Any) -> Any:
    """What happened, inside of an envelope; the event itself where it is in none."""
    for name in ordered("event_store.attributes.event"):
        held = read(event, name) if has(event, name) else None
        root = picture(held).root
        if isinstance(root, Node) and root.kind is Kind.RECORD:
            return held
    return event
