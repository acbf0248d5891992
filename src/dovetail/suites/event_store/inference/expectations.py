"""What an append may be told to expect, beside a number: any version, no stream, an existing stream."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from dovetail.conventions import words
from dovetail.errors import ContractError
from dovetail.port import MISSING, Parameter

KINDS = ("any", "none", "exists")


class Unknown:
    """Nothing says how it is written, or an append cannot be told it."""


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Expectations:
    """The values that stand for what is no number; `UNKNOWN` where nothing says which.

    Attributes:
        any: "append, whatever is there".
        none: "append where the stream does not exist".
        exists: "append where the stream exists".
        takes_none: whether None can be given for an expected version.
        optional: whether an expected version can be left out.
    """

    any: Any = UNKNOWN
    none: Any = UNKNOWN
    exists: Any = UNKNOWN
    takes_none: bool = False
    optional: bool = False


def expectations_of(parameter: Parameter | None, contract: Any) -> Expectations:
    """What is stated, else the members of enumerations that an annotation names.

    Raises:
        ContractError: an expectation is stated that there is none of.
    """
    stated = contract.expectations
    for kind in stated:
        if kind not in KINDS:
            raise ContractError(
                f"expectations of {contract.__name__} names {kind!r}", 'it may name "any", "none" and "exists"'
            )
    if parameter is None:
        return Expectations()
    found = dict(_members(parameter.hint)) | dict(stated)
    default = parameter.default
    takes_none = default is None or type(None) in get_args(parameter.hint) or parameter.hint is MISSING
    return Expectations(
        found.get("any", UNKNOWN),
        found.get("none", UNKNOWN),
        found.get("exists", UNKNOWN),
        takes_none=takes_none,
        optional=not parameter.required,
    )


def _members(hint: Any) -> Iterator[tuple[str, Any]]:
    """By kind, the values that a type has a name for."""
    if get_origin(hint) in (Union, UnionType):
        for arm in get_args(hint):
            yield from _members(arm)
    elif get_origin(hint) is Literal:
        for value in get_args(hint):
            yield from _named(str(value), value)
    elif isinstance(hint, type):
        members: Any = hint if issubclass(hint, Enum) else ()
        named = {each.name: each for each in members} or {
            name: value for name, value in vars(hint).items() if isinstance(value, (int, hint)) and name.isupper()
        }
        for name, value in named.items():
            yield from _named(name, value)


def _named(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    yield from ((kind, value) for kind in KINDS if name.lower() in words(f"event_store.expectations.{kind}"))
