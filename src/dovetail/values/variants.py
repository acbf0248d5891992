"""A copy of an object that differs in one attribute, made in the way of the library that declared its class."""

from __future__ import annotations

import sys
from typing import Any

from dovetail.records import is_mapped, replaced
from dovetail.records.sqlalchemy import forget_changes
from dovetail.values.compare import identical
from dovetail.values.copies import copied
from dovetail.values.duplicate import duplicate


def variant(original: Any, attribute: str, value: Any, *, taken: bool = False) -> Any:
    """A copy with another value in one attribute, its invariants checked.

    Args:
        original: the object.
        attribute: the attribute.
        value: what the copy has there.
        taken: whether values like that are known to be taken as they are, so that nobody has to look.

    Returns:
        None where the class does not allow the value, or makes of it what the original has: a class that keeps codes in
        upper case has no variant that is written in lower case.
    """
    try:
        made = _made(original, attribute, value)
        if taken:
            return made
        present = _held(original, attribute)
        is_other = identical(present, value) or not identical(present, _held(made, attribute))
    except Exception:  # noqa: BLE001 - anything that a constructor or setter raises of a value that it refuses
        return None
    return made if is_other else None


def _held(holder: Any, attribute: str) -> Any:
    return holder.get(attribute) if type(holder) is dict else getattr(holder, attribute, None)


def _made(original: Any, attribute: str, value: Any) -> Any:
    if is_mapped(type(original)):
        return _of_mapped(original, attribute, value)
    return replaced(duplicate(original), attribute, duplicate(value))


def _of_mapped(original: Any, attribute: str, value: Any) -> Any:
    """A copy that no session knows, with the attribute assigned as any caller assigns it."""
    made = copied(original)
    sys.modules["sqlalchemy.orm"].make_transient(made)
    forget_changes(made)
    setattr(made, attribute, copied(value))
    return made
