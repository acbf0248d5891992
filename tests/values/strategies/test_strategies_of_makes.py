"""Objects of every make, from nothing but their classes."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from drawing import drawn_of, many

from dovetail.values.code import code
from dovetail.values.strategies import for_type, ordinary

sys.path.insert(0, str(Path(__file__).parents[1]))

from zoo import bank, clinic, fleet, library, theatre, warehouse

CLASSES = [
    *(clinic.InsuranceNumber, clinic.Weight, clinic.Name, clinic.Stay, clinic.Prescription, clinic.Patient),
    *(bank.Amount, bank.Movement, bank.Account, bank.Savings),
    *(fleet.Reading, fleet.Diesel, fleet.Car, fleet.Page[int]),
    *(library.Isbn, library.Copy, library.Book, library.Fine, library.Member, library.Position, library.Label),
    *(library.Shelf[library.Fine], library.Count),
    *(theatre.Email, theatre.Seat, theatre.Slot, theatre.Booking, theatre.Scene, theatre.Show, theatre.Entity[str]),
    *(warehouse.Batch, warehouse.Pallet, warehouse.Bin, warehouse.Guest, warehouse.Token, warehouse.Licence),
]
SLOW_CAR = pytest.param(fleet.Car, marks=pytest.mark.long)


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: getattr(cls, "__name__", str(cls)))
def test_objects_are_made_and_differ(cls: Any) -> None:
    """Whatever the constructor refuses, nearly every example is a new object of the class."""
    drawn = drawn_of(cls)
    assert len(drawn) >= 36
    assert all(isinstance(one, getattr(cls, "__origin__", cls)) for one in drawn)
    assert len({code(one) for one in drawn}) > 12


@pytest.mark.parametrize("cls", [clinic.Patient, bank.Account, SLOW_CAR, library.Book, theatre.Show, warehouse.Batch])
def test_half_of_all_aggregates_are_ordinary(cls: Any) -> None:
    """A store that refuses extreme values still shows whether it keeps the others."""
    drawn = drawn_of(cls, 80)
    assert 40 <= sum(map(ordinary, drawn)) < len(drawn)
    assert all(map(ordinary, many(for_type(cls, extremes=False), 30)))


def test_fields_with_a_default_are_drawn_too() -> None:
    """What nobody passes to a constructor is still loaded from a database."""
    patients = drawn_of(clinic.Patient)
    for name in ("triage", "diet", "allergies", "stays", "prescriptions", "registered_at", "_notes", "blood", "ward"):
        assert len({code(getattr(one, name)) for one in patients}) > 1, name


def test_every_member_and_every_subclass_comes_up() -> None:
    """Enumerations, flags, unions, literals, optionals, protocols and abstract classes."""
    patients = drawn_of(clinic.Patient)
    assert {one.ward for one in patients} == set(clinic.Ward)
    assert {one.triage for one in patients} == set(clinic.Triage)
    assert {one.blood is None for one in patients} == {True, False}
    assert {type(one.engine) for one in drawn_of(fleet.Car)} == {fleet.Electric, fleet.Diesel}
    shows = drawn_of(theatre.Show)
    assert {type(one) for show in shows for one in show.discounts} == {theatre.Flat, theatre.Percent}
    assert {type(one) for one in drawn_of(bank.Movement)} == {bank.Deposit, bank.Withdrawal}


def test_a_concrete_class_stands_for_its_subclasses_too() -> None:
    """`list[Pallet]` may hold a `ColdPallet`; what stands in an outward package is no part of the domain."""
    kinds = {type(one) for one in drawn_of(warehouse.Pallet)}
    assert kinds == {warehouse.Pallet, warehouse.ColdPallet}


def test_an_alias_says_what_a_generic_class_holds() -> None:
    """`Shelf[Fine]` holds fines."""
    shelves = drawn_of(library.Shelf[library.Fine])
    assert {type(one) for shelf in shelves for one in shelf.items} == {library.Fine}
    assert {type(one) for page in drawn_of(fleet.Page[date]) for one in page.items} == {date}


def test_recursive_types_end() -> None:
    """A scene has scenes, those have some, and those have some; further down there are none."""
    scenes = drawn_of(theatre.Scene)
    assert any(scene.scenes for scene in scenes)
    assert any(scene.next for scene in scenes)
    assert max(map(_depth, scenes)) == 3


def _depth(scene: theatre.Scene) -> int:
    return 1 + max(map(_depth, [*scene.scenes, *([scene.next] if scene.next else [])]), default=0)


def test_types_that_hold_each_other_end() -> None:
    """A guest has a host with guests."""
    guests = drawn_of(warehouse.Guest)
    assert {guest.host is None for guest in guests} == {True, False}
    assert any(host.guests for guest in guests if (host := guest.host))


def test_a_factory_is_taken_where_the_constructor_is_hidden() -> None:
    """`Account(...)` raises for whoever lacks its token; `reconstitute` takes all there is."""
    accounts = drawn_of(bank.Account)
    assert {account.closed for account in accounts} == {True, False}
    assert any(account.movements for account in accounts)


def test_a_factory_that_restores_more_than_the_constructor_takes_goes_first() -> None:
    """`Savings(number, owner)` is always open, at one per cent."""
    accounts = drawn_of(bank.Savings)
    assert {account.open for account in accounts} == {True, False}
    assert len({account.rate for account in accounts}) > 20


def test_a_factory_that_checks_what_the_constructor_does_not_goes_first() -> None:
    """`Email(address)` takes everything, but nobody in the domain calls it."""
    assert all("@" in email.address for email in drawn_of(theatre.Email))


@pytest.mark.parametrize("cls", [warehouse.Token, warehouse.Licence])
def test_factories_may_answer_with_a_result(cls: Any) -> None:
    """Of `returns`, and of `result`."""
    assert all(cls.is_valid(one.text) for one in drawn_of(cls))


def test_classes_mapped_imperatively_are_made_as_they_were_written() -> None:
    """SQLAlchemy puts a constructor of its own around the user's."""
    batches = drawn_of(warehouse.Batch)
    assert len({batch.reference for batch in batches}) > 10
    assert {batch.eta is None for batch in batches} == {True, False}


