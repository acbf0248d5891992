"""Which method of a port is which operation of the contract, and what each of its parameters stands for."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, get_origin

from dovetail.errors import ContractError
from dovetail.hints import element, optional
from dovetail.port import COLLECTION, MISSING, Operation, Parameter, Port
from dovetail.suites.calls.attributes import attribute_for, attributes
from dovetail.suites.calls.operation_call import OperationCall, operation_call, returned
from dovetail.suites.calls.owner import Owner, owner_roles
from dovetail.suites.repository.inference.data import Data, adds, read_data, why_not_data
from dovetail.suites.repository.inference.key import Key, named_parts
from dovetail.suites.repository.inference.owner import find_owner
from dovetail.suites.repository.inference.queries import answers_with_many, bounds, is_aggregate
from dovetail.suites.repository.inference.vocabulary import operation_for

_SAVING = {"save", "add", "update"}
_NOT_KEPT = {"builtins", "typing", "collections", "collections.abc", "uuid", "types", "datetime", "decimal"}
_EITHER = inspect.Parameter.POSITIONAL_OR_KEYWORD


def aggregate_of(port: Port, contract: Any) -> Any:
    """The class that save or add takes, or a generic of it; where it takes several, or a base, the one that is read.

    Raises:
        ContractError: no annotation names it.
    """
    if contract.aggregate is not None:
        return contract.aggregate
    stated = [contract.operations.get(name) for name in _SAVING]
    writing = [
        each for each in port.operations.values() if operation_for(each.name, "") in _SAVING or each.name in stated
    ]
    given = [parameter.hint for each in writing for parameter in each.required if _is_kept(parameter.hint)]
    alone = [parameter.hint for each in writing if len(each.required) == 1 for parameter in each.required]
    read = [inside for each in port.operations.values() if _is_kept(inside := _read(each))]
    both = [one for one in read if any(is_aggregate(hint, one) for hint in given)]
    if not (given or read):
        raise ContractError(
            f"cannot tell which class {port.name} stores: neither a save nor a get is annotated with it",
            "write it in the contract: aggregate = Order; of dictionaries, a TypedDict that describes them",
        )
    carried = (
        []
        if both
        else [one for one in read if _is_made_of_data(one, port, writing, contract.scope, contract.operations)]
    )
    # What an update takes beside a key may be a patch, which no get gives.
    return (both or carried or [one for one in given if one in alone] or read or given)[0]


def _is_made_of_data(
    cls: Any, port: Port, writing: Iterable[Operation], scope: str | None, stated: Mapping[str, Any]
) -> bool:
    """Whether one of those operations takes what a new object of a class is to have, for an owner or for anybody."""
    kept = get_origin(cls) or cls
    owner = find_owner(port, kept, scope if scope in attributes(kept) else None)
    adding = [each for each in writing if adds(each, kept, stated)]
    named = [each for each in adding if each.name in stated.values()]  # the user has said that it adds what it answers
    return any(_read(each) == cls for each in named) or any(read_data(each, kept, owner) is not None for each in adding)


def _read(operation: Operation) -> Any:
    hint, _ = optional(returned(operation))
    return optional(element(hint))[0] or hint


def _is_kept(hint: Any) -> bool:
    cls = get_origin(hint) or hint
    return cls is not MISSING and isinstance(cls, type) and cls.__module__ not in _NOT_KEPT


def methods_of(port: Port, aggregate: type, stated: dict[str, Any], owner: Owner | None) -> dict[str, Operation]:
    """The port's method for each operation of the contract: as stated, else the one whose name and shape say it."""
    found = {name: port.operations[each] for name, each in stated.items() if isinstance(each, str)}
    for operation in sorted(port.operations.values(), key=lambda each: each.name in COLLECTION):
        name = operation_for(operation.name, aggregate.__name__)
        if name is None or name in found or name in stated or operation in found.values():
            continue
        if _has_shape(name, operation, aggregate, owner):
            found[name] = operation
    if {"save", "update"} <= found.keys() and "add" not in found and not {"save", "add"} & stated.keys():
        found["add"] = found.pop("save")  # what has an update beside it need not take an aggregate twice
    if "get" not in found and "get" not in stated and (by_key := _by_key(port, aggregate, found, owner)) is not None:
        found["get"] = by_key
    if "get" not in found and "get" not in stated:
        found |= _by_parts(port, aggregate, owner, {*found, *stated})
    return found


def asked_by_key(
    methods: Mapping[str, Operation], stated: Container[str], aggregate: type, key: Key, owner: Owner | None
) -> dict[str, Operation]:
    """The methods without those that were taken by their name alone: `exists(email)`, `delete(ids)`."""
    return {
        name: each
        for name, each in methods.items()
        if name in stated
        or name not in {"exists", "delete"}
        or not any(_is_no_key(parameter, aggregate, key) for parameter in unscoped(each, owner))
    }


def _is_no_key(parameter: Parameter, aggregate: type, key: Key) -> bool:
    """Whether it takes many values where a key is one, or is another attribute by its name and its type."""
    hint = optional(parameter.hint)[0]
    if hint in (MISSING, Any, object, key.hint) or is_aggregate(hint, aggregate):
        return False
    if element(hint) is not None:
        return element(optional(key.hint)[0]) is None
    own = attributes(aggregate).get(parameter.name, MISSING)
    return own is not MISSING and optional(own)[0] == hint and parameter.name not in {*key.attributes, key.path}


