"""What each parameter of an operation stands for, so that a clause can call it in the contract's own words."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import UnionType
from typing import Any, Union, get_args, get_origin

from dovetail.port import MISSING, Colour, Operation, Parameter, result_arguments

_LIMITS = {"limit", "size", "page_size", "per_page", "max_results", "first", "top", "take"}
_NO_LIMIT = 100_000
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
class Word:
    """One operation of the port as the contract calls it.

    Attributes:
        name: how the port names it, for a report.
        function: called with the adapter first.
        roles: the parameters in order, each with what it stands for: `aggregate`, `key`, `limit` or an attribute.
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

    def arguments(self, **given: Any) -> tuple[list[Any], dict[str, Any]]:
        """The positional and the keyword arguments of a call, from a value for each role."""
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        given = {"limit": _NO_LIMIT, **given}
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


def word(operation: Operation, roles: dict[str, str]) -> Word:
    """The operation as a word, with the role of each parameter that a call gives."""
    opened = result_arguments(operation.returns)
    given = []
    for parameter in operation.parameters:
        if parameter.name in roles:
            given.append((parameter, roles[parameter.name]))
        elif parameter.name in _LIMITS and parameter.hint in (int, MISSING, int | None):
            given.append((parameter, "limit"))
    return Word(
        operation.name,
        method(operation.name),
        tuple(given),
        opened[0] if opened else operation.returns,
        result=opened is not None,
        awaited=operation.colour is Colour.ASYNC,
    )


def returned(operation: Operation) -> Any:
    """The declared return type, opened where it is a Result."""
    opened = result_arguments(operation.returns)
    return opened[0] if opened else operation.returns


def optional(hint: Any) -> tuple[Any, bool]:
    """The type without None, and whether None was one of its arms."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    arms = [arm for arm in get_args(hint) if arm is not type(None)]
    if len(arms) == len(get_args(hint)):
        return hint, False
    return (arms[0] if len(arms) == 1 else Union[tuple(arms)]), True  # noqa: UP007 - built from values


def element(hint: Any) -> Any:
    """The element's type of a collection or a stream, or None for anything else."""
    origin, arguments = get_origin(hint), get_args(hint)
    if not inspect.isclass(origin) or not arguments or not hasattr(origin, "__class_getitem__"):
        return None
    if issubclass(origin, tuple):
        return arguments[0] if len(arguments) == 2 and arguments[1] is Ellipsis else None
    iterable = hasattr(origin, "__iter__") or hasattr(origin, "__aiter__")
    return arguments[0] if iterable and len(arguments) in {1, 2, 3} and not issubclass(origin, dict) else None
