"""What an operation hands out, read as events: each with its number in its stream and its position in the store."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dovetail.conventions import ordered, words
from dovetail.policies import Answer, Returned
from dovetail.suites.calls.reply import Reply
from dovetail.suites.event_store.binding import Binding, reader
from dovetail.suites.event_store.inference.events import attribute_of, has, parts, read
from dovetail.values import Difference, Picture, differences, picture
from dovetail.values.picture import Node
from dovetail.values.shape import Kind

NO_POSITION = "events that are read from all streams say no position; where they have one, write position = ..."
"""Why a clause about positions has no case."""
_PAIR = 2
_STEP = re.compile(r"^\.?\[?['\"]?(\w+)")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event as it was handed out.

    Attributes:
        item: what stands in the list.
        event: the part of it that is what was appended; the item itself where none is.
        number: its number in its stream, where it says one.
        position: its position in the whole store, where it says one.
        picture: the picture of the event at that moment.
    """

    item: Any
    event: Any
    number: int | None
    position: Any
    picture: Picture


@dataclass(frozen=True, slots=True)
class EventsReply(Reply):
    """What an operation answered, read as events.

    Attributes:
        events: the events; None where the answer is no list of anything.
        version: the version that was reported with them, where one was.
    """

    events: tuple[Recorded, ...] | None = None
    version: Any = None

    @property
    def count(self) -> int:
        """How many events there are."""
        return len(self.events or ())

    @property
    def numbers(self) -> list[int | None]:
        return [each.number for each in self.events or ()]


def seen(answer: Answer, binding: Binding, classes: Collection[type], *, of_all: bool = False) -> EventsReply:
    """What was answered, while the connection is open over which it came.

    Args:
        answer: the answer.
        binding: what the contract knows of its port.
        classes: of the events that were appended.
        of_all: whether it is a read of all streams: a number beside an event, and nothing else, is its position then.
    """
    if not isinstance(answer, Returned):
        return EventsReply(answer)
    found = contents(answer.value)
    pictured = picture(answer.value)
    if found is None:
        return EventsReply(answer, pictured)
    items, version = found
    events = tuple(recorded(each, binding, classes, of_all=of_all) for each in items)
    return EventsReply(answer, pictured, None, events, version)


def contents(value: Any) -> tuple[list[Any], Any] | None:
    """The events in what an operation handed out, and the version beside them; None where it is no list of anything."""
    if _is_list(value):
        pair = isinstance(value, tuple) and len(value) == _PAIR and not hasattr(value, "_fields")
        if pair and _is_list(value[0]) and _is_number(value[1]):
            return list(value[0]), value[1]
        if pair and _is_list(value[1]) and _is_number(value[0]):
            return list(value[1]), value[0]
        if not hasattr(value, "_fields"):
            return list(value), None
    for name in ordered("event_store.attributes.events"):
        if has(value, name) and _is_list(held := read(value, name)):
            said = attribute_of(value, "version", int)
            return list(held), None if said is None else read(value, said)
    return None


def recorded(item: Any, binding: Binding, classes: Collection[type], *, of_all: bool = False) -> Recorded:
    """Read one event out of what stands in a list."""
    event = reader(binding.contract.recorded)(item) if binding.contract.recorded else _event_in(item, classes)
    place = _position(item, event, binding)
    if place is None and of_all and isinstance(item, tuple) and len(item) == _PAIR and event is not item:
        place = next((part for part in item if _is_number(part)), None)
    return Recorded(item, event, _number(item, event, binding), place, picture(event))


def unlike(expected: Picture, got: Recorded, binding: Binding) -> list[Difference]:
    """Where an event differs from what was appended; what the store fills in is no difference."""
    root = expected.root
    held = got.picture.root
    same_class = isinstance(root, Node) and isinstance(held, Node) and root.cls is held.cls
    if same_class or not isinstance(root, Node) or root.kind not in (Kind.RECORD, Kind.TABLE):
        return _but_filled(differences(expected, got.picture, binding.tolerances), root, binding)
    names = [str(name) for name in root.names if isinstance(name, str)]
    shared = {name: read(got.item, name) for name in names if has(got.item, name)}
    if not shared:
        return differences(expected, got.picture, binding.tolerances)
    meant = {name: Picture(part) for name, part in zip(names, root.parts, strict=True)}
    return _but_filled(differences(meant, shared, binding.tolerances), root, binding)


def step_of(difference: Difference) -> str:
    """The attribute of the event in which a difference lies; empty where the whole event differs."""
    found = _STEP.match(difference.path)
    return found[1] if found else ""


def _but_filled(found: list[Difference], root: Any, binding: Binding) -> list[Difference]:
    """The differences without those in what the store fills in: said to be, or a place or a time that was left open."""
    generated = set(binding.contract.generated)
    filled = {
        name for kind in ("filled", "number", "position", "stream") for name in words(f"event_store.attributes.{kind}")
    }
    blank = (
        {str(name) for name, part in root.items() if part is None} if isinstance(root, Node) and root.names else set()
    )
    return [each for each in found if step_of(each) not in generated | (filled & blank)]


def _event_in(item: Any, classes: Collection[type]) -> Any:
    """The part of an item that is of the class of the events appended; the item itself where none is."""
    if type(item) in classes:
        return item
    if isinstance(item, (tuple, list)) and not hasattr(item, "_fields"):
        return next((part for part in item if type(part) in classes), item)
    return next((part for _, part in parts(item) if type(part) in classes), item)


def _number(item: Any, event: Any, binding: Binding) -> int | None:
    if binding.contract.number is not None:
        said = reader(binding.contract.number)(item)
        return said if _is_number(said) else None
    if isinstance(item, (tuple, list)) and not hasattr(item, "_fields"):
        return next((part for part in item if _is_number(part)), None)
    for owner in (item, event):
        name = attribute_of(owner, "number", int)
        if name is not None:
            return int(read(owner, name))
    if not binding.follows and (name := attribute_of(item, "position", int)) is not None:
        return int(read(item, name))
    return None


def _position(item: Any, event: Any, binding: Binding) -> Any:
    if binding.contract.position is not None:
        return reader(binding.contract.position)(item)
    for owner in (item, event):
        name = attribute_of(owner, "position", int)
        if name is not None and binding.follows:
            return read(owner, name)
    own = None if binding.has_ids else read(item, "id")
    return own if _is_number(own) else None


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence | set | frozenset) and not isinstance(value, (str, bytes, bytearray, Mapping))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
