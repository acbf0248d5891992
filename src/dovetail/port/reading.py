"""A port read from its class: every public method, with its annotations resolved and its type variables bound."""

from __future__ import annotations

import inspect
import types
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, Protocol, get_args, get_origin

from dovetail.errors import ContractError
from dovetail.hints import resolve, substitute, type_arguments
from dovetail.port.operation import COLLECTION, Operation, operation

_NOT_A_PORT = {object, Protocol, Generic}


@dataclass(frozen=True, slots=True)
class Port:
    """A port as its class states it.

    Attributes:
        type: the Protocol or ABC.
        operations: its public methods by name, those of its bases included, in the order of their declaration.
    """

    type: type
    operations: dict[str, Operation]

    @property
    def name(self) -> str:
        """The class's name."""
        return self.type.__name__

    @property
    def path(self) -> str:
        """`package.module:Class`, as the machine-readable reports name it."""
        return f"{self.type.__module__}:{self.type.__qualname__}"


@cache
def read_port(port: Any) -> Port:
    """Read a Protocol or an ABC, or one whose type variables are given: `Repository[Order]`.

    Raises:
        ContractError: it is no class, or declares no public method.
    """
    port = _of_its_own(port)
    if not inspect.isclass(port):
        raise ContractError(
            f"port = {port!r} is not a class", "set port to the Protocol or ABC: port = OrderRepository"
        )
    operations = operations_of(port)
    if not operations:
        raise ContractError(
            f"the port {port.__name__} declares no public method",
            "set port to the Protocol or ABC that declares the operations",
        )
    return Port(port, operations)


def _of_its_own(port: Any) -> Any:
    """`Repository[Order]` as the class that one would write: `class OrderRepository(Repository[Order], Protocol)`."""
    origin = get_origin(port)
    if not inspect.isclass(origin):
        return port
    bases = (port, Protocol) if getattr(origin, "_is_protocol", False) else (port,)
    given = ", ".join(getattr(each, "__name__", str(each)) for each in get_args(port))
    return types.new_class(
        f"{origin.__name__}[{given}]", bases, exec_body=lambda body: body.update(__module__=origin.__module__)
    )


def operations_of(owner: Any) -> dict[str, Operation]:
    """The public operations of a class, by name, from its bases on; or of a module."""
    if isinstance(owner, types.ModuleType):
        return {name: _read(name, each) for name, each in vars(owner).items() if _is_public_function(name, each)}
    bound = type_arguments(owner)
    found: dict[str, Operation] = {}
    for base in reversed(owner.__mro__):
        if base in _NOT_A_PORT or base.__module__ in {"abc", "collections.abc", "typing", "typing_extensions"}:
            continue
        for name, member in vars(base).items():
            if _is_public(name) and (read := _method(name, member, bound.get(base, {}))) is not None:
                found[name] = read
    return found


def _is_public(name: str) -> bool:
    return not name.startswith("_") or name in COLLECTION


def _is_public_function(name: str, member: Any) -> bool:
    return inspect.isfunction(member) and not name.startswith("_")


def _method(name: str, member: Any, bound: dict[Any, Any]) -> Operation | None:
    receiver = not isinstance(member, staticmethod)
    function = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
    function = inspect.unwrap(function) if callable(function) else function
    if not inspect.isfunction(function):
        return None
    hints = {each: substitute(hint, bound) for each, hint in resolve(function).items()}
    return operation(name, function, hints, receiver=receiver)


def _read(name: str, function: Any) -> Operation:
    return operation(name, function, resolve(function), receiver=False)