def _by_parts(port: Port, aggregate: type, owner: Owner | None, taken: Container[str]) -> dict[str, Operation]:
    """A get that takes the parts of a composite key, and what else is asked with the same ones."""
    gets = [
        each
        for each in port.operations.values()
        if answers_with_many(each, aggregate) is False and named_parts(unscoped(each, owner), aggregate) is not None
    ]
    named = [each for each in gets if operation_for(each.name, aggregate.__name__) == "get"] or gets
    if len(named) != 1:
        return {}
    parts = {each.name for each in unscoped(named[0], owner)}
    found = {"get": named[0]}
    for operation in port.operations.values():
        name = operation_for(operation.name, aggregate.__name__)
        if name in {"delete", "exists"} and name not in taken and {x.name for x in unscoped(operation, owner)} == parts:
            found.setdefault(name, operation)
    return found


def _has_shape(name: str, operation: Operation, aggregate: type, owner: Owner | None) -> bool:
    takes = [each.hint for each in unscoped(operation, owner)]
    if operation.name in COLLECTION and not _says_what_it_is_about(operation, aggregate):
        return False
    many = answers_with_many(operation, aggregate)
    if name in {"save", "add", "update"}:
        return any(is_aggregate(hint, aggregate) for hint in takes) or (len(takes) == 1 and takes[0] is MISSING)
    if name == "get":
        return len(takes) == 1 and (many is False or operation.returns is MISSING)
    if any(each.kind is inspect.Parameter.VAR_POSITIONAL for each in operation.parameters):
        return False  # `get_all(*ids)` is about those it is given
    if name == "all":
        others = [each for each in unscoped(operation, owner) if not bounds(each)]
        return not others and (many is True or operation.returns is MISSING)
    if name == "count":
        return not takes and operation.returns in (int, MISSING)
    return len(takes) == 1


def _says_what_it_is_about(operation: Operation, aggregate: type) -> bool:
    """Whether a collection's operation says that it is about aggregates or keys: `in` and `iter` may be of either."""
    if operation.name == "__iter__":
        return answers_with_many(operation, aggregate) is True
    vague = [each.name for each in operation.required if each.hint in (object, MISSING, Any)]
    return operation.name != "__contains__" or not vague or vague[0].endswith(("_id", "key", "id"))


def unscoped(operation: Operation, owner: Owner | None) -> tuple[Parameter, ...]:
    """The required parameters but the one that says whose aggregates are meant."""
    return tuple(each for each in operation.required if owner is None or not owner.is_asked_by(each))


def _by_key(port: Port, aggregate: type, found: dict[str, Operation], owner: Owner | None) -> Operation | None:
    """A get under another name (`find_by_reference`), where it is the only one that gives a single aggregate."""
    single = [
        each
        for each in port.operations.values()
        if each not in found.values()
        and len(unscoped(each, owner)) == 1
        and answers_with_many(each, aggregate) is False
    ]
    return single[0] if len(single) == 1 else None


def calls_of(
    port: Port,
    methods: Mapping[str, Operation],
    stated: Mapping[str, Any],
    aggregate: type,
    key: Key,
    owner: Owner | None,
    data: Data | None,
) -> dict[str, OperationCall]:
    """How each operation is called: its method, or the function that the contract states for it."""
    found = {
        name: operation_call(each, roles_of(port, name, each, aggregate, key, owner))
        for name, each in methods.items()
        if data is None or each is not data.operation
    }
    found |= {"add": data.call} if data is not None else {}
    return found | {name: written(name, each) for name, each in stated.items() if callable(each)}


def roles_of(
    port: Port, name: str, operation: Operation, aggregate: type, key: Key, owner: Owner | None
) -> dict[str, str]:
    """What each required parameter stands for: the aggregate, its key, or whose it is.

    Raises:
        ContractError: one of them is something else.
    """
    roles = owner_roles(operation.required, owner)
    for parameter in operation.required:
        if parameter.name in roles or (name == "all" and bounds(parameter)):
            continue
        if name == "get" and is_aggregate(parameter.hint, aggregate):
            given = f"{aggregate.__name__}({key.path or 'key'}=key)"
            raise ContractError(
                f"{port.name}.{operation.name} asks for a whole {aggregate.__name__}, where a key is all that is known",
                f'say how it is asked: operations = {{"get": lambda adapter, key: adapter.{operation.name}({given})}}',
            )
        if is_aggregate(parameter.hint, aggregate) or (
            parameter.hint is MISSING and name in {"save", "add", "update"} and "aggregate" not in roles.values()
        ):
            roles[parameter.name] = "aggregate"
        elif key.parts and (part := attribute_for(parameter.name, parameter.hint, attributes(aggregate), aggregate)):
            roles[parameter.name] = f"key.{part}"
        elif "key" not in roles.values() and _takes_key(
            parameter, key, alone=name not in _SAVING and len(unscoped(operation, owner)) == 1
        ):
            roles[parameter.name] = "key"
        else:
            made, why = why_not_data(parameter.hint, aggregate) if name in _SAVING else ("", "")
            raise ContractError(
                f"cannot tell what to give as `{parameter.name}` to {port.name}.{operation.name}{why}",
                f'say how it is called: operations = {{"{name}": lambda adapter, {_subject(name)}: '
                f"adapter.{operation.name}({made or f'{_subject(name)}, ...'})}}",
            )
    return roles


def _takes_key(parameter: Parameter, key: Key, *, alone: bool) -> bool:
    return alone or parameter.hint == key.hint or parameter.name in {key.attribute, key.path}


def written(name: str, function: Callable[..., Any]) -> OperationCall:
    """The operation that a user's own function serves."""
    role = {"save": "aggregate", "add": "aggregate", "update": "aggregate", "all": "", "count": ""}.get(name, "key")
    given = ((Parameter(role, _EITHER), role),) if role else ()
    own = getattr(function, "__name__", "<lambda>")
    return OperationCall(name if own == "<lambda>" else own, function, given, written=True)


def _subject(name: str) -> str:
    return "aggregate" if name in {"save", "add", "update"} else "key"
