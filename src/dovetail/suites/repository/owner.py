"""How a port's operations are told whose aggregates are meant: by an attribute's value, or by an object that has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dovetail.errors import ContractError
from dovetail.port import MISSING, Parameter, Port
from dovetail.suites.repository.attributes import attributes
from dovetail.suites.repository.roles import optional
from dovetail.suites.repository.words import snake, word_for

BY_OBJECT = "scope.object"
"""The role of a parameter that takes an object with the value in it; `scope` is that of the value itself."""
_OWNERS = ("owner", "user", "tenant", "account", "customer", "author", "organization", "organisation", "workspace")
_BARE = (str, int, UUID, bytes, MISSING, Any)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose an aggregate is, and how a parameter asks for it.

    Attributes:
        attribute: the aggregate's attribute that says it.
        hint: the attribute's type.
        aggregate: the aggregate's class.
    """

    attribute: str
    hint: Any
    aggregate: type

    def is_asked_by(self, parameter: Parameter) -> bool:
        """Whether a parameter says whose aggregates are meant, by the value or by an object that has it."""
        name = self.attribute
        if parameter.name in {name, f"{name}_id", name.removesuffix("_id")} and parameter.hint is not self.aggregate:
            return True
        if parameter.hint == self.hint:
            return self.hint not in _BARE
        return self.held_in(parameter.hint) is not None

    def held_in(self, cls: Any) -> str | None:
        """The attribute of another class that holds the value: `id` of a `User`; None of the value's own class."""
        return None if cls in (*_BARE, self.hint, self.aggregate) else _held_in(cls, self.attribute, self.hint)


def find_owner(port: Port, aggregate: type, stated: str | None) -> Owner | None:
    """Whose an aggregate is, where reading and deleting by key ask for it as well.

    Args:
        port: the port.
        aggregate: the aggregate's class.
        stated: the contract's `scope`.

    Raises:
        ContractError: `scope` names no attribute.
    """
    known = attributes(aggregate)
    if stated is not None:
        if stated not in known:
            raise ContractError(
                f"scope names {stated!r}, which {aggregate.__name__} does not have",
                f"its attributes are {', '.join(known)}",
            )
        return Owner(stated, known[stated], aggregate)
    asking = [each for each in port.operations.values() if word_for(each.name, aggregate.__name__) in {"get", "delete"}]
    found = [{_meant(each, aggregate) for each in operation.required} - {None} for operation in asking]
    if not found or any(len(operation.required) != 2 for operation in asking):
        return None
    shared = set.intersection(*found)
    if len(shared) > 1:
        shared = {each for each in shared if each is not None and each.removesuffix("_id") in _OWNERS}
    name = shared.pop() if len(shared) == 1 else None
    return None if name is None else Owner(name, known[name], aggregate)


def owner_roles(parameters: Iterable[Parameter], owner: Owner | None) -> dict[str, str]:
    """By name, those parameters that say whose aggregates are meant, by the value or by an object that has it."""
    asking = (each for each in parameters if owner is not None and owner.is_asked_by(each))
    return {each.name: "scope" if owner is None or owner.held_in(each.hint) is None else BY_OBJECT for each in asking}


def _meant(parameter: Parameter, aggregate: type) -> str | None:
    """The attribute of the aggregate that a parameter stands for, where it is none of the usual names of keys."""
    known = {
        name: hint
        for name, hint in attributes(aggregate).items()
        if name not in {"id", "key", "uuid", f"{snake(aggregate.__name__)}_id"}
    }
    if parameter.name in known:
        return parameter.name
    if parameter.hint in (*_BARE, aggregate):
        return None
    usual = [parameter.name, f"{parameter.name}_id", *(f"{each}_id" for each in _OWNERS), *_OWNERS]
    named = (each for each in usual if each in known)
    return next((each for each in named if _held_in(parameter.hint, each, known[each]) is not None), None)


def _held_in(cls: Any, attribute: str, hint: Any) -> str | None:
    inside, held = attributes(cls), optional(hint)[0]
    return next((name for name in ("id", attribute) if name in inside and inside[name] == held), None)
