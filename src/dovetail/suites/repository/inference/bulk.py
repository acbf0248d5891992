"""Operations on many at once (`save_all`, `get_by_ids`, `delete_many`): which operation each is the bulk form of."""

from __future__ import annotations

import inspect
import re
from collections.abc import AsyncIterable, Collection, Container, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from dovetail.conventions import key_names
from dovetail.errors import ContractError
from dovetail.hints import element, optional
from dovetail.naming import snake
from dovetail.port import MISSING, Operation, Parameter, Port
from dovetail.suites.calls.operation_call import OperationCall, operation_call, returned
from dovetail.suites.calls.owner import Owner, owner_roles
from dovetail.suites.repository.inference.key import Key
from dovetail.suites.repository.inference.methods import unscoped
from dovetail.suites.repository.inference.queries import is_aggregate
from dovetail.suites.repository.inference.vocabulary import operation_for

_MANY = re.compile(r"^(bulk|batch)_|_(all|many|bulk|batch|multiple|each|range)(?=_by_|$)|(?<=_id|key)s$")
_OF_AGGREGATES = ("save", "add", "update", "delete")
_OF_KEYS = ("get", "delete")


@dataclass(frozen=True, slots=True)
class Bulk:
    """One operation on many at once.

    Attributes:
        name: what it does to each: `save`, `add`, `update`, `get` or `delete`.
        operation: how it is called; its one role beside the owner is `many`.
        keys: whether it takes keys, and not aggregates.
        table: whether it answers with aggregates by key.
        partial: whether some may stay stored where another one is refused.
    """

    name: str
    operation: OperationCall
    keys: bool
    table: bool
    partial: bool = False

    def given(self, many: Iterable[Any]) -> Any:
        """Aggregates or keys, in the collection that the operation takes."""
        parameter = next(each for each, role in self.operation.roles if role == "many")
        collection: Any = get_origin(parameter.hint)
        if _variadic(parameter) or collection is None:
            return list(many)
        if collection in (Iterable, Iterator) and not self.keys:
            return iter(list(many))  # which can be walked through once
        if inspect.isabstract(collection):
            return set(many) if issubclass(collection, Set) else list(many)
        return collection(many)


def read_bulks(
    port: Port,
    aggregate: type,
    key: Key,
    get: Operation | None,
    owner: Owner | None,
    taken: Container[str],
    partial: Collection[str],
) -> dict[str, Bulk]:
    """The operations on many at once by method name, but for those that are taken for something else.

    Raises:
        ContractError: `partial` names one that is none of those that add.
    """
    left = {name: each for name, each in port.operations.items() if name not in taken}
    found = {name: read_bulk(each, aggregate, key, get, owner) for name, each in left.items()}
    bulks = {name: replace(each, partial=name in partial) for name, each in found.items() if each is not None}
    adding = [name for name, each in bulks.items() if each.name == "add"]
    for name in partial:
        if name not in adding:
            raise ContractError(
                f"partial names {name!r}, by which {port.name} does not add many at once",
                f"remove it, or name one that does: {', '.join(adding) or 'it has none'}",
            )
    return bulks


def read_bulk(
    operation: Operation, aggregate: type, key: Key, get: Operation | None, owner: Owner | None
) -> Bulk | None:
    """The operation as the bulk form of another, or None where its name and annotations do not say it beyond doubt."""
    taken = [*unscoped(operation, owner), *(each for each in operation.parameters if _variadic(each))]
    if len(taken) != 1:
        return None
    (parameter,) = taken
    inside = _inside(parameter)
    table = _is_table(operation, aggregate)
    found = None
    name = _single(operation.name, aggregate, key)
    if name in _OF_AGGREGATES and is_aggregate(inside, aggregate):
        found = name
    keys = found is None and _is_key(inside, key) and _names_key(parameter, aggregate, key, get)
    if keys and name in {*_OF_KEYS, "all"}:
        found = "delete" if name == "delete" else "get"
    if found is None or (found == "get" and not (table or _gives_many(operation, aggregate))):
        return None
    others = tuple(each for each in operation.required if each is not parameter)
    return Bulk(found, operation_call(operation, {**owner_roles(others, owner), parameter.name: "many"}), keys, table)


def _single(method: str, aggregate: type, key: Key) -> str | None:
    """The contract's name for what is left of a method's name without what says that it is about many."""
    name = re.sub(rf"_(?:by|for|with)_{re.escape(key.attribute)}s$", "", method) if key.attribute else method
    name = re.sub(r"^list(?=_by_)", "get", _MANY.sub("", name))
    return operation_for(name, aggregate.__name__)


def _inside(parameter: Parameter) -> Any:
    if _variadic(parameter):
        return parameter.hint
    origin = get_origin(parameter.hint)
    streams = inspect.isclass(origin) and issubclass(origin, AsyncIterable)
    return None if streams else element(parameter.hint)


def _variadic(parameter: Parameter) -> bool:
    return bool(parameter.kind is inspect.Parameter.VAR_POSITIONAL)


def _is_key(hint: Any, key: Key) -> bool:
    held, _ = optional(key.hint)
    return held is not MISSING and hint == held


def _names_key(parameter: Parameter, aggregate: type, key: Key, get: Operation | None) -> bool:
    """Whether the parameter is about keys: text and numbers may be anything else."""
    if optional(key.hint)[0] not in (str, int):
        return True
    usual = {*key_names(snake(aggregate.__name__)), key.attribute}
    asked = {each.name for each in get.required} if get is not None else set()
    return parameter.name.removesuffix("s") in usual | asked


def _gives_many(operation: Operation, aggregate: type) -> bool:
    inside, _ = optional(element(optional(returned(operation))[0]))
    return is_aggregate(inside, aggregate)


def _is_table(operation: Operation, aggregate: type) -> bool:
    hint = returned(operation)
    origin, arguments = get_origin(hint), get_args(hint)
    return inspect.isclass(origin) and issubclass(origin, Mapping) and is_aggregate(arguments[-1], aggregate)
