"""The values of a type by number: each falsy, boundary and hostile value, each member, each subclass has its turn.

What a strategy draws is left to chance; what is counted through here comes up in every run. A value is made anew each
time. Number n of an object has number n of each of its fields, counted from another place in each, so that two fields
of one type do not go through the same values side by side.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol
from zlib import crc32

from dovetail.values.strategies.sampling import many_of, values_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hypothesis import strategies as st

    Strategy = st.SearchStrategy[Any]

_MANY = 160  # identities, which no two objects share
_OFTEN = 4
_SIZES = (1, 2)  # of collections, after the empty one


class NoSuchValue(Exception):  # noqa: N818 - an answer, and no error
    """A class refuses these values together, or none can be drawn."""


class Enumeration(Protocol):
    """The values of a type by number.

    Attributes:
        count: after so many numbers the values that every store must keep come again.
        extremes: how many values there are beside them that a store may rightly refuse.
        complete: whether there are no others at all.
    """

    @property
    def count(self) -> int: ...

    @property
    def extremes(self) -> int: ...

    @property
    def complete(self) -> bool: ...

    def at(self, number: int) -> Any:
        """A value that every store must keep.

        Raises:
            NoSuchValue: there is none of that number.
        """

    def extreme_at(self, number: int) -> Any:
        """A value that holds one that a store may refuse, of `extremes`; the rest of it is as in `at(number)`."""

    def distinct(self) -> Enumeration:
        """The same for what identifies an object: many values before one comes again."""


@dataclass(frozen=True)
class Leaf:
    """Single values, and after them some that are drawn from a strategy."""

    values: tuple[Any, ...]
    drawn_from: Strategy | None = None
    extreme: tuple[Any, ...] = ()
    many: bool = False

    @property
    def complete(self) -> bool:
        return self.drawn_from is None

    @property
    def extremes(self) -> int:
        return len(self.extreme)

    @property
    def count(self) -> int:
        return max(1, len(self.values)) if self.many else len(self._all())

    def at(self, number: int) -> Any:
        values = self._all()
        if not values:
            raise NoSuchValue
        return _own(values[number % len(values)])

    def extreme_at(self, number: int) -> Any:
        return _own(self.extreme[number % len(self.extreme)])

    def distinct(self) -> Leaf:
        return self if self.drawn_from is None else Leaf(self.values, self.drawn_from, self.extreme, many=True)

    def _all(self) -> tuple[Any, ...]:
        if self.drawn_from is None:
            return self.values
        drawn = many_of(self.drawn_from, _MANY) if self.many else next(values_of([self.drawn_from]))
        return (*self.values, *drawn)


@dataclass(frozen=True)
class Changed:
    """The values of another, each with something done to it; one that it cannot be done to is left out."""

    of: Enumeration
    change: Callable[[Any], Any]

    @property
    def complete(self) -> bool:
        return self.of.complete

    @property
    def extremes(self) -> int:
        return self.of.extremes

    @property
    def count(self) -> int:
        return self.of.count

    def at(self, number: int) -> Any:
        return self._changed(self.of.at(number))

    def extreme_at(self, number: int) -> Any:
        return self._changed(self.of.extreme_at(number))

    def distinct(self) -> Changed:
        return Changed(self.of.distinct(), self.change)

    def _changed(self, value: Any) -> Any:
        try:
            return self.change(value)
        except Exception as error:  # whoever draws from the strategy meets it again, and is told whose it is
            raise NoSuchValue from error


@dataclass(frozen=True)
class OneOf:
    """A value of any of several kinds, which take turns."""

    members: tuple[Enumeration, ...]

    @property
    def complete(self) -> bool:
        return all(one.complete for one in self.members)

    @property
    def extremes(self) -> int:
        return sum(one.extremes for one in self.members)

    @property
    def count(self) -> int:
        return len(self._turns)

    def at(self, number: int) -> Any:
        if not self._turns:
            raise NoSuchValue
        member, place = self._turns[number % len(self._turns)]
        return member.at(place)

    @cached_property
    def _turns(self) -> list[tuple[Enumeration, int]]:
        most = max((one.count for one in self.members), default=0)
        return [(one, place) for place in range(most) for one in self.members if place < one.count]

    def extreme_at(self, number: int) -> Any:
        left = number % max(1, self.extremes)
        for one in self.members:
            if left < one.extremes:
                return one.extreme_at(left)
            left -= one.extremes
        raise NoSuchValue

    def distinct(self) -> OneOf:
        return OneOf(tuple(one.distinct() for one in self.members))


@dataclass(frozen=True)
class Record:
    """An object of a class, made of its fields.

    Attributes:
        make: makes it of values by name; raises `NoSuchValue` where the class refuses them.
        fields: by name, how each is counted through.
        left_out: sets of fields that are left out in turn, before all others have theirs.
        often_left_out: fields that are left out of every fourth object after those.
    """

    make: Callable[[dict[str, Any]], Any]
    fields: Mapping[str, Enumeration]
    left_out: Sequence[frozenset[str]] = ()
    often_left_out: frozenset[str] = frozenset()

    complete = False

    @property
    def extremes(self) -> int:
        return sum(one.extremes for one in self.fields.values())

    @property
    def count(self) -> int:
        whole = max((one.count for one in self.fields.values()), default=1)
        return len(self.left_out) + whole + (whole // (_OFTEN - 1) if self.often_left_out else 0)

    def at(self, number: int) -> Any:
        if number < len(self.left_out):
            return self._without(self.left_out[number], number, number)
        turns, turn = divmod(number - len(self.left_out), _OFTEN) if self.often_left_out else (0, 0)
        absent = self.often_left_out if turn == _OFTEN - 1 else frozenset[str]()
        return self._without(absent, number, number - turns)

    def extreme_at(self, number: int) -> Any:
        left = number % max(1, self.extremes)
        values = {}
        for name, one in self.fields.items():
            values[name] = one.extreme_at(left) if 0 <= left < one.extremes else self._of(name, number)
            left -= one.extremes
        return self.make(values)

    def distinct(self) -> Enumeration:
        if len(self.fields) != 1:
            return self
        fields = {name: one.distinct() for name, one in self.fields.items()}
        return Record(self.make, fields, self.left_out, self.often_left_out)

    def _without(self, absent: frozenset[str], number: int, place: int) -> Any:
        """An object without some fields: the identity of that number, the values of the others of that place."""
        return self.make({name: self._of(name, number, place) for name in self.fields if name not in absent})

    def _of(self, name: str, number: int, place: int | None = None) -> Any:
        one = self.fields[name]
        apart = isinstance(one, Leaf) and one.many  # or two objects would have one identity
        if apart or len(self.fields) == 1:
            return one.at(number)
        return one.at((number if place is None else place) + crc32(name.encode()) % max(1, one.count))


@dataclass(frozen=True)
class Series:
    """A collection: empty, then of one and of two elements in turn.

    Attributes:
        element: how its elements are counted through.
        make: makes the collection of a list.
        least: how many it has at least.
        most: how many at most.
    """

    element: Enumeration
    make: Callable[[list[Any]], Any]
    least: int = 0
    most: int = 4

    complete = False

    @property
    def extremes(self) -> int:
        return self.element.extremes

    @property
    def count(self) -> int:
        return 1 - -self.element.count * len(_SIZES) // sum(_SIZES)

    def at(self, number: int) -> Any:
        return self.make([self.element.at(place) for place in self._places(number)])

    def extreme_at(self, number: int) -> Any:
        others = [self.element.at(place) for place in self._places(number + 1)]
        return self.make([self.element.extreme_at(number), *others[1 : max(1, self.most)]])

    def distinct(self) -> Series:
        return self

    def _places(self, number: int) -> range:
        """The numbers of the elements: each has its turn once before the first one comes again."""
        cycles, place = divmod(number - 1, len(_SIZES))
        size = _SIZES[place] if number else 0
        start = cycles * sum(_SIZES) + sum(_SIZES[:place]) if number else 0
        return range(start, start + min(max(size, self.least), self.most))


def _own(value: Any) -> Any:
    try:
        return copy.deepcopy(value)
    except Exception:  # noqa: BLE001 - whatever its class raises: then it is shared
        return value
