"""Answers that hold a list and say how many there are in all: `Page(items, total)`, `tuple[list[Order], int]`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args, get_origin, is_typeddict

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.hints import bare, element, is_fixed_tuple, optional
from dovetail.records import constructor_of
from dovetail.records.parameters import specialised
from dovetail.suites.calls.attributes import attributes, single_field


@dataclass(frozen=True, slots=True)
class Page:
    """Where an answer holds its list, and how many there are in all.

    Attributes:
        hint: the answer's type.
        items: the attribute or the place of the list.
        total: that of the total, or None.
        item: the type of what the list holds.
    """

    hint: Any
    items: str | int
    total: str | int | None
    item: Any

    def items_of(self, value: Any) -> Any:
        """The list that an answer holds, or None."""
        return at(value, self.items)

    def total_of(self, value: Any) -> Any:
        """The total that an answer says, or None."""
        return None if self.total is None else at(value, self.total)

    @property
    def opening(self) -> str:
        """The code that takes the list out of an answer."""
        by_key = isinstance(self.items, int) or is_typeddict(get_origin(self.hint) or self.hint)
        return f"[{self.items!r}]" if by_key else f".{self.items}"

    def holding(self, items: Sequence[Any], total: int) -> Any:
        """An answer with that list and that total.

        Raises:
            ContractError: it holds something else, of which nothing says what it is.
        """
        if isinstance(self.items, int):
            return (items, total) if self.items == 0 else (total, items)
        known = {self.items: items, self.total: total}
        constructor = constructor_of(self.hint)
        for each in constructor.parameters if constructor is not None else ():
            if each.required and each.field not in known:
                raise ContractError(
                    f"nothing says what {each.name} of {self.hint.__name__} is in a fake", "write this fake by hand"
                )
        return self.hint(**{str(name): value for name, value in known.items() if name is not None})


def read_page(hint: Any, is_items: Callable[[str, Any], bool]) -> Page | None:
    """How an answer is read that holds one list, and perhaps a total; None where a type is no such answer.

    Args:
        hint: the type of the answer: a class, a generic of it, or a pair of a list and a total.
        is_items: whether an attribute of that name, or the place of a pair, which has none, may be the list of things
            of that type.
    """
    if is_fixed_tuple(hint):
        held: Mapping[Any, Any] = dict(enumerate(get_args(bare(hint))))
        totals: list[Any] = [place for place, each in held.items() if each is int]
        if len(held) != 2 or len(totals) != 1:
            return None
    elif isinstance(get_origin(hint) or hint, type) and element(hint) is None and single_field(hint) is None:
        taken = _taken_by_constructor(hint)
        shown = specialised(hint, attributes(hint)) | taken
        totals = [name for name in ordered("pages.total") if name in shown and bare(shown[name]) is int]
        held = taken or shown
    else:
        return None
    inside = {name: element(optional(each)[0]) for name, each in held.items()}
    items = [name for name, each in inside.items() if each is not None and is_items(str(name), each)]
    return Page(hint, items[0], totals[0] if totals else None, inside[items[0]]) if len(items) == 1 else None


def _taken_by_constructor(hint: Any) -> dict[str, Any]:
    """What a class takes, by field: a generic model of pydantic's says only here what its variables are bound to."""
    construction = constructor_of(hint)
    return {} if construction is None else {each.field: each.hint for each in construction.parameters}


def at(value: Any, place: str | int) -> Any:
    """A part of a page, or of what is opened: an item of a pair or of a dictionary, or an attribute."""
    if isinstance(place, int):
        return value[place] if isinstance(value, tuple) and place < len(value) else None
    return value.get(place) if isinstance(value, dict) else getattr(value, place, None)
