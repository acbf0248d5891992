"""Fields of a domain object that are no part of its state: recorded events, and marks of what is not yet saved."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import Any, get_args

from dovetail.hints import resolve
from dovetail.port import MISSING
from dovetail.suites.mapper.naming import words
from dovetail.suites.mapper.places import public
from dovetail.suites.mapper.reach import reach
from dovetail.values.changes.fields import stored_fields

_QUEUES = re.compile(
    r"^((pending|uncommitted|unpublished|recorded|new|raised|collected|queued|domain|integration)_)*events$"
    r"|^(uncommitted|pending)_changes$|^(pending_)?messages$|^outbox$"
)
_MARKS = words("dirty is_dirty is_new modified changed_fields persisted is_persisted original snapshot")
_EVENT = frozenset({"Event", "DomainEvent", "BaseEvent", "Message", "IntegrationEvent"})


@cache
def transient_fields(root: Any) -> frozenset[str]:
    """The names of such fields in a type and in all that it is made of."""
    classes = [cls for cls in reach(root) if cls.__module__ != "builtins"]
    return frozenset(public(name) for cls in classes for name in _fields(cls) if _transient(cls, name))


def _fields(cls: Any) -> frozenset[str]:
    """The fields of a class; SQLAlchemy hides the constructor of one that it maps behind its own."""
    hidden = getattr(cls.__init__, "_sa_original_init", None)
    names = hidden.__code__.co_names if inspect.isfunction(hidden) else ()
    return stored_fields(cls) | frozenset(names)


def _transient(cls: Any, name: str) -> bool:
    said = public(name)
    if said in _MARKS:
        return name.startswith("_")
    if not _QUEUES.match(said) or _required(cls, said):
        return False
    elements = get_args(resolve(cls).get(name, MISSING))
    named = inspect.isclass(elements[0]) if elements else False
    return not named or name.startswith("_") or elements[0] is object or _is_event(elements[0])


def _is_event(cls: type) -> bool:
    return any(base.__name__ in _EVENT for base in cls.__mro__)


def _required(cls: Any, name: str) -> bool:
    try:
        parameters = inspect.signature(cls).parameters
    except (TypeError, ValueError):
        return False
    return any(public(each) == name and one.default is one.empty for each, one in parameters.items())
