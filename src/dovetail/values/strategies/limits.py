"""What `Annotated`, pydantic's `Field` and msgspec's `Meta` say about a value."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_BOUNDS = ("gt", "ge", "lt", "le", "multiple_of", "max_digits", "decimal_places", "scale")


@dataclass(frozen=True)
class Limits:
    """The constraints on one value; None where nothing is said.

    `decimal_places` is how many a decimal may have, `scale` how many a column gives to every one.
    """

    gt: Any = None
    ge: Any = None
    lt: Any = None
    le: Any = None
    multiple_of: Any = None
    max_digits: int | None = None
    decimal_places: int | None = None
    scale: int | None = None
    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None
    aware: bool | None = None
    predicates: tuple[Callable[[Any], Any], ...] = ()

    def __bool__(self) -> bool:
        return self != NONE

    @property
    def beyond_bounds(self) -> bool:
        """Whether there are constraints besides a least and a greatest value or length."""
        return bool(self.pattern or self.predicates or self.multiple_of is not None or self.max_digits is not None)

    def allows(self, value: Any) -> bool:
        """Whether a value keeps the constraints; one that cannot be compared does not."""
        try:
            return self._in_bounds(value) and self._fits(value) and all(one(value) for one in self.predicates)
        except Exception:  # noqa: BLE001 - TypeError of a comparison, or anything that a predicate of the user's raises
            return False

    def _in_bounds(self, value: Any) -> bool:
        return (
            (self.gt is None or value > self.gt)
            and (self.ge is None or value >= self.ge)
            and (self.lt is None or value < self.lt)
            and (self.le is None or value <= self.le)
            and (self.multiple_of is None or value % self.multiple_of == 0)
        )

    def _fits(self, value: Any) -> bool:
        if hasattr(value, "__len__") and not self.min_length <= len(value) <= (
            len(value) if self.max_length is None else self.max_length
        ):
            return False
        if self.pattern is not None and isinstance(value, str) and not re.search(self.pattern, value):
            return False
        if self.decimal_places is not None and -value.as_tuple().exponent > self.decimal_places:
            return False
        return self.max_digits is None or len(value.as_tuple().digits) <= self.max_digits


NONE = Limits()


def limits(metadata: Iterable[Any], before: Limits = NONE) -> Limits:
    """Read the constraints from an annotation's metadata, on top of those that were there before."""
    found = before
    for item in metadata:
        grouped = not isinstance(item, type) and hasattr(item, "__iter__") and not isinstance(item, str)
        found = limits(item, found) if grouped else _read(item, found)
    return found


def _read(item: Any, found: Limits) -> Limits:
    if type(item).__name__ == "FieldInfo":  # pydantic's, in an annotation
        return limits(item.metadata, found)
    if callable(getattr(item, "func", None)) and type(item).__name__ == "Predicate":
        return replace(found, predicates=(*found.predicates, item.func))
    said = {name: value for name in _BOUNDS if (value := getattr(item, name, None)) is not None}
    if (least := getattr(item, "min_length", None)) is not None:
        said["min_length"] = least
    if (most := getattr(item, "max_length", None)) is not None:
        said["max_length"] = most
    pattern = getattr(item, "pattern", None)
    if pattern is not None:
        said["pattern"] = pattern if isinstance(pattern, str) else pattern.pattern
    zone = getattr(item, "tz", None)
    if type(item).__name__ == "Meta" and isinstance(zone, bool):
        said["aware"] = zone
    if type(item).__name__ == "Timezone":
        said["aware"] = zone is not None
    return replace(found, **said)
