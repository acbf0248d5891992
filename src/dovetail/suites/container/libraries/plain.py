"""Containers of no library: an object, a module or a dictionary whose parts hold or make what serves a port."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property, partial
from types import FunctionType, MethodType, ModuleType
from typing import Any, get_args, get_origin

from dovetail.conventions import ordered
from dovetail.hints import bare, resolve
from dovetail.introspection.signatures import required_by
from dovetail.port import MISSING
from dovetail.suites.container.libraries.library import Library, Unserved
from dovetail.suites.container.libraries.naming import Candidate, chosen

_FACTORIES = (type, FunctionType, MethodType, partial)


class Plain(Library):
    """What factory functions and dataclasses make up; every container is one that no library owns."""

    opening = "container.scope()"

    def owns(self, container: Any) -> bool:  # noqa: ARG002 - libraries ask it
        return True

    def scope(self, container: Any, ports: Collection[Any] = ()) -> Any:
        """What opens a scope by its name; a method that gives a port, as `unit() -> UnitOfWork` does, opens none."""
        for name in ordered("container.scopes"):
            method = getattr(container, name, None)
            if callable(method) and not _needs_arguments(method) and _returned(_function(method)) not in ports:
                opened = method()
                if any(hasattr(type(opened), each) for each in ("__enter__", "__aenter__")):
                    return opened
        return None

    def resolve(self, asked: Any, key: Any) -> Any:
        if isinstance(asked, Mapping):
            if key not in asked:
                raise Unserved("it has no such key")
            return _called(asked[key])
        parts = dict(_parts(asked))
        return parts[chosen(key, list(parts))]()

    def resolving(self, called: str, asked: Any, key: Any) -> str:
        if isinstance(asked, Mapping):
            return f"{called}[{getattr(key, '__name__', key)}]"
        return f"{called}.{chosen(key, [candidate for candidate, _ in _parts(asked)]).name}"


def _parts(container: Any) -> Iterator[tuple[Candidate, Callable[[], Any]]]:
    """Its public attributes, properties and methods that need no arguments, each with what gives its value."""
    owner = container if isinstance(container, ModuleType) else type(container)
    hints = resolve(owner)
    for name in dict.fromkeys([*hints, *getattr(container, "__dict__", ()), *dir(owner)]):
        member = inspect.getattr_static(container, name, None)
        if name.startswith("_") or (isinstance(member, (type, ModuleType)) and name not in hints):
            continue
        if isinstance(member, (property, cached_property)):
            function = member.fget if isinstance(member, property) else member.func
            yield Candidate(name, _returned(function)), partial(getattr, container, name)
        elif name not in hints and _is_method(member):
            if not _needs_arguments(method := getattr(container, name)):
                yield Candidate(name, _returned(_function(member))), method
        else:
            yield _attribute(container, name, hints.get(name, MISSING))


def _attribute(container: Any, name: str, hint: Any) -> tuple[Candidate, Callable[[], Any]]:
    """An attribute holds what is asked for, or where its annotation is `Callable[[], Orders]` a factory of it."""
    value = getattr(container, name, None)
    if get_origin(bare(hint)) is Callable:
        return Candidate(name, get_args(bare(hint))[-1]), partial(_called, value)
    if isinstance(value, partial) and hint is MISSING:
        return Candidate(name, MISSING), partial(_called, value)
    return Candidate(name, type(value) if hint is MISSING and value is not None else hint), lambda: value


def _is_method(member: Any) -> bool:
    """Whether it is a function of the class or the module, also one that a decorator such as `cache` has wrapped."""
    return isinstance(member, (FunctionType, staticmethod, classmethod)) or hasattr(member, "__wrapped__")


def _function(member: Any) -> Any:
    return inspect.unwrap(getattr(member, "__func__", member))


def _returned(function: Any) -> Any:
    return resolve(function).get("return", MISSING) if inspect.isfunction(function) else MISSING


def _called(value: Any) -> Any:
    """What a factory gives; anything else is what is asked for itself."""
    return value() if isinstance(value, _FACTORIES) and not _needs_arguments(value) else value


def _needs_arguments(function: Any) -> bool:
    return required_by(function) != []
