"""Objects from drawn values, for constructors that refuse some of them."""

from __future__ import annotations

import copy
import time
from collections import Counter, defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from hypothesis import reject

from dovetail.values.strategies.enumeration import NoSuchValue
from dovetail.values.strategies.mending import mended, mends
from dovetail.values.strategies.refusals import check_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from dovetail.records.parameters import Construction
    from dovetail.values.strategies.mending import Mend

_REFUSED: Any = object()
# So many values are mended before it is taken for granted that it does not help: all, and those that one check refuses.
_FRUITLESS = 12
_WAYS, _FURTHER = 48, 2
_SEVERAL = 2
_INSIDE_RESULTS = ("unwrap", "ok_value", "value", "_inner_value")


class Maker:
    """Calls a constructor, and helps values along that it refuses.

    Values of one type are put in order (`end` after `start`), then mended to fit each other (the currency of a cart's
    lines, the sum of their prices). Where that is not enough, the drawn values are taken over one by one into values
    that are known to be accepted, as far as the constructor lets them.

    Args:
        construction: the constructor or factory.
        bounds: the numbers that its code speaks of.

    Attributes:
        refusal: what the values that were last refused were refused by.
        known: values known to be accepted as they are.
        seconds: how long `accepts` took so far.
    """

    def __init__(self, construction: Construction, bounds: Sequence[Decimal] = ()) -> None:
        self._construction = construction
        self._alike = list(_alike(construction))
        self.refusal: Exception | None = None
        self.known: dict[str, Any] | None = None
        self.seconds = 0.0
        self._taken: Mapping[str, Any] = {}
        self._bounds = bounds
        self._helpful: list[tuple[Mend, ...]] = []
        self._fruitless: Counter[Hashable] = Counter()
        self.__name__ = construction.owner.__name__

    def __call__(self, **values: Any) -> Any:
        """Make an object, from these values as far as they are accepted."""
        try:
            return self.made_of(values)
        except NoSuchValue:
            return reject()

    def made_of(self, values: Mapping[str, Any]) -> Any:
        """The same outside of a test.

        Raises:
            NoSuchValue: none can be made.
        """
        made = self._made(values)
        if made is _REFUSED and self.known is not None:
            made = self._attempt(self._mended(values, self.known))
        if made is _REFUSED:
            raise NoSuchValue
        return made

    def accepted(self, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """The values that an object is made of where it is asked to be made of these; None where none is made."""
        begun = time.process_time()  # what else the machine does decides nothing
        refused = self._made(values) is _REFUSED
        self.seconds += time.process_time() - begun
        return None if refused else dict(self._taken)

    def accepts(self, values: Mapping[str, Any]) -> bool:
        """Whether an object can be made of the values, in order or not."""
        return self.accepted(values) is not None

    def _made(self, values: Mapping[str, Any]) -> Any:
        made = self._attempt(values)
        refusal = self.refusal
        for descending in (False, True) if self._alike else ():
            if made is _REFUSED:
                made = self._attempt(_in_order(values, self._alike, descending=descending))
        if made is _REFUSED:
            made = self._shortened(values)
        if made is _REFUSED:
            made = self._together(values, refusal)
        self.refusal = refusal
        return made

    def _shortened(self, values: Mapping[str, Any]) -> Any:
        """Made without the elements of a list that are refused beside the others, where several are left."""
        for name, elements in values.items():
            if type(elements) is list and len(elements) > _SEVERAL:
                kept = self._kept(dict(values), name, elements)
                if _SEVERAL <= len(kept) < len(elements):
                    return self._attempt({**values, name: kept})
        return _REFUSED

    def _together(self, values: Mapping[str, Any], refusal: Exception | None) -> Any:
        """Made of values that are mended to fit each other; ways are learned until it is known what is accepted."""
        for way in self._helpful:
            if (made := self._after(way, values)) is not _REFUSED:
                return made
        if self.known is not None:
            return _REFUSED
        check = check_of(refusal)
        in_vain = self._fruitless[check] if self._helpful else self._fruitless.total()
        return self._learned(values, check) if in_vain < _FRUITLESS else _REFUSED

    def _learned(self, values: Mapping[str, Any], check: Hashable) -> Any:
        """The same in a way that did not help before: one mend, or two, where the first leads on to another check."""
        further = []
        for way in self._ways(values):
            if (made := self._after(way, values)) is not _REFUSED:
                self._helpful.append(way)
                return made
            if check_of(self.refusal) != check:
                further.append(way)
        for first in further[:_FURTHER]:
            for second in self._ways(mended(first, values)):
                if (made := self._after(first + second, values)) is not _REFUSED:
                    self._helpful.append(first + second)
                    return made
        self._fruitless[check] += 1
        return _REFUSED

    def _ways(self, values: Mapping[str, Any]) -> Iterator[tuple[Mend, ...]]:
        return ((mend,) for mend in islice(mends(values, self._construction, self._bounds), _WAYS))

    def _after(self, way: tuple[Mend, ...], values: Mapping[str, Any]) -> Any:
        other = mended(way, values)
        return _REFUSED if other is values else self._attempt(other)

    def _mended(self, values: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        accepted = _copied(known)
        given = {name: value for name, value in accepted.items() if name in values}
        if len(given) < len(accepted) and self._takes(given):
            accepted = given
        for name, value in values.items():
            if self._takes(accepted | {name: value}):
                accepted[name] = value
            elif type(value) is list:
                accepted[name] = self._kept(accepted, name, value)
        return accepted

    def _kept(self, accepted: dict[str, Any], name: str, elements: list[Any]) -> list[Any]:
        """As many elements of a list as are accepted together; what was there before, if none is."""
        kept: list[Any] = []
        for element in elements:
            if self._takes(accepted | {name: [*kept, element]}):
                kept.append(element)
        return kept or accepted[name]

    def _takes(self, values: Mapping[str, Any]) -> bool:
        return self._attempt(values) is not _REFUSED

    def _attempt(self, values: Mapping[str, Any]) -> Any:
        try:
            made = self._construction.call(values)
        except Exception as error:  # noqa: BLE001 - anything that the constructor raises of values that it refuses
            self.refusal = error
            return _REFUSED
        inside = _unwrapped(made, self._construction.owner)
        if inside is _REFUSED:
            self.refusal = ValueError(f"it gave {made!r}")
        else:
            self._taken = values
        return inside


def _copied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values that share no mutable object with those that other examples were made of."""
    try:
        return copy.deepcopy(dict(values))
    except Exception:  # noqa: BLE001 - anything that `__deepcopy__` raises
        return dict(values)


def _unwrapped(made: Any, owner: type) -> Any:
    """The object itself, where a factory gives it in a Result."""
    if isinstance(made, owner):
        return made
    for name in _INSIDE_RESULTS:
        try:
            inside = getattr(made, name)
            inside = inside() if callable(inside) else inside
        except Exception:  # noqa: BLE001 - AttributeError, or what a Result's class raises of a failed one
            continue
        if isinstance(inside, owner):
            return inside
    return _REFUSED


def _alike(construction: Construction) -> Iterator[list[str]]:
    """The groups of parameters of one type, other than text: the order of texts means nothing."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for parameter in construction.parameters:
        if parameter.hint is not str:
            groups[str(parameter.hint)].append(parameter.name)
    return (group for group in groups.values() if len(group) > 1)


def _in_order(values: Mapping[str, Any], groups: Sequence[Sequence[str]], *, descending: bool) -> dict[str, Any]:
    ordered = dict(values)
    for group in groups:
        names = [name for name in group if values.get(name) is not None]
        try:
            ranked = sorted((values[name] for name in names), reverse=descending)
        except (TypeError, ArithmeticError):  # values of the type have no order, as Decimal('NaN') has none
            continue
        ordered |= dict(zip(names, ranked, strict=True))
    return ordered
