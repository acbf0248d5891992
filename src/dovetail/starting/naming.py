"""Names for what is written: one module a port and one an adapter, told apart where two are called alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dovetail.architecture.classes.port_model import port_stem
from dovetail.naming import camel, snake

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class


def stem_of(port: Class) -> str:
    """A port's name without the marks that say only that it is one."""
    return port_stem(port.name)


def module_names(classes: Iterable[Class], *, stems: bool = False) -> dict[str, str]:
    """A module's name for each class, by the class's dotted name.

    Args:
        classes: ports, or adapters.
        stems: whether the marks of a port are left out.
    """
    named = {cls.dotted: snake(stem_of(cls) if stems else cls.name) for cls in classes}
    counts = Counter(named.values())
    return {
        dotted: name if counts[name] == 1 else f"{_apart(dotted, [o for o, n in named.items() if n == name])}_{name}"
        for dotted, name in named.items()
    }


def _apart(dotted: str, alike: list[str]) -> str:
    """The part of a dotted name in which it first differs from all others that end alike, else the whole of it."""
    for place, part in enumerate(dotted.split(".")):
        if sum(other.split(".")[place : place + 1] == [part] for other in alike) == 1:
            return snake(part)
    return re.sub(r"\W", "_", dotted)


def class_name(module: str, bare: str) -> str:
    """The name of a class as its module's name tells it apart: `sales_orders` and `Orders` as `SalesOrders`."""
    return camel(module.removesuffix(snake(bare))) + bare
