"""What an object graph holds, and in which fields."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, NamedTuple

from dovetail.values.shape import Kind, shape_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Found(NamedTuple):
    """A value inside an object graph.

    Attributes:
        value: the value.
        owner: the class of the object that has the field.
        field: the field in which it stands, without a leading underscore.
        alone: whether it is the field's value itself, and not an element of it.
    """

    value: Any
    owner: type
    field: str
    alone: bool = True


def inside(root: Any) -> Iterator[Found]:
    """Every value inside an object, the nearest first, each object once."""
    waiting: deque[Found] = deque([Found(root, type(root), "")])
    seen: dict[int, Any] = {}  # each is kept, so that no other one gets its id
    while waiting:
        found = waiting.popleft()
        shape = shape_of(type(found.value))
        if shape is not None and id(found.value) in seen:
            continue
        if found.value is not root:
            yield found
        if shape is not None:
            seen[id(found.value)] = found.value
            names, parts = shape.read(found.value)
            if shape.kind is Kind.RECORD:
                owner = type(found.value)
                waiting.extend(
                    Found(part, owner, str(name).lstrip("_")) for name, part in zip(names, parts, strict=True)
                )
            else:
                waiting.extend(Found(part, found.owner, found.field, alone=False) for part in (*names, *parts))


def elements(root: Any) -> int:
    """How many elements all the collections inside an object have together."""
    return sum(len(found.value) for found in inside(root) if is_collection(found.value))


def is_collection(value: Any) -> bool:
    """Whether a value is a builtin collection; a named tuple is an object."""
    return isinstance(value, list | tuple | set | frozenset | dict | deque) and not hasattr(value, "_fields")
