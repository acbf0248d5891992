"""The libraries that classes are declared with, one file each: what they say of a class's fields and its constructor.

A library is recognised by the public marks that it leaves on a class. None is imported before the user's code has
imported it.
"""

from __future__ import annotations

from dovetail.records.constructors import constructor_of
from dovetail.records.parameters import NOTHING, Construction, ConstructorParameter
from dovetail.records.replacing import is_frozen, is_valid, overwritten, replaced, replacement_code
from dovetail.records.sqlalchemy import is_mapped

__all__ = [
    "NOTHING",
    "Construction",
    "ConstructorParameter",
    "constructor_of",
    "is_frozen",
    "is_mapped",
    "is_valid",
    "overwritten",
    "replaced",
    "replacement_code",
]
