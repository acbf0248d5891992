"""An operation of a port with a role for each parameter, so that a clause can call it in the contract's own words."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dovetail.conventions import words
from dovetail.hints import element, optional
from dovetail.port import MISSING, FunctionKind, Operation, Parameter, result_arguments
from dovetail.suites.calls.pages import read_page

NO_LIMIT = 100_000
FIRST_PAGE = 1
_POSITIONAL = inspect.Parameter.POSITIONAL_ONLY


_WRITTEN = {
    "__getitem__": "{0}[{1}]",
    "__setitem__": "{0}[{1}] = {2}",
    "__delitem__": "del {0}[{1}]",
    "__contains__": "{1} in {0}",
    "__len__": "len({0})",
    "__iter__": "list({0})",
}
"""How a person writes the operations of Python's collections."""


@dataclass(frozen=True, slots=True)
class OperationCall:
    """How a contract calls one operation of the port.

    Attributes:
        name: how the port names it, for a report.
        function: called with the adapter first.
        roles: the parameters in order, each with what it stands for: `aggregate`, `key`, `limit`, `offset` or an
            attribute.
        returns: the declared return type, opened where it is a Result; `MISSING` where nothing is declared.
        result: whether the port answers with a Result.
        awaited: whether a caller of the port awaits it.
        written: whether a user wrote the function (then it is named in the report instead of a method).
    """

    name: str
    function: Callable[..., Any]
    roles: tuple[tuple[Parameter, str], ...]
    returns: Any = MISSING
    result: bool = False
    awaited: bool = False
    written: bool = False

    @property
    def reaches(self) -> frozenset[str]:
        """The operations of the port that a call may reach: itself, or those that a user's own function names."""
        if not self.written:
            return frozenset({self.name})
        code = getattr(self.function, "__code__", None)
        return frozenset(code.co_names if code is not None else ())

    def parameter(self, role: str) -> Parameter | None:
        """The parameter of a role; None where a call cannot be given it."""
        return next((each for each, its in self.roles if its == role), None)

    def arguments(self, **given: Any) -> tuple[list[Any], dict[str, Any]]:
        """The positional and the keyword arguments of a call, from a value for each role."""
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        given = {"limit": NO_LIMIT, "offset": 0, "page": FIRST_PAGE, **given}
        for parameter, role in self.roles:
            if role not in given:
                continue
            if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
                args.extend(given[role])
            elif parameter.keyword_only or (not parameter.required and parameter.kind is not _POSITIONAL):
                kwargs[parameter.name] = given[role]
            else:
                args.append(given[role])
        return args, kwargs

    def called(self, adapter: str, arguments: list[str]) -> str:
        """The call as a person writes it."""
        if self.name in _WRITTEN:
            return _WRITTEN[self.name].format(adapter, *arguments)
        given = ", ".join(arguments)
        return f"{self.name}({adapter}, {given})" if self.written else f"{adapter}.{self.name}({given})"


def method(name: str) -> Callable[..., Any]:
    """Calls the adapter's method of that name (or the module's function)."""

    def call(adapter: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(adapter, name)(*args, **kwargs)

    return call


def called_with(
    operation: Operation, function: Callable[..., Any], roles: Sequence[tuple[Parameter, str]], *, written: bool = False
) -> OperationCall:
    """How a function is called that has an operation's signature: a method of the port, or one that a user wrote."""
    opened = result_arguments(operation.returns)
    return OperationCall(
        operation.name,
        function,
        tuple(roles),
        opened[0] if opened else operation.returns,
        result=opened is not None,
        awaited=operation.function_kind is FunctionKind.ASYNC,
        written=written,
    )


def operation_call(operation: Operation, roles: dict[str, str]) -> OperationCall:
    """How the operation is called, with the role of each parameter that a call gives."""
    given = []
    answer = optional(returned(operation))[0]
    lists = element(answer) is not None or answer is MISSING or read_page(answer, lambda *_: True) is not None
    for parameter in operation.parameters:
        if parameter.name in roles:
            given.append((parameter, roles[parameter.name]))
        elif lists and (role := window_role(parameter)) is not None and (role == "limit" or parameter.required):
            given.append((parameter, role))
    return called_with(operation, method(operation.name), given)


def window_role(parameter: Parameter) -> str | None:
    """`limit`, `offset` or `page`, where a parameter's name and type say which part of a list is asked for."""
    if parameter.hint not in (int, MISSING, int | None):
        return None
    return next((role for role in ("limit", "offset", "page") if parameter.name in words(f"windows.{role}")), None)


def default_page(operation: Operation, roles: Mapping[str, str]) -> int | None:
    """The number of the page that an operation gives where none is asked for: the first, where the default says it."""
    pages = (each.default for each in operation.parameters if roles.get(each.name) == "page")
    default = next(pages, None)
    return default if type(default) is int else None


def returned(operation: Operation) -> Any:
    """The declared return type, opened where it is a Result."""
    opened = result_arguments(operation.returns)
    return opened[0] if opened else operation.returns
