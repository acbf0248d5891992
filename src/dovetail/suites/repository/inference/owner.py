"""Whose an aggregate is: the attribute that says it, where the operations of the port ask for it."""

from __future__ import annotations

from dovetail.conventions import key_names, ordered, words
from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.port import Parameter, Port
from dovetail.suites.calls.attributes import attributes
from dovetail.suites.calls.owner import BARE, Owner, held_in
from dovetail.suites.repository.inference.vocabulary import operation_for


def find_owner(port: Port, aggregate: type, stated: str | None) -> Owner | None:
    """Whose an aggregate is, where reading and deleting by key ask for it as well.

    Raises:
        ContractError: `scope` names neither an attribute nor a parameter.
    """
    known = attributes(aggregate)
    if stated is not None:
        if stated in known:
            return Owner(stated, known[stated], aggregate)
        parameters = [each for operation in port.operations.values() for each in operation.parameters]
        named = next((each for each in parameters if each.name == stated), None)
        if named is not None:
            return Owner(stated, named.hint, aggregate, beside=True)
        raise ContractError(
            f"scope names {stated!r}, which {aggregate.__name__} does not have, and no operation asks for",
            f"its attributes are {', '.join(known)}; a parameter that says whose it is may be named, too",
        )
    asking = [
        each for each in port.operations.values() if operation_for(each.name, aggregate.__name__) in {"get", "delete"}
    ]
    found = [{_meant(each, aggregate) for each in operation.required} - {None} for operation in asking]
    if not found or any(len(operation.required) != 2 for operation in asking):
        return None
    shared = set.intersection(*found)
    if len(shared) > 1:
        owners = words("identities.owners")
        shared = {each for each in shared if each is not None and each.removesuffix("_id") in owners}
    name = shared.pop() if len(shared) == 1 else None
    return None if name is None else Owner(name, known[name], aggregate)


def _meant(parameter: Parameter, aggregate: type) -> str | None:
    """The attribute of the aggregate that a parameter stands for, where its name is not a usual name of keys."""
    known = {
        name: hint for name, hint in attributes(aggregate).items() if name not in key_names(snake(aggregate.__name__))
    }
    if parameter.name in known:
        return parameter.name
    if parameter.hint in (*BARE, aggregate):
        return None
    owners = ordered("identities.owners")
    usual = [parameter.name, f"{parameter.name}_id", *(f"{each}_id" for each in owners), *owners]
    named = (each for each in usual if each in known)
    return next((each for each in named if held_in(parameter.hint, each, known[each]) is not None), None)
