"""Constructors that want their values to agree: one zone in all the crates of a delivery."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID

import pytest
from drawing import drawn_of

from dovetail.values.strategies.agreeing import Agreement, agreeing, agreements


class Zone(Enum):
    FROZEN = "frozen"
    COOL = "cool"
    DRY = "dry"


@dataclass(frozen=True)
class Weight:
    grams: int
    scale: str


@dataclass(frozen=True)
class Crate:
    id: str
    keep: Zone
    weight: Weight


@dataclass
class Delivery:
    id: str
    zone: Zone
    crates: list[Crate] = field(default_factory=list)

    def __post_init__(self) -> None:
        if any(crate.keep is not self.zone for crate in self.crates):
            raise ValueError("a van has one zone")


@dataclass
class Weighing:
    """No field of its own says which scale it is."""

    id: UUID
    crates: tuple[Crate, ...]

    def __post_init__(self) -> None:
        if len({crate.weight.scale for crate in self.crates}) != 1:
            raise ValueError("one scale")


@dataclass(frozen=True)
class Tare:
    full: Weight
    empty: Weight

    def __post_init__(self) -> None:
        if self.full.scale != self.empty.scale:
            raise ValueError("one scale")


@dataclass
class Shelf:
    tenant: UUID
    crates: dict[str, TenantCrate]

    def __post_init__(self) -> None:
        if any(crate.tenant != self.tenant for crate in self.crates.values()):
            raise ValueError("another tenant's crate")


@dataclass(frozen=True)
class TenantCrate:
    tenant: UUID
    grams: int


@pytest.mark.parametrize("kind", [Delivery, Weighing, Shelf])
def test_collections_of_elements_that_must_agree_have_several(kind: type) -> None:
    drawn = drawn_of(kind)

    assert sum(len(each.crates) > 1 for each in drawn) >= 10


def test_all_members_of_an_enum_come_where_children_must_agree_with_it() -> None:
    zones = Counter(each.zone for each in drawn_of(Delivery) if len(each.crates) > 1)

    assert set(zones) == set(Zone)


def test_what_identifies_children_is_not_made_to_agree() -> None:
    drawn = [each for each in drawn_of(Delivery) if len(each.crates) > 1]

    assert all(len({crate.id for crate in each.crates}) == len(each.crates) for each in drawn)


def test_two_values_beside_each_other_agree_and_differ_otherwise() -> None:
    drawn = drawn_of(Tare)

    assert len({each.full.scale for each in drawn}) > 10
    assert sum(each.full.grams != each.empty.grams for each in drawn) > 12


def test_values_can_agree_in_the_members_of_enums_and_in_what_has_one_name() -> None:
    crates = [Crate("a", Zone.DRY, Weight(5, "floor")), Crate("b", Zone.COOL, Weight(5, "bench"))]
    values = {"zone": Zone.FROZEN, "crates": crates}

    assert Agreement(None, Zone) in agreements(values)
    assert agreeing(values, Agreement(None, Zone)) == {
        "zone": Zone.FROZEN,
        "crates": [Crate("a", Zone.FROZEN, Weight(5, "floor")), Crate("b", Zone.FROZEN, Weight(5, "bench"))],
    }
    assert agreeing(values, Agreement("scale", str)) == {
        "zone": Zone.FROZEN,
        "crates": [crates[0], Crate("b", Zone.COOL, Weight(5, "floor"))],
    }


def test_values_that_agree_already_are_not_made_again() -> None:
    assert agreeing({"first": 1, "second": "a"}, Agreement("first", int)) is None
    assert agreeing({"full": Weight(1, "a"), "empty": Weight(2, "a")}, Agreement("scale", str)) is None
