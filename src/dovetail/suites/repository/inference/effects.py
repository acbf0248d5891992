"""Operations that write an aggregate in a way of the port's own: `archive(ticket)`, `rename(ticket_id, name)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.port import Operation, Parameter, Port
from dovetail.suites.calls.attributes import attribute_for, attributes
from dovetail.suites.calls.operation_call import OperationCall, operation_call
from dovetail.suites.calls.owner import Owner, owner_roles
from dovetail.suites.repository.inference.data import Patch, read_patch
from dovetail.suites.repository.inference.key import Key
from dovetail.suites.repository.inference.queries import is_aggregate
from dovetail.suites.repository.inference.vocabulary import operation_for
from dovetail.values.strategies import for_type


@dataclass(frozen=True, slots=True)
class Effect:
    """What an operation does to a stored aggregate.

    Attributes:
        operation: how it is called.
        arguments: what it takes beside the aggregate or its key: the role and the type of each.
        after: gives the aggregate afterwards, from a copy of it and the arguments; None where nobody says it.
        patch: what it is given of the aggregate, where that says what it does.
    """

    operation: OperationCall
    arguments: tuple[tuple[str, Any], ...]
    after: Callable[..., Any] | None
    patch: Patch | None = None

    def drawn(self, draw: Callable[[Any], Any]) -> list[Any]:
        """Values for what it takes beside the aggregate or its key."""
        if self.patch is not None:
            return [draw(self.patch.strategy)]
        return [draw(for_type(hint)) for _, hint in self.arguments]

    @property
    def takes_aggregate(self) -> bool:
        """Whether it is given the aggregate itself, which may be out of date."""
        return any(role == "aggregate" for _, role in self.operation.roles)


def read_effects(
    port: Port, aggregate: type, key: Key, owner: Owner | None, stated: Mapping[str, Any], unread: Iterable[str]
) -> dict[str, Effect]:
    """The effects that the contract states, and the operations that take an aggregate and of which nobody says more.

    Raises:
        ContractError: an effect is stated of what the port does not have, or of what says nothing of an aggregate.
    """
    for name in stated:
        if name not in port.operations:
            raise ContractError(
                f"effects names {name!r}, which {port.name} does not have",
                f"its methods are {', '.join(port.operations)}",
            )
    found = {name: _effect(port.operations[name], aggregate, key, owner, after) for name, after in stated.items()}
    for name, each in found.items():
        roles = {role for _, role in each.operation.roles}
        if not ({"aggregate", "key"} & roles or (key.parts and {f"key.{part}" for part in key.parts} <= roles)):
            raise ContractError(
                f"effects names {name!r}, which takes neither a {aggregate.__name__} nor its key",
                f"remove {name!r} from effects",
            )
    for name in unread:
        untold = _effect(port.operations[name], aggregate, key, owner, None)
        if name in found:
            continue
        if untold.takes_aggregate and not untold.arguments:
            found[name] = untold
        elif (patched := _patching(port.operations[name], untold, aggregate)) is not None:
            found[name] = patched
    return found


def patching(effects: Mapping[str, Effect], aggregate: type) -> Effect | None:
    """The first of those that is an update by its name, and is given a key and what is to change."""
    told = (each for each in effects.values() if each.after is not None and not each.takes_aggregate)
    named = (each for each in told if operation_for(each.operation.name, aggregate.__name__) == "update")
    return next(named, None)


def _patching(operation: Operation, untold: Effect, aggregate: type) -> Effect | None:
    """The same where all that it takes beside the key is what is to change: `update(order_id, patch)`."""
    if "key" not in {role for _, role in untold.operation.roles} or len(untold.arguments) != 1:
        return None
    patch = read_patch(operation, untold.arguments[0][1], aggregate)
    return None if patch is None else replace(untold, after=patch.after, patch=patch)


def _effect(operation: Operation, aggregate: type, key: Key, owner: Owner | None, after: Any) -> Effect:
    roles = owner_roles(operation.required, owner)
    arguments = []
    for each in operation.required:
        if each.name in roles:
            continue
        if is_aggregate(each.hint, aggregate) and "aggregate" not in roles.values():
            roles[each.name] = "aggregate"
        elif (part := _part_of_key(each, aggregate, key)) is not None:
            roles[each.name] = f"key.{part}"
        elif "key" not in roles.values() and _is_key(each, aggregate, key):
            roles[each.name] = "key"
        else:
            roles[each.name] = each.name
            arguments.append((each.name, each.hint))
    return Effect(operation_call(operation, roles), tuple(arguments), after)


def _part_of_key(parameter: Parameter, aggregate: type, key: Key) -> str | None:
    part = attribute_for(parameter.name, parameter.hint, attributes(aggregate), aggregate) if key.parts else None
    return part if part in key.parts else None


def _is_key(parameter: Parameter, aggregate: type, key: Key) -> bool:
    if parameter.name in {key.attribute, f"{snake(aggregate.__name__)}_{key.attribute}"}:
        return True
    return attribute_for(parameter.name, parameter.hint, attributes(aggregate), aggregate) == (key.path or None)
