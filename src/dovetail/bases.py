"""What the foreign bases and the decorators of an abstract class say of it: that it is one of objects, and no port."""

from __future__ import annotations

import builtins
import sys

# The libraries whose classes hold data, and the modules whose classes only ask, as a port does.
_DATA = frozenset({"attr", "attrs", "dataclasses", "msgspec", "pydantic", "sqlmodel"})
_ASKING = frozenset({"abc", "collections", "contextlib", "typing", "typing_extensions"})


def declares_records(decorator: str) -> bool:
    """Whether a decorator, by its dotted name, makes a class one that holds data."""
    return decorator.partition(".")[0] in _DATA


def is_of_objects(base: str) -> bool:
    """Whether a class of others is known to be more than an interface: a record, an error, a thread.

    It is given by its dotted name; a builtin is named without its module. Of most libraries nobody here knows.
    """
    library, dot, _ = base.partition(".")
    if not dot:
        return library != "object" and hasattr(builtins, library)
    return library in _DATA or (library in sys.stdlib_module_names and library not in _ASKING)
