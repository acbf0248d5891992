"""What a caller gave to an operation, by what each argument stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dovetail.conventions import words
from dovetail.errors import ContractError
from dovetail.port import MISSING, Operation
from dovetail.suites.calls.attributes import attributes, reader
from dovetail.suites.calls.operation_call import window_role
from dovetail.values import compare


@dataclass(frozen=True)
class Given:
    """The arguments of one call.

    Attributes:
        roles: by role: `aggregate`, `key`, `scope` or the name of a query's argument.
        like: by attribute, the value that what is listed must have: an optional parameter that is named after one.
        offset: how many to pass over.
        limit: how many to list at most, or None.
        after: the key of the aggregate to list from, itself left out, or None.
    """

    roles: Mapping[str, Any]
    like: Mapping[str, Any]
    offset: int = 0
    limit: int | None = None
    after: Any = None

    def listed(self, found: list[Any]) -> list[Any]:
        """Those of the aggregates that the call asks for."""
        alike = [
            each for each in found if all(compare(reader(name)(each), self.like[name]) is None for name in self.like)
        ]
        return alike[self.offset : None if self.limit is None else self.offset + self.limit]


def read_call(operation: Operation, roles: Mapping[str, str], aggregate: type, args: Any, kwargs: Any) -> Given:
    """Sort the arguments of a call by what they stand for.

    Raises:
        TypeError: the operation cannot be called so.
        ContractError: an optional argument was given, and nothing says what it does.
    """
    bound = operation.signature.bind(*args, **kwargs).arguments
    given = {roles[name]: value for name, value in bound.items() if name in roles}
    window: dict[str, Any] = {}
    like: dict[str, Any] = {}
    after = None
    for parameter in operation.parameters:
        value = bound.get(parameter.name, parameter.default)
        if roles.get(parameter.name) not in {None, "limit", "offset", "page"} or value is None or value is MISSING:
            continue
        if isinstance(value, int) and (kind := window_role(parameter)) is not None:
            window[kind] = value
        elif parameter.name not in bound or _same(value, parameter.default):
            continue
        elif parameter.name in attributes(aggregate):
            like[parameter.name] = value
        elif parameter.name in words("windows.after"):
            after = value
        else:
            raise ContractError(
                f"nothing says what {operation.name}({parameter.name}={value!r}) does",
                f"call it without {parameter.name}, or name the parameter after an attribute of {aggregate.__name__}",
            )
    pages = (each.default for each in operation.parameters if window_role(each) == "page")
    return Given(given, like, *_slice(window, 0 if next(pages, 1) == 0 else 1), after=after)


def _slice(window: Mapping[str, Any], first_page: int) -> tuple[int, int | None]:
    limit = window.get("limit")
    if "page" in window and limit is not None:
        return (window["page"] - first_page) * limit, limit
    return window.get("offset", 0), limit


def _same(value: Any, default: Any) -> bool:
    return value is default or (default is not MISSING and compare(value, default) is None)
