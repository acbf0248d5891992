"""All queries of a port: stated, spelt by names, and those that optional parameters make of another one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from typing import Any, Literal, get_origin
from uuid import UUID

from dovetail.conventions import words
from dovetail.hints import optional
from dovetail.introspection.signatures import parameters_of
from dovetail.port import Operation, Port
from dovetail.suites.calls.attributes import attribute_for, attributes, reader
from dovetail.suites.calls.operation_call import operation_call, window_role
from dovetail.suites.calls.owner import Owner, owner_roles
from dovetail.suites.repository.inference.queries import (
    Query,
    answers_with_many,
    bounds,
    equal_to,
    infer_query,
    stated_query,
)
from dovetail.values import identical


def read_queries(
    port: Port,
    aggregate: type,
    owner: Owner | None,
    methods: Mapping[str, Operation],
    stated: Mapping[str, Callable[..., bool]],
    any_case: Collection[str],
) -> dict[str, Query]:
    """The queries of a port by name: as a contract states them, else as their names and parameters spell them."""
    queries = {name: stated_query(port.operations[name], aggregate, owner, each) for name, each in stated.items()}
    for name, each in stated.items():
        queries |= dict(_with_optional(port.operations[name], aggregate, owner, each))
    taken = {*queries, *(each.name for each in methods.values())}
    for name, operation in port.operations.items():
        query = None if name in taken else infer_query(operation, aggregate, owner, any_case)
        if query is not None:
            queries[name] = query
    if (listing := methods.get("all")) is not None and listing.name not in stated:
        queries |= dict(infer_filters(listing, aggregate, owner))
    return queries


def _with_optional(
    operation: Operation, aggregate: type, owner: Owner | None, predicate: Callable[..., bool]
) -> Iterator[tuple[str, Query]]:
    """The same query with optional arguments, one by one and together: those that its predicate takes by their names.

    What says which part is asked for is none of them.
    """
    known = parameters_of(predicate) or {}
    roles = owner_roles(operation.parameters, owner)
    told = [
        each
        for each in operation.parameters
        if not each.required
        and each.name in known
        and each.name not in {*roles, *words("windows.after")}
        and window_role(each) is None
    ]
    for given in [[each] for each in told] + ([told] if len(told) > 1 else []):
        names = ", ".join(each.name for each in given)
        yield f"{operation.name}({names})", stated_query(operation, aggregate, owner, predicate, given)


def infer_filters(operation: Operation, aggregate: type, owner: Owner | None) -> Iterator[tuple[str, Query]]:
    """The queries that optional parameters make of a list: `list(status=None)` gives all, or those of one status.

    Only of what is compared by equality alone, whoever writes it: members, flags and identities, and neither texts,
    which may be searched for, nor numbers and dates, which may be bounds.
    """
    known = attributes(aggregate)
    required = owner_roles(operation.required, owner)
    others = [each for each in operation.required if each.name not in required and not bounds(each)]
    if answers_with_many(operation, aggregate) is not True or others:
        return
    for each in operation.parameters:
        path = attribute_for(each.name, each.hint, known, aggregate)
        if each.default is not None or path is None or not _compared_by_equality(each.hint):
            continue
        roles, read = required | {each.name: each.name}, reader(path)
        yield (
            f"{operation.name}({each.name})",
            Query(
                operation_call(operation, roles),
                ((each.name, each.hint, read),),
                _equal_where_given(read),
                True,
                (path.partition(".")[0],),
            ),
        )


def _compared_by_equality(hint: Any) -> bool:
    hint, _ = optional(hint)
    return get_origin(hint) is Literal or hint in (bool, UUID) or (isinstance(hint, type) and issubclass(hint, Enum))


def _equal_where_given(read: Callable[[Any], Any]) -> Callable[..., bool]:
    equal = equal_to((read,), (identical,))
    return lambda aggregate, argument: argument is None or equal(aggregate, argument)
