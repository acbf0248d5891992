"""Comparison by structure: types, attributes and items, never a class's own `__eq__`.

Cost: `compare` pictures both values and walks them side by side. That takes 2 to 3 microseconds a leaf: the best run
over 1000 objects of four leaves, divided by 4000, as `benchmarks/test_compare_cost.py` measures it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from dovetail.values.first_sight import same_at_first_sight
from dovetail.values.leaf import same_leaf
from dovetail.values.mismatch import described
from dovetail.values.picture import picture
from dovetail.values.scope import scope_of
from dovetail.values.shape import LEAF_TYPES
from dovetail.values.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dovetail.values.tolerances import Tolerance

_NO_TOLERANCES: Mapping[str, Tolerance] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two values differ.

    Attributes:
        path: the way there, as in `.lines[0].price.amount`; empty when the values differ as a whole.
        expected: the Python text of what was expected there.
        got: the Python text of what was found.
        hint: what probably happened, in a few words.
    """

    path: str
    expected: str
    got: str
    hint: str | None = None

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{place}expected {self.expected}, got {self.got}" + (f" ({self.hint})" if self.hint else "")


def compare(expected: object, got: object, tolerances: Mapping[str, Tolerance] = _NO_TOLERANCES) -> Difference | None:
    """The first difference between two values, the shallowest before those inside; None when there is none.

    Args:
        expected: an object or a picture.
        got: an object or a picture.
        tolerances: differences that do not count, by the pattern of their path.

    Raises:
        ContractError: a tolerance or its pattern is malformed.
    """
    return next(_differences(expected, got, tolerances), None)


def identical(expected: object, got: object, tolerances: Mapping[str, Tolerance] = _NO_TOLERANCES) -> bool:
    """Whether there is no difference, without the cost of describing one; the arguments are those of `compare`."""
    if not tolerances and type(expected) in LEAF_TYPES and type(got) in LEAF_TYPES:  # as most often: two keys
        return same_leaf(expected, got)
    expected, scope = picture(expected), scope_of(tolerances)
    same = same_at_first_sight(expected, got)
    if same or (same is False and scope is None):
        return bool(same)
    return Walk().agree(expected.root, picture(got).root, scope)


def differences(
    expected: object, got: object, tolerances: Mapping[str, Tolerance] = _NO_TOLERANCES
) -> list[Difference]:
    """All differences between two values, one a path; the arguments are those of `compare`."""
    return list({found.path: found for found in _differences(expected, got, tolerances)}.values())


def _differences(expected: object, got: object, tolerances: Mapping[str, Tolerance]) -> Iterator[Difference]:
    one, other, scope = picture(expected), picture(got), scope_of(tolerances)
    if same_at_first_sight(one, other):
        return
    for found in Walk().mismatches(one.root, other.root, scope):
        yield Difference(*described(found))
