"""Which members of a port are left to its adapters."""

from __future__ import annotations

import dis
import inspect
from types import FunctionType

_SAYS = ("LOAD_FAST", "LOAD_DEREF", "LOAD_SMALL_INT", "BUILD_")


def left_open(port: type) -> list[str]:
    """The names of members that an adapter must fill: abstract ones, and functions that say nothing."""
    abstract = set(getattr(port, "__abstractmethods__", ()))
    silent = {name for name, function in functions(port).items() if says_nothing(function)}
    return sorted(abstract | (silent - set(vars(object))))


def functions(port: type) -> dict[str, FunctionType]:
    """The plain functions of a class and its bases, by name, without their decorators."""
    found = {name: inspect.unwrap(each) for name, each in inspect.getmembers_static(port, inspect.isfunction)}
    return {name: each for name, each in found.items() if each.__module__ not in {"abc", "typing"}}


def says_nothing(function: FunctionType) -> bool:
    """Whether a body is only a docstring, `...`, `pass` or `raise NotImplementedError`."""
    code = function.__code__
    if code.co_names:
        return code.co_names == ("NotImplementedError",)
    if not all(each is None or each is ... or each == function.__doc__ for each in code.co_consts):
        return False
    return not any(each.opname.startswith(_SAYS) for each in dis.get_instructions(code))
