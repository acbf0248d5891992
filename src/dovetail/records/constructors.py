"""The constructor of a class, and the library that declared the class."""

from __future__ import annotations

import functools
import types
from typing import TYPE_CHECKING, Any, get_origin

from dovetail.records import attrs, dataclass, msgspec, named_tuple, plain, pydantic, sqlalchemy
from dovetail.records.parameters import signature_of

if TYPE_CHECKING:
    from dovetail.records.library import Library
    from dovetail.records.parameters import Construction

_REMEMBERED = 2000  # classes
_LIBRARIES: tuple[Library, ...] = (msgspec, pydantic, attrs, dataclass, named_tuple)


def library_of(cls: Any) -> Library | None:
    """The library that declared a class; None for plain classes."""
    return _library_of(cls)


@functools.lru_cache(_REMEMBERED)
def _library_of(cls: Any) -> Library | None:
    return next((one for one in _LIBRARIES if one.owns(cls)), None)


def remembers_what_was_given(cls: Any) -> bool:
    """Whether an object knows which of its fields its constructor was given, as models of pydantic do."""
    return library_of(cls) is pydantic


def constructor_of(hint: Any) -> Construction | None:
    """The constructor of a class, or of an alias such as `Page[Order]`; None where it says nothing of what it takes."""
    return _constructor_of(hint)


@functools.lru_cache(_REMEMBERED)
def _constructor_of(hint: Any) -> Construction | None:
    cls: Any = get_origin(hint) or hint
    if not isinstance(cls, type) or cls is types.UnionType:  # a NewType, a variable, a union
        return None
    library = library_of(cls)
    found = None if library is None else library.construction(hint, cls)
    if found is not None and library is pydantic and sqlalchemy.is_mapped(cls):  # a table of SQLModel
        return sqlalchemy.with_children(found, cls)
    if found is not None:
        return found
    if sqlalchemy.is_mapped(cls) and not signature_of(cls):
        return sqlalchemy.construction(cls)
    return plain.construction(hint, cls)
