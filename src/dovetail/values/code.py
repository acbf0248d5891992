"""Values as Python that a person can paste."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from dovetail.values.literals import class_name, literal
from dovetail.values.picture import Node, picture
from dovetail.values.shape import BASE, Kind
from dovetail.values.shown_constructor import ShownConstructor, shown_constructor
from dovetail.values.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterable

ELLIPSIS = "..."
"""What stands for what was left out."""

_BRACKETS: dict[type, str] = {list: "[{}]", tuple: "({})", set: "{{{}}}", dict: "{{{}}}"}
_DEEPEST = 40


def code(value: object) -> str:
    """Writes a value as Python: `Order(id=OrderId('a'), lines=[], status=OrderStatus.PAID)`.

    Objects are written by their constructor's parameters, without those that have their plain default. State that the
    constructor does not take is shown under the attribute's own name, unless there is nothing in it. Where a value
    contains itself it says `...`.

    Returns:
        One line of text. A class's own `__repr__` is called only where the class shows nothing else.
    """
    return _Writer(_Budget()).write(picture(value).root)


def short(part: object, width: int) -> str:
    """Writes a leaf or a node in about `width` characters; what is left out is `...`."""
    text = ""
    for budget in _BUDGETS:
        text = _Writer(budget).write(part)
        if len(text) <= width:
            break
    return text


def enclosed(node: Node, items: Iterable[str]) -> str:
    """The text of a collection from the texts of its items."""
    items, cls = list(items), node.cls
    inner = ", ".join(items)
    if cls in _BRACKETS and (items or cls is not set):
        comma = "," if cls is tuple and len(items) == 1 else ""
        return _BRACKETS[cls].format(inner + comma)
    name = class_name(cls)
    if issubclass(cls, defaultdict):
        return f"{name}(None, {{{inner}}})" if items else f"{name}(None)"
    if not items and cls is not MappingProxyType:
        return f"{name}()"
    return f"{name}([{inner}])" if node.kind is Kind.SERIES else f"{name}({{{inner}}})"


@dataclass(frozen=True, slots=True)
class _Budget:
    """How much may be written.

    Attributes:
        depth: how deep.
        items: how many items of a collection or arguments of a call.
        text: how many characters of a text.
    """

    depth: int = _DEEPEST
    items: int | None = None
    text: int | None = None


_BUDGETS = (
    _Budget(),
    _Budget(text=40),
    *(_Budget(depth, items, text=40) for depth, items in ((4, 12), (3, 8), (2, 6), (2, 4), (1, 4), (1, 3))),
    _Budget(depth=1, items=2, text=20),
    _Budget(depth=0, items=2, text=20),
)


class _Writer:
    def __init__(self, budget: _Budget) -> None:
        self._budget = budget
        self._open: list[Node] = []

    def write(self, part: object) -> str:
        if type(part) is not Node:
            return literal(part, self._budget.text)
        if part in self._open or len(self._open) > self._budget.depth:
            return ELLIPSIS
        self._open.append(part)
        try:
            return self._record(part) if part.kind is Kind.RECORD else self._collection(part)
        finally:
            self._open.pop()

    def _collection(self, node: Node) -> str:
        if node.kind is Kind.TABLE:
            texts: Iterable[str] = (f"{self.write(key)}: {self.write(part)}" for key, part in node.items())
        else:
            texts = (self.write(part) for part in node.parts)
        if node.kind is Kind.BAG:
            texts = sorted(texts)
        return enclosed(node, self._some(texts))

    def _record(self, node: Node) -> str:
        state: dict[Any, object] = dict(node.items())
        base = state.get(BASE)
        if type(base) is node.cls:  # a leaf that has attributes of its own
            more = "".join(f", {name}={self.write(part)}" for name, part in state.items() if name != BASE)
            return literal(base, self._budget.text).removesuffix(")") + f"{more})"
        return f"{class_name(node.cls)}({', '.join(self._some(self._arguments(node.cls, state)))})"

    def _some(self, texts: Iterable[str]) -> list[str]:
        """The first texts that the budget allows."""
        limit = self._budget.items
        if limit is None:
            return list(texts)
        first = list(islice(texts, limit + 1))
        return first if len(first) <= limit else [*first[:limit], ELLIPSIS]

    def _arguments(self, cls: type, state: dict[Any, object]) -> Iterable[str]:
        constructor = shown_constructor(cls)
        matched = _matched(constructor, state)
        if issubclass(cls, BaseException):
            args = state.pop("args")
            if None in matched or not matched:  # then what it was raised with says more
                matched = [None] * len(matched)
                yield from (self.write(part) for part in (args.parts if type(args) is Node else ()))
        for parameter, attribute in zip(constructor.parameters, matched, strict=True):
            if attribute is None:
                continue
            part = state.pop(attribute)
            if not _is_same(part, parameter.default):
                yield self.write(part) if parameter.positional else f"{parameter.name}={self.write(part)}"
        for name, part in state.items():
            if not _is_empty(part) and not _is_same(part, constructor.hidden.get(name)):
                yield f"{name}={self.write(part)}" if name else self.write(part)


def _matched(constructor: ShownConstructor, state: dict[Any, object]) -> list[str | None]:
    """The attribute that holds what each parameter was given."""
    return [
        next((name for name in parameter.attributes if name in state), None) for parameter in constructor.parameters
    ]


def _is_same(part: object, default: object) -> bool:
    return Walk().agree(picture(default).root, part)


def _is_empty(part: object, *, inside: bool = False) -> bool:
    """Whether a part says nothing: None, zero, an empty text or collection, an object of nothing but such."""
    if type(part) is Node and part.kind is Kind.RECORD:
        return not inside and all(_is_empty(inner, inside=True) for inner in part.parts)
    if type(part) is Node:
        return not part.parts
    return part is None or (type(part) in {bool, int, float, str, bytes} and not part)
