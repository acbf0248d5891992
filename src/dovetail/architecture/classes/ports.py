"""Ports, adapters, and what the one may ask of the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.architecture.classes.signatures import mismatch

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class, Function

_OF_EVERY_OBJECT = frozenset(dir(object))


@dataclass(frozen=True)
class Port:
    """A Protocol or ABC that the core owns.

    Attributes:
        cls: the interface.
        operations: what callers may call: its public methods, those of the interfaces that it is composed of included.
        required: what an heir must define: everything abstract, and what a Protocol leaves empty. What an ABC leaves
            empty and does not call abstract is a hook, for heirs to use or not.
    """

    cls: Class
    operations: dict[str, Function]
    required: dict[str, Function]


@dataclass(frozen=True)
class Adapter:
    """A concrete class outside the core that implements a port.

    Attributes:
        port: what it implements.
        cls: the class.
        operations: the public methods by which it does, inherited ones included.
        nominal: whether it inherits from the port.
    """

    port: Port
    cls: Class
    operations: dict[str, Function]
    nominal: bool

    @property
    def name(self) -> str:
        """The class's name."""
        return self.cls.name

    @property
    def fits(self) -> bool:
        """Whether it has every operation, and each can be called as the port says."""
        return all(
            name in self.operations and mismatch(promised, self.operations[name]) is None
            for name, promised in self.port.operations.items()
        )


def port_stem(name: str) -> str:
    """What adapters repeat of a port's name: all but the affixes of `IOrders`, `AbstractOrders` or `OrdersPort`."""
    stem = re.sub(r"^(I(?=[A-Z][a-z])|Abstract|Base)|(Port|Protocol|Interface|ABC)$", "", name)
    return stem or name


def is_asked_for(owner: Class, method: Function) -> bool:
    """Whether an heir must define a method: `object` has some of its own, and nobody calls what is private."""
    if method.name in _OF_EVERY_OBJECT:
        return False
    return method.abstract or (owner.is_protocol and method.empty and (method.public or method.name.endswith("__")))
