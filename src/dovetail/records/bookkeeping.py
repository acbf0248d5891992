"""Attributes that libraries put into an object's storage for themselves: they are no state of the object's."""

from __future__ import annotations

from dovetail.records.sqlalchemy import STATE

_OF_ANY_CLASS = frozenset({STATE, "_sa_adapter", "_sa_linker", "_attrs_cached_hash", "__orig_class__", "__notes__"})
_OF_MODELS = {
    "django": frozenset({"_state", "_prefetched_objects_cache"}),
    "tortoise": frozenset({"_partial", "_saved_in_db", "_custom_generated_pk", "_await_when_save"}),
    "peewee": frozenset({"_dirty"}),
}


def bookkeeping_of(cls: type) -> frozenset[str]:
    """The names of such attributes of a class's objects; those of an object mapper only where it made the class."""
    libraries = {base.__module__.partition(".")[0] for base in cls.__mro__}
    return _OF_ANY_CLASS.union(*(names for library, names in _OF_MODELS.items() if library in libraries))
