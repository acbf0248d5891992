"""Which method of a port is which of the contract's words, and what each of its parameters stands for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from dovetail.errors import ContractError
from dovetail.port import MISSING, Operation, Parameter, Port
from dovetail.suites.repository.key import Key
from dovetail.suites.repository.queries import answers_with_many, is_aggregate
from dovetail.suites.repository.roles import Word, element, optional, returned
from dovetail.suites.repository.words import WORDS, word_for

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


def methods_of(port: Port, aggregate: type, stated: dict[str, Any]) -> dict[str, Operation]:
    """The port's method for each word: as stated, else the one whose name and shape say it."""
    found = {name: port.operations[each] for name, each in stated.items() if isinstance(each, str)}
    for operation in port.operations.values():
        name = word_for(operation.name, aggregate.__name__)
        if name is None or name in found or name in stated or operation in found.values():
            continue
        if _has_shape(name, operation, aggregate):
            found[name] = operation
    if "get" not in found and "get" not in stated and (by_key := _by_key(port, aggregate, found)) is not None:
        found["get"] = by_key
    return found


def _has_shape(name: str, operation: Operation, aggregate: type) -> bool:
    takes = [each.hint for each in operation.required]
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


def _by_key(port: Port, aggregate: type, found: dict[str, Operation]) -> Operation | None:
    """A get under another name (`find_by_reference`), where it is the only one that gives a single aggregate."""
    single = [
        each
        for each in port.operations.values()
        if each not in found.values() and len(each.required) == 1 and answers_with_many(each, aggregate) is False
    ]
    return single[0] if len(single) == 1 else None


def roles_of(port: Port, name: str, operation: Operation, aggregate: type, key: Key) -> dict[str, str]:
    roles: dict[str, str] = {}
    for parameter in operation.required:
        if is_aggregate(parameter.hint, aggregate) or (
            parameter.hint is MISSING and name in {"save", "add", "update"} and "aggregate" not in roles.values()
        ):
            roles[parameter.name] = "aggregate"
        elif "key" not in roles.values() and _takes_key(parameter, operation, key):
            roles[parameter.name] = "key"
        else:
            raise ContractError(
                f"cannot tell what to give as `{parameter.name}` to {port.name}.{operation.name}",
                f'say how it is called: operations = {{"{name}": lambda adapter, {_subject(name)}: '
                f"adapter.{operation.name}({_subject(name)}, ...)}}",
            )
    return roles


def _takes_key(parameter: Parameter, operation: Operation, key: Key) -> bool:
    return len(operation.required) == 1 or parameter.hint == key.hint or parameter.name in {key.attribute, key.path}


def written(name: str, function: Callable[..., Any]) -> Word:
    role = {"save": "aggregate", "add": "aggregate", "update": "aggregate", "all": "", "count": ""}.get(name, "key")
    given = ((Parameter(role, _EITHER), role),) if role else ()
    return Word(getattr(function, "__name__", name), function, given, written=True)


def _subject(name: str) -> str:
    return "aggregate" if name in {"save", "add", "update"} else "key"


def refuse_unknown(port: Port, operations: dict[str, Any], queries: Mapping[str, Any]) -> None:
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