def test_rows_of_declared_tables_get_values_that_fit_their_columns() -> None:
    """A constructor that takes anything says nothing; the columns do."""
    bins = drawn_of(warehouse.Bin)
    assert all(len(one.label) <= 10 and one.id >= 1 for one in bins)
    assert {type(one.volume) for one in bins} == {Decimal}
    assert any(one.items for one in bins)
    assert all(item.bin is one for one in bins for item in one.items)


def test_typed_dicts_named_tuples_and_subclasses_of_builtins() -> None:
    """All of them are what their annotations say."""
    addresses = drawn_of(library.Address)
    assert {tuple(sorted(one)) for one in addresses} == {("street",), ("street", "zip")}
    assert all(type(one.column) is int for one in drawn_of(library.Position))
    assert all(type(one) is library.Count and one >= 1 for one in drawn_of(library.Count))
    assert all(type(one) is library.Label for one in drawn_of(library.Label))


@pytest.mark.parametrize(
    "kind", [str, int, float, bool, bytes, Decimal, UUID, date, datetime, time, type(None), clinic.PatientId]
)
def test_plain_types_have_strategies_too(kind: Any) -> None:
    """`for_type(str)` is a strategy of hostile texts."""
    drawn = drawn_of(kind)
    assert {type(one) for one in drawn} == {UUID if kind is clinic.PatientId else kind}


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        (list[int], list),
        (tuple[int, ...], tuple),
        (tuple[int, str], tuple),
        (set[str], set),
        (frozenset[str], frozenset),
        (dict[str, int], dict),
    ],
)
def test_collections_are_empty_and_full(kind: Any, of: type) -> None:
    """And of the declared class."""
    drawn = drawn_of(kind)
    assert {type(one) for one in drawn} == {of}
    sizes = Counter(len(one) for one in drawn)
    assert (len(sizes) > 3 and sizes[0]) or set(sizes) == {2}


class Code(str):
    """As people write identifiers: a text with an `__init__` of its own, beside `str.__new__`."""

    def __init__(self, value: str, field: str | None = None) -> None:
        self.value = value
        self.field = field


def test_a_text_with_a_constructor_of_its_own_is_made_by_position() -> None:
    """`str.__new__` is called with the same, and takes neither names nor what it does not know."""
    drawn = drawn_of(Code)

    assert all(type(one) is Code and one.value == one for one in drawn)
    assert len(set(drawn)) > 12
