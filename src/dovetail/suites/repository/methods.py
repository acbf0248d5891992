"""Which method of a port is which of the contract's words, and what each of its parameters stands for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from dovetail.errors import ContractError
from dovetail.port import MISSING, Operation, Parameter, Port
from dovetail.suites.repository.attributes import attributes
from dovetail.suites.repository.key import Key
from dovetail.suites.repository.queries import answers_with_many, is_aggregate
from dovetail.suites.repository.roles import Word, element, optional, returned
from dovetail.suites.repository.words import WORDS, snake, word_for

_EITHER = inspect.Parameter.POSITIONAL_OR_KEYWORD


def aggregate_of(port: Port, contract: Any) -> type:
    """The class that save or add takes, else the one that get gives."""
    if contract.aggregate is not None:
        return contract.aggregate  # type: ignore[no-any-return]
    for operation in port.operations.values():
        if (
            word_for(operation.name, "") in {"save", "add", "update"}
            or contract.operations.get("save") == operation.name
        ):
            for parameter in operation.required:
                if isinstance(parameter.hint, type) and parameter.hint.__module__ != "builtins":
                    return parameter.hint
    for operation in port.operations.values():
        hint, _ = optional(returned(operation))
        inside = element(hint) or hint
        if isinstance(inside, type) and inside.__module__ != "builtins":
            return inside
    raise ContractError(
        f"cannot tell which class {port.name} stores: neither a save nor a get is annotated with it",
        "write it in the contract: aggregate = Order",
    )


def methods_of(port: Port, aggregate: type, stated: dict[str, Any], scope: str | None) -> dict[str, Operation]:
    """The port's method for each word: as stated, else the one whose name and shape say it."""
    found = {name: port.operations[each] for name, each in stated.items() if isinstance(each, str)}
    for operation in port.operations.values():
        name = word_for(operation.name, aggregate.__name__)
        if name is None or name in found or name in stated or operation in found.values():
            continue
        if _has_shape(name, operation, aggregate, scope):
            found[name] = operation
    if {"save", "update"} <= found.keys() and "add" not in found and not {"save", "add"} & stated.keys():
        found["add"] = found.pop("save")  # what has an update beside it need not take an aggregate twice
    if "get" not in found and "get" not in stated and (by_key := _by_key(port, aggregate, found, scope)) is not None:
        found["get"] = by_key
    return found


def _has_shape(name: str, operation: Operation, aggregate: type, scope: str | None) -> bool:
    takes = [each.hint for each in unscoped(operation, scope)]
    many = answers_with_many(operation, aggregate)
    if name in {"save", "add", "update"}:
        return any(is_aggregate(hint, aggregate) for hint in takes) or (len(takes) == 1 and takes[0] is MISSING)
    if name == "get":
        return len(takes) == 1 and (many is False or operation.returns is MISSING)
    if name == "all":
        return not takes and (many is True or operation.returns is MISSING)
    if name == "count":
        return not takes and operation.returns in (int, MISSING)
    return len(takes) == 1


def unscoped(operation: Operation, scope: str | None) -> tuple[Parameter, ...]:
    """The required parameters but the one that says whose aggregates are meant."""
    return tuple(each for each in operation.required if not _is_scope(each, scope))


def _is_scope(parameter: Parameter, scope: str | None) -> bool:
    return scope is not None and parameter.name in {scope, f"{scope}_id", scope.removesuffix("_id")}


def scope_of(port: Port, aggregate: type, contract: Any) -> str | None:
    """The attribute that says whose an aggregate is, where reading and deleting by key ask for it as well."""
    known = attributes(aggregate)
    if contract.scope is not None:
        if contract.scope not in known:
            raise ContractError(
                f"scope names {contract.scope!r}, which {aggregate.__name__} does not have",
                f"its attributes are {', '.join(known)}",
            )
        return str(contract.scope)
    named = [each for each in port.operations.values() if word_for(each.name, aggregate.__name__) in {"get", "delete"}]
    second = [
        {each.name for each in operation.required} & set(known) for operation in named if len(operation.required) == 2
    ]
    shared = set.intersection(*second) - _key_names(aggregate) if second and len(second) == len(named) else set()
    return shared.pop() if len(shared) == 1 else None


def _key_names(aggregate: type) -> set[str]:
    return {"id", "key", "uuid", f"{snake(aggregate.__name__)}_id"}


def _by_key(port: Port, aggregate: type, found: dict[str, Operation], scope: str | None) -> Operation | None:
    """A get under another name (`find_by_reference`), where it is the only one that gives a single aggregate."""
    single = [
        each
        for each in port.operations.values()
        if each not in found.values()
        and len(unscoped(each, scope)) == 1
        and answers_with_many(each, aggregate) is False
    ]
    return single[0] if len(single) == 1 else None


def roles_of(
    port: Port, name: str, operation: Operation, aggregate: type, key: Key, scope: str | None
) -> dict[str, str]:
    """What each required parameter stands for: the aggregate, its key, or whose it is.

    Raises:
        ContractError: one of them is none of these.
    """
    roles: dict[str, str] = {}
    for parameter in operation.required:
        if _is_scope(parameter, scope):
            roles[parameter.name] = "scope"
        elif is_aggregate(parameter.hint, aggregate) or (
            parameter.hint is MISSING and name in {"save", "add", "update"} and "aggregate" not in roles.values()
        ):
            roles[parameter.name] = "aggregate"
        elif "key" not in roles.values() and _takes_key(parameter, len(unscoped(operation, scope)), key):
            roles[parameter.name] = "key"
        else:
            raise ContractError(
                f"cannot tell what to give as `{parameter.name}` to {port.name}.{operation.name}",
                f'say how it is called: operations = {{"{name}": lambda adapter, {_subject(name)}: '
                f"adapter.{operation.name}({_subject(name)}, ...)}}",
            )
    return roles


def _takes_key(parameter: Parameter, count: int, key: Key) -> bool:
    return count == 1 or parameter.hint == key.hint or parameter.name in {key.attribute, key.path}


def written(name: str, function: Callable[..., Any]) -> Word:
    """The word that a user's own function serves."""
    role = {"save": "aggregate", "add": "aggregate", "update": "aggregate", "all": "", "count": ""}.get(name, "key")
    given = ((Parameter(role, _EITHER), role),) if role else ()
    own = getattr(function, "__name__", "<lambda>")
    return Word(name if own == "<lambda>" else own, function, given, written=True)


def _subject(name: str) -> str:
    return "aggregate" if name in {"save", "add", "update"} else "key"


def refuse_unknown(port: Port, operations: dict[str, Any], queries: Mapping[str, Any]) -> None:
    """Refuse an operation or a query that names what is not there.

    Raises:
        ContractError: with the names that are.
    """
    for name, each in operations.items():
        if name not in WORDS:
            raise ContractError(
                f"operations names {name!r}, which is no word of a repository", f"the words are {', '.join(WORDS)}"
            )
        if isinstance(each, str) and each not in port.operations:
            raise ContractError(
                f"operations gives {name!r} the method {each!r}, which {port.name} does not have",
                f"its methods are {', '.join(port.operations)}",
            )
    for name in queries:
        if name not in port.operations:
            raise ContractError(
                f"queries names {name!r}, which {port.name} does not have",
                f"its methods are {', '.join(port.operations)}",
            )
