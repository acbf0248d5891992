"""Values that a constructor refuses, as it may want them: a total that is the sum of the lines, steps in order."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial, reduce
from itertools import chain, combinations, count, permutations, product, repeat
from typing import TYPE_CHECKING, Any

from dovetail.records import constructor_of
from dovetail.values.strategies.agreeing import Place, agreeing, agreements, with_leaves
from dovetail.values.strategies.identities import identity
from dovetail.values.strategies.spans import spans

if TYPE_CHECKING:
    from dovetail.records.parameters import Construction

Values = Mapping[str, Any]
Mend = Callable[[Values], "dict[str, Any] | None"]
"""Gives other values for those that were refused; None where it has none."""

_WHOLES = 3
_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {"plus": operator.add, "minus": operator.sub, "times": operator.mul}


@dataclass(frozen=True)
class Filled:
    """A field of the elements has values that are known: counted, true in the first alone, or the key of the whole."""

    collection: str
    field: str
    series: Callable[[Values], Iterable[Any]]

    def __call__(self, values: Values) -> dict[str, Any]:
        return _with_field(values, self.collection, self.field, self.series(values))


@dataclass(frozen=True)
class Parted:
    """The elements of a collection share a whole, such as a hundred per cent."""

    collection: str
    field: str
    whole: int

    def __call__(self, values: Values) -> dict[str, Any] | None:
        elements = values[self.collection]
        if not elements:
            return None
        part = type(getattr(elements[0], self.field))
        share = self.whole // len(elements)
        shares = [share] * (len(elements) - 1) + [self.whole - share * (len(elements) - 1)]
        return _with_field(values, self.collection, self.field, map(part, shares))


@dataclass(frozen=True)
class Summed:
    """A value is the sum of a field of the elements, or of the products of two."""

    name: str
    collection: str
    fields: tuple[str, ...]

    def __call__(self, values: Values) -> dict[str, Any] | None:
        factors = ([getattr(each, name) for name in self.fields] for each in values[self.collection])
        parts = [reduce(operator.mul, each) for each in factors]
        own = values[self.name]
        if not parts:
            return {**values, self.name: type(own)(0)} if _is_number(own) else None
        total = reduce(operator.add, parts)
        return {**values, self.name: type(own)(total) if _is_number(own) else total}


@dataclass(frozen=True)
class Counted:
    """A value is the number of elements."""

    name: str
    collection: str

    def __call__(self, values: Values) -> dict[str, Any]:
        return {**values, self.name: len(values[self.collection])}


@dataclass(frozen=True)
class Combined:
    """A value is what comes of two others: gross of net and tax, nights of two dates."""

    name: str
    operation: str
    one: str
    other: str

    def __call__(self, values: Values) -> dict[str, Any]:
        result = _OPERATIONS[self.operation](values[self.one], values[self.other])
        if isinstance(result, timedelta) and isinstance(values[self.name], int):
            result = result.days
        return {**values, self.name: result}


def mends(values: Values, construction: Construction, bounds: Iterable[Decimal]) -> Iterator[Mend]:
    """What the arguments of a constructor may have to be, the likeliest first."""
    yield from (partial(agreeing, agreement=each) for each in agreements(values))
    mark = identity(construction)
    key = mark.name if mark is not None else None
    wholes = [int(bound) for bound in bounds if bound > 1 and bound == int(bound)]
    for name, elements in values.items():
        for field, own in _fields(elements).items():
            if type(own) is bool:
                yield Filled(name, field, lambda _: chain([True], repeat(False)))
            elif type(own) is int:
                yield Filled(name, field, lambda _: count(1))
                yield Filled(name, field, lambda _: count(0))
            if key is not None and field.endswith("id") and type(own) is type(values.get(key)):
                yield Filled(name, field, lambda held: repeat(held[key]))
            if type(own) in (int, Decimal):
                yield from (Parted(name, field, whole) for whole in wholes[:_WHOLES])
        yield from spans(name, elements)
        yield from _totals(values, name, elements)
    yield from _combinations(values)


def mended(way: Iterable[Mend], values: Values) -> Values:
    """The arguments after some mends, one after the other; themselves, where none of them has others."""
    for mend in way:
        try:
            values = mend(values) or values
        except Exception:  # noqa: BLE001 - anything that an operator, a property or a copy of the user's own raises
            continue
    return values


def _totals(values: Values, collection: str, elements: Any) -> Iterator[Mend]:
    """What a value beside a collection may say of it."""
    read = _readings(elements)
    numbers = [field for field, part in read.items() if _is_number(part)]
    for name, own in values.items():
        if type(own) is int and read:
            yield Counted(name, collection)
        ways: list[tuple[str, ...]] = []
        if _is_number(own):
            ways = [*((field,) for field in numbers), *combinations(numbers, 2)]
        elif hasattr(type(own), "__add__") and not isinstance(own, str | list | tuple):
            alike = [field for field, part in read.items() if type(part) is type(own)]
            ways = [*((field,) for field in alike), *product(alike, numbers)]
        yield from (Summed(name, collection, way) for way in ways)


def _combinations(values: Values) -> Iterator[Mend]:
    measures = [name for name, own in values.items() if _is_number(own) or isinstance(own, date | timedelta)]
    for name, one, other in permutations(measures, 3):
        for operation in _OPERATIONS if one < other else ("minus",):
            yield Combined(name, operation, one, other)


def _with_field(values: Values, collection: str, field: str, others: Iterable[Any]) -> dict[str, Any]:
    """The arguments with another value in one field of each element."""
    elements = values[collection]
    made = [_with(each, field, other) for each, other in zip(elements, others, strict=False)]
    return {**values, collection: type(elements)(made)}


def _with(element: Any, field: str, other: Any) -> Any:
    place = Place(type(element), field)
    return with_leaves(element, lambda here, own: other if here == place else own)


def _fields(elements: Any) -> dict[str, Any]:
    """The fields of the first element of a collection of records."""
    construction = constructor_of(type(elements[0])) if type(elements) in (list, tuple) and elements else None
    return {one.field: getattr(elements[0], one.field, None) for one in construction.parameters} if construction else {}


def _readings(elements: Any) -> dict[str, Any]:
    """The same with the properties that it answers."""
    found = _fields(elements)
    for name in dir(type(elements[0])) if found else ():
        if isinstance(getattr(type(elements[0]), name), property) and not name.startswith("_"):
            found.setdefault(name, getattr(elements[0], name, None))
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
