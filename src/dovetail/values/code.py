"""Values as Python that a person can paste."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from types import MappingProxyType

from dovetail.values.constructors import COMPUTED, REQUIRED, Parameter, constructor_of
from dovetail.values.leaf import same_leaf
from dovetail.values.literals import class_name, literal
from dovetail.values.picture import Node, picture
from dovetail.values.shape import BASE, Kind

ELLIPSIS = "..."
_BRACKETS: dict[type, str] = {list: "[]", tuple: "()", set: "{}", dict: "{}"}
_UNLIMITED = 1_000


def code(value: object) -> str:
    """Writes a value as Python: `Order(id=OrderId('a'), lines=[], status=OrderStatus.PAID)`.

    Objects are written by their constructor's parameters, without those that equal their plain default. State that the
    constructor does not take is shown under the attribute's own name; what a value repeats of itself is `...`.

    Args:
        value: an object or a picture.

    Returns:
        One line of text. No `__repr__` of the value's own classes is called, unless a class shows nothing else.
    """
    return written(picture(value).root)


def written(part: object, depth: int = _UNLIMITED) -> str:
    """Writes a leaf or a node; what lies deeper than `depth` becomes `...`."""
    return _Writer().write(part, depth)


def short(part: object, width: int) -> str:
    """Writes a part in about `width` characters, leaving out what lies deepest."""
    text = written(part)
    depth = 4
    while len(text) > width and depth:
        depth -= 1
        text = written(part, depth)
    return text


class _Writer:
    def __init__(self) -> None:
        self._open: set[int] = set()

    def write(self, part: object, depth: int) -> str:
        if type(part) is not Node:
            return literal(part)
        if id(part) in self._open or depth < 0:
            return ELLIPSIS
        self._open.add(id(part))
        try:
            return _WRITE[part.kind](self, part, depth)
        finally:
            self._open.discard(id(part))

    def series(self, node: Node, depth: int) -> str:
        return enclosed(node.cls, [self.write(part, depth - 1) for part in node.parts])

    def bag(self, node: Node, depth: int) -> str:
        return enclosed(node.cls, sorted(self.write(part, depth - 1) for part in node.parts))

    def table(self, node: Node, depth: int) -> str:
        pairs = zip(node.names, node.parts, strict=True)
        return enclosed(
            node.cls, [f"{self.write(key, depth - 1)}: {self.write(part, depth - 1)}" for key, part in pairs]
        )

    def record(self, node: Node, depth: int) -> str:
        state = dict(zip(node.names, node.parts, strict=True))
        if issubclass(node.cls, BaseException):
            return self._exception(node, state, depth)
        if BASE in state and type(state[BASE]) is not Node and type(state[BASE]) is node.cls:
            return literal(state[BASE])
        arguments = self._arguments(node.cls, state, depth - 1)
        return f"{class_name(node.cls)}({', '.join(arguments)})"

    def _exception(self, node: Node, state: dict[object, object], depth: int) -> str:
        args = state["args"]
        parts = args.parts if type(args) is Node else ()
        return f"{class_name(node.cls)}({', '.join(self.write(part, depth - 1) for part in parts)})"

    def _arguments(self, cls: type, state: dict[object, object], depth: int) -> list[str]:
        constructor = constructor_of(cls)
        rest = dict(state)
        given: list[tuple[Parameter, object]] = []
        for parameter in constructor.parameters:
            attribute = next((name for name in parameter.attributes if name in rest), None)
            if attribute is None:
                continue
            part = rest.pop(attribute)
            if not _is_default(part, parameter.default):
                given.append((parameter, part))
        texts = [
            self.write(part, depth)
            if parameter.positional or len(constructor.parameters) == 1
            else f"{parameter.name}={self.write(part, depth)}"
            for parameter, part in given
        ]
        for name, part in rest.items():
            if not _is_blank(part) and not _is_default(part, constructor.hidden.get(str(name), REQUIRED)):
                prefix = f"{name}=" if name else ""
                texts.append(f"{prefix}{self.write(part, depth)}")
        return texts


def enclosed(cls: type, items: list[str]) -> str:
    """The text of a collection of some class from the texts of its items."""
    brackets = _BRACKETS.get(cls)
    if cls is tuple and len(items) == 1:
        return f"({items[0]},)"
    if brackets is not None and (items or cls is not set):
        return f"{brackets[0]}{', '.join(items)}{brackets[1]}"
    name = class_name(cls)
    if not items:
        return "defaultdict(None)" if cls is defaultdict else f"{name}({'{}' * (cls is MappingProxyType)})"
    inner = ", ".join(items)
    if issubclass(cls, defaultdict):
        return f"{name}(None, {{{inner}}})"
    if issubclass(cls, (dict, MappingProxyType, Counter, OrderedDict, set, frozenset)):
        return f"{name}({{{inner}}})"
    return f"{name}([{inner}])" if issubclass(cls, (list, deque, tuple)) else f"{name}({inner})"


def _is_default(part: object, default: object) -> bool:
    if default is REQUIRED or default is COMPUTED:
        return False
    root = picture(default).root
    if type(root) is Node or type(part) is Node:
        return type(root) is type(part) and written(root) == written(part)
    return same_leaf(part, root)


def _is_blank(part: object) -> bool:
    return part is None or (type(part) is Node and part.kind is not Kind.RECORD and not part.parts)


_WRITE = {
    Kind.SERIES: _Writer.series,
    Kind.BAG: _Writer.bag,
    Kind.TABLE: _Writer.table,
    Kind.RECORD: _Writer.record,
}
