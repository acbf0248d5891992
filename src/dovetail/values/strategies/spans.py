"""Spans that do not meet: the shifts of a roster, the leases of a flat, the talks in a hall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice, permutations
from typing import TYPE_CHECKING, Any

from dovetail.values.contents import inside
from dovetail.values.strategies.agreeing import Place, with_leaves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MEASURES = 4


@dataclass(frozen=True)
class Apart:
    """The elements of a collection take a span each, and the next one begins behind it.

    Attributes:
        collection: the argument that holds them.
        begin: where the beginning of a span stands.
        other: where its end stands, or how long it is.
        lasts: whether that is how long it is.
        sorted: whether the elements stand in the order of their spans.
    """

    collection: str
    begin: Place
    other: Place
    lasts: bool
    sorted: bool

    def __call__(self, values: Mapping[str, Any]) -> dict[str, Any]:
        elements = values[self.collection]
        spans = [self._span(each) for each in elements]
        places = sorted(range(len(spans)), key=lambda n: spans[n][0])
        moved, free = list(elements), None
        for n in places:
            begin, long, other = spans[n]
            start = begin if free is None or begin > free else free
            leaf = {self.begin: start, self.other: other if self.lasts else start + long}
            moved[n] = with_leaves(elements[n], lambda here, own, leaf=leaf: leaf.get(here, own))  # type: ignore[misc]
            free = start + long + _gap(start)
        kept = [moved[n] for n in places] if self.sorted else moved
        return {**values, self.collection: type(elements)(kept)}

    def _span(self, element: Any) -> tuple[Any, Any, Any]:
        """Where an element begins, how long it is, and what stands in the other place."""
        read = _measures(element)
        begin, other = read[self.begin], read[self.other]
        if not self.lasts:
            return begin, other - begin, other
        return begin, timedelta(days=other) if isinstance(begin, date) and isinstance(other, int) else other, other


def spans(name: str, elements: Any) -> Iterator[Apart]:
    """How the elements of a collection may have to keep apart: by two measures of one type, or one and a length."""
    if type(elements) not in (list, tuple) or not elements:
        return
    read = dict(islice(_measures(elements[0]).items(), _MEASURES))
    pairs = [(one, other) for one, other in permutations(read, 2) if read[one] is not read[other]]
    for lasts in (False, True):
        for begin, other in pairs:
            fits = _is_length(read[begin], read[other]) if lasts else _is_end(read[begin], read[other])
            yield from (Apart(name, begin, other, lasts, in_order) for in_order in (False, True) if fits)


def _measures(element: Any) -> dict[Place, Any]:
    """The numbers, dates and durations of an element, those inside the values that it holds too."""
    found = (each for each in inside(element) if each.alone and _is_measure(each.value))
    return {Place(each.owner, each.field): each.value for each in found}


def _is_measure(value: Any) -> bool:
    return isinstance(value, int | float | Decimal | date | timedelta) and not isinstance(value, bool)


def _is_end(begin: Any, end: Any) -> bool:
    return type(begin) is type(end) and _ordered(begin, end)


def _ordered(begin: Any, end: Any) -> bool:
    try:
        return bool(begin <= end)
    except (TypeError, ArithmeticError):  # a naive and an aware datetime, Decimal('NaN')
        return False


def _is_length(begin: Any, length: Any) -> bool:
    return isinstance(length, timedelta) if isinstance(begin, timedelta) else not isinstance(length, date | float)


def _gap(begin: Any) -> Any:
    if isinstance(begin, datetime | timedelta):
        return timedelta(seconds=1)
    return timedelta(days=1) if isinstance(begin, date) else type(begin)(1)
