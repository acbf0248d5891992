"""Which members of a port are left to its adapters."""

from __future__ import annotations

import inspect
from collections.abc import Container, Mapping, Set
from types import FunctionType

from dovetail.introspection.functions import attributes_of_self, says_nothing


def left_open(port: type, known: Container[str]) -> list[str]:
    """The names of members that an adapter must fill: abstract ones, and functions that say nothing.

    Args:
        port: the port's class.
        known: the methods of which it is known what they are to do; any other that says nothing and promises nothing,
            beside abstract ones, is a hook, and may stay as it is.
    """
    abstract = set(getattr(port, "__abstractmethods__", ()))
    declared = functions(port)
    silent = {name for name, function in declared.items() if says_nothing(function)} - set(vars(object))
    hooks = {name for name in silent if abstract and name not in known and _is_hook(port, name, declared[name])}
    return sorted(abstract | (silent - hooks))


def able(name: str, declared: Mapping[str, FunctionType], there: Set[str]) -> bool:
    """Whether a method, and each that it calls, finds on a fake what it reads from `self`.

    Args:
        name: the method.
        declared: the methods of its class.
        there: what a fake has.
    """
    waiting, seen = [name], {name}
    while waiting:
        read = attributes_of_self(declared[waiting.pop()])
        if not read <= there:
            return False
        waiting += (read & set(declared)) - seen
        seen |= read
    return True


def functions(port: type) -> dict[str, FunctionType]:
    """The plain functions of a class and its bases, by name, without their decorators."""
    found = {name: inspect.unwrap(each) for name, each in inspect.getmembers_static(port, inspect.isfunction)}
    return {name: each for name, each in found.items() if each.__module__ not in {"abc", "typing"}}


def _is_hook(port: type, name: str, function: FunctionType) -> bool:
    """Whether a method that does nothing, in a class and no Protocol, returns nothing either and raises nothing."""
    in_protocol = any(getattr(base, "_is_protocol", False) for base in port.__mro__ if name in vars(base))
    returns_nothing = function.__annotations__.get("return") in {None, "None"}
    return returns_nothing and not in_protocol and not function.__code__.co_names
