"""The ports of a core, found in its imported packages by the definition that `dovetail ports` applies to the source.

A port is a public Protocol, or a class with abstract methods, that asks for at least one operation. What is only the
base of other ports is none, unless a class outside the core implements it as it is; nor is a record, an error or
another object that is abstract, unless one outside the core extends it. `architecture/classes/` reads the same from
source; `tests/containers/test_ports_agree.py` holds the two to each other.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from dovetail.bases import is_of_objects
from dovetail.errors import ContractError
from dovetail.introspection.functions import says_nothing
from dovetail.introspection.heirs import heirs_of
from dovetail.port.reading import Port, read_port
from dovetail.records.constructors import library_of

_OF_EVERY_OBJECT = frozenset(dir(object))


def ports_of(packages: Iterable[str]) -> tuple[Port, ...]:
    """The ports in some packages and all below them, sorted by where they are.

    Raises:
        ContractError: a package cannot be imported, or there is no port in any of them.
    """
    names = tuple(packages)
    modules = {module.__name__: module for name in names for module in _modules(name)}
    found = {each for module in modules.values() for each in _interfaces(module)}
    found |= {each for base in found for each in heirs_of(base) if _is_undone(each, modules)}
    found = {each for each in found if not _is_for_objects(each, modules)}
    composed = {base for each in found for base in each.__mro__[1:]}
    named = (found - composed) | _implemented_as_they_are(found, composed, modules)
    ports = [each for each in named if _operations(each) and _required(each)]
    if not ports:
        raise ContractError(
            f"no port was found in {' or '.join(names)}: no Protocol or ABC with operations",
            "name the packages that declare them, or the ports themselves: ports = [Orders, Payments]",
        )
    return tuple(map(read_port, sorted(ports, key=lambda each: (each.__module__, each.__qualname__))))


def _modules(package: str) -> Iterator[ModuleType]:
    """A package and every module below it, tests left out."""
    try:
        top = importlib.import_module(package)
        yield top
        for each in pkgutil.walk_packages(getattr(top, "__path__", ()), f"{package}."):
            last = each.name.rpartition(".")[2]
            if last != "__main__" and not last.startswith(("test_", "conftest")):
                yield importlib.import_module(each.name)
    except ImportError as error:
        raise ContractError(
            f"{package} cannot be imported: {error}", "name packages of the core as one imports them: core = ..."
        ) from error


def _interfaces(module: ModuleType) -> Iterator[type]:
    for each in list(vars(module).values()):
        if inspect.isclass(each) and each.__module__ == module.__name__ and is_interface(each):
            yield each


def is_interface(cls: type) -> bool:
    """Whether a class promises what others implement: a public Protocol, or one that declares abstract methods."""
    return not cls.__name__.startswith("_") and (_is_protocol(cls) or any(map(_is_abstract, vars(cls).values())))


def _is_protocol(cls: type) -> bool:
    """Whether it is itself a Protocol; a class that inherits from one is an implementation."""
    return bool(vars(cls).get("_is_protocol", False))


def _is_abstract(member: Any) -> bool:
    return bool(getattr(member, "__isabstractmethod__", False))


def _is_undone(cls: type, modules: dict[str, ModuleType]) -> bool:
    """Whether a class of the core adds nothing to what its bases ask for, as `class Orders(Repository[Order])` does."""
    if cls.__module__ not in modules or cls.__name__.startswith("_") or "<locals>" in cls.__qualname__:
        return False
    required = _required(cls)
    return any(map(_is_abstract, required.values())) and set(_methods(cls)) <= required.keys()


def _is_for_objects(cls: type, modules: dict[str, ModuleType]) -> bool:
    """Whether an abstract class is one of objects that hold something, which no class outside the core extends."""
    own = {name.partition(".")[0] for name in modules}
    foreign = (base for base in cls.__mro__ if base.__module__.partition(".")[0] not in own)
    named = (base.__qualname__ if base.__module__ == "builtins" else f"{base.__module__}." for base in foreign)
    if _is_protocol(cls) or not (library_of(cls) or any(map(is_of_objects, named))):
        return False
    return all(heir.__module__ in modules for heir in heirs_of(cls))


def _implemented_as_they_are(found: set[type], composed: set[type], modules: dict[str, ModuleType]) -> set[type]:
    """The bases of other ports that some class outside the core implements and nothing more."""
    heirs = {each for base in found for each in heirs_of(base) if each.__module__ not in modules}
    last = [each for each in heirs if not is_interface(each) and not any(each in other.__mro__[1:] for other in heirs)]
    nearest = (next((base for base in each.__mro__[1:] if base in found), None) for each in last)
    return {base for base in nearest if base is not None and base in composed}


def _operations(cls: type) -> dict[str, Any]:
    """The public methods that the class and the interfaces it is made of ask for."""
    bases = [base for base in reversed(cls.__mro__) if _own(base) and is_declaring(base)]
    return {
        name: member
        for base in bases
        for name, member in vars(base).items()
        if not name.startswith("_") and _function(member) is not None
    }


def is_declaring(cls: type) -> bool:
    """Whether a class declares what others implement, whatever its name is."""
    return _is_protocol(cls) or any(map(_is_abstract, vars(cls).values()))


def _required(cls: type) -> dict[str, Any]:
    """What an implementation must define: what is abstract, and what a Protocol leaves empty."""
    nearest: dict[str, tuple[type, Any]] = {}
    for base in filter(_own, reversed(cls.__mro__)):
        nearest.update({name: (base, member) for name, member in vars(base).items() if _is_method(member)})
    return {name: member for name, (owner, member) in nearest.items() if _is_asked_for(owner, name, member)}


def _methods(cls: type) -> dict[str, Any]:
    """All public methods of a class, those of its bases included, that do something or are asked for."""
    return {
        name: member
        for base in filter(_own, reversed(cls.__mro__))
        for name, member in vars(base).items()
        if not name.startswith("_") and _is_method(member)
    }


def _is_asked_for(owner: type, name: str, member: Any) -> bool:
    if name in _OF_EVERY_OBJECT:
        return False
    if _is_abstract(member):
        return True
    function = _function(member)
    may_be_called = not name.startswith("_") or name.endswith("__")
    return _is_protocol(owner) and function is not None and says_nothing(function) and may_be_called


def _is_method(member: Any) -> bool:
    return isinstance(member, property) or _function(member) is not None


def _function(member: Any) -> Any:
    """The function of a method; None where the member is none, as a property is none."""
    function = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
    function = inspect.unwrap(function) if callable(function) else function
    return function if inspect.isfunction(function) else None


def _own(base: type) -> bool:
    """Whether a base is part of what was written, and not `object`, `Protocol` or one of Python's own ABCs."""
    return base.__module__ not in {"builtins", "abc", "collections.abc", "typing", "typing_extensions"}
