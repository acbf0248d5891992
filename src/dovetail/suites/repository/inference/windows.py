"""Operations that give a part of what there is: a page, the first few, what comes after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dovetail.conventions import words
from dovetail.hints import optional
from dovetail.port import MISSING, Parameter, Port
from dovetail.suites.calls.attributes import attribute_for, attributes
from dovetail.suites.calls.operation_call import OperationCall, default_page, operation_call, window_role
from dovetail.suites.calls.owner import Owner, owner_roles
from dovetail.suites.repository.inference.key import Key
from dovetail.suites.repository.inference.queries import Query, answers_with_many, is_aggregate


@dataclass(frozen=True, slots=True)
class Window:
    """An operation that gives a part of what it could give, or promises an order of it.

    Attributes:
        call: the operation, with the roles `limit`, `offset`, `page` and `after` where it has them.
        limits: whether it says how many to give.
        pace: the role that leads to what follows a page: `offset`, `page` or `after`; None where there is none.
        first_page: the number of the first page where the default says it, else None.
        query: the query of which it gives a part; None where it is asked without arguments.
        lists_all: whether all that is stored is what it gives a part of.
        after_whole: whether `after` takes the last aggregate of a page itself, and not its key.
    """

    call: OperationCall
    limits: bool
    pace: str | None
    first_page: int | None
    query: Query | None
    lists_all: bool
    after_whole: bool = False


def read_windows(
    port: Port, aggregate: type, key: Key, owner: Owner | None, listing: str, queries: Mapping[str, Query], order: Any
) -> Iterator[tuple[str, Window]]:
    """The operations with a limit, an offset, a page or a key to go on after, and those that promise an order."""
    for name, operation in port.operations.items():
        if answers_with_many(operation, aggregate) is not True:
            continue
        query = queries.get(name)
        asked = {role: role for role, _, _ in query.arguments} if query is not None else {}
        roles = owner_roles(operation.required, owner) | asked
        found = {
            each.name: role
            for each in operation.parameters
            if each.name not in roles and (role := _role(each, aggregate, key)) is not None
        }
        unknown = [each.name for each in operation.required if each.name not in {*roles, *found}]
        if unknown or len(set(found.values())) < len(found) or not (found or (name in order and not asked)):
            continue
        yield (
            name,
            Window(
                operation_call(operation, roles | found),
                "limit" in found.values(),
                next((role for role in ("offset", "page", "after") if role in found.values()), None),
                default_page(operation, found),
                query,
                name == listing,
                any(found.get(each.name) == "after" and _takes(each, aggregate) for each in operation.parameters),
            ),
        )


def _role(parameter: Parameter, aggregate: type, key: Key) -> str | None:
    """What a parameter says of the part that is given; one that names an attribute is about that."""
    if attribute_for(parameter.name, parameter.hint, attributes(aggregate), aggregate) is not None:
        return None
    held = optional(key.hint)[0]
    is_key = held is not MISSING and optional(parameter.hint)[0] == held
    if parameter.name in words("windows.after") and (is_key or _takes(parameter, aggregate)):
        return "after"
    return window_role(parameter)


def _takes(parameter: Parameter, aggregate: type) -> bool:
    return is_aggregate(optional(parameter.hint)[0], aggregate)
