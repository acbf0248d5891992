"""Ports and adapters, and whether an adapter fits a port."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from dovetail.architecture.classes.signatures import mismatch, parameter_names, takes_the_same

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class, Function

_OF_EVERY_OBJECT = frozenset(dir(object))


class Port(NamedTuple):
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


class Adapter(NamedTuple):
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


def resembles(port: Port, operations: dict[str, Function]) -> bool:
    """Whether methods are those of a port by their shape, though one or the other may have drifted.

    All of its operations are there, and at least half of them take what the port's take. That says enough where these
    have parameters: two classes may well have a `now()` or a `close()` and nothing to do with each other.
    """
    if not port.operations.keys() <= operations.keys():
        return False
    alike = [name for name, promised in port.operations.items() if takes_the_same(promised, operations[name])]
    told = [name for name in alike if parameter_names(port.operations[name])]
    if len(port.operations) == 1:
        return any(_says_as_much(port.operations[name], operations[name]) for name in told)
    return bool(told) and 2 * len(alike) >= len(port.operations)


def _says_as_much(promised: Function, given: Function) -> bool:
    """Whether the parameters of one operation are so many, or so well described, that no other is meant."""
    texts = [list(map(ast.unparse, function.annotations)) for function in (promised, given)]
    return len(parameter_names(promised)) > 1 or (len(texts[0]) > 1 and texts[0] == texts[1])


def port_stem(name: str) -> str:
    """What adapters repeat of a port's name: all but the affixes of `IOrders`, `AbstractOrders` or `OrdersPort`."""
    stem = re.sub(r"^(I(?=[A-Z][a-z])|Abstract|Base)|(Port|Protocol|Interface|ABC)$", "", name)
    return stem or name


def is_asked_for(owner: Class, method: Function) -> bool:
    """Whether an heir must define a method: `object` has some of its own, and nobody calls what is private."""
    if method.name in _OF_EVERY_OBJECT:
        return False
    if owner.only_refuses:
        return method.refuses
    return method.abstract or (owner.is_protocol and method.empty and (method.public or method.name.endswith("__")))
