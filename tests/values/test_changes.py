"""Aggregates change as their domain changes them, and in place wherever their public surface lets that happen."""

from __future__ import annotations

import copy
import datetime as dt
import decimal
import re
import sys
import uuid
import zoneinfo
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, NewType, Self
from uuid import UUID

import attrs
import msgspec
import pydantic_core
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dovetail.values.changes import Changed, Changes
from dovetail.values.changes.behaviour import behaviour
from dovetail.values.changes.mutable_places import MutablePlace, mutable_places, take_one
from dovetail.values.compare import compare
from dovetail.values.strategies import for_type
from dovetail.values.tolerances import ignored

sys.path.insert(0, str(Path(__file__).parent))

from zoo import bank, clinic, fleet, library, theatre


class Status(Enum):
    OPEN = "open"
    PAID = "paid"


@dataclass(frozen=True)
class Money:
    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + other.amount, self.currency)

    def doubled(self) -> Money:
        return Money(self.amount * 2, self.currency)


@dataclass
class Line:
    sku: str
    price: Money
    quantity: int = 1

    def __post_init__(self) -> None:
        if self.quantity < 1:
            raise ValueError("at least one")

    def more(self) -> None:
        self.quantity += 1


@dataclass
class Order:
    """Changes by methods, through helpers, children and setters."""

    id: UUID
    currency: str
    placed_at: dt.datetime
    lines: list[Line] = field(default_factory=list)
    status: Status = Status.OPEN
    address: str = ""
    log: tuple[str, ...] = ()
    _note: str = ""
    _total_cache: Decimal | None = field(default=None, init=False, repr=False)
    _events: list[str] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        self.lines = [replace(line, price=Money(line.price.amount, self.currency)) for line in self.lines]

    def add_line(self, line: Line, /) -> None:
        if line.price.currency != self.currency:
            raise ValueError("one currency an order")
        self.lines.append(line)
        self._record("added")

    def remove_line(self, sku: str) -> None:
        found = [line for line in self.lines if line.sku == sku]
        if not found:
            raise LookupError(sku)
        self.lines.remove(found[0])

    def change_quantity(self, position: int, *, quantity: int = 2) -> None:
        line = self.lines[position]
        line.quantity = max(1, quantity)

    def pay(self) -> None:
        if self.status is Status.PAID:
            raise ValueError("paid already")
        self._become(Status.PAID)

    def _become(self, status: Status) -> None:
        self.status = status
        self.log = (*self.log, status.value)

    @property
    def note(self) -> str:
        return self._note

    @note.setter
    def note(self, text: str) -> None:
        self._note = text

    @property
    def skus(self) -> list[str]:
        return [line.sku for line in self.lines]

    def total(self) -> Decimal:
        if self._total_cache is None:
            self._total_cache = sum((line.price.amount for line in self.lines), Decimal(0))
        return self._total_cache

    def to_dict(self) -> dict[str, Any]:
        found = self._empty()
        found.update(id=self.id)
        return found

    def _empty(self) -> dict[str, Any]:
        return {}

    def pull_events(self) -> list[str]:
        events, self._events = self._events, []
        return events

    def _record(self, event: str) -> None:
        self._events.append(event)

    async def notify(self) -> None:
        self.status = Status.PAID

    @classmethod
    def create(cls, id: UUID) -> Order:
        return cls(id, "EUR", dt.datetime(2020, 1, 1, tzinfo=dt.UTC))


@dataclass
class Note:
    """Has nothing but fields."""

    id: int
    text: str
    tags: list[str]
    lines: list[Line]
    prices: dict[str, Money]


@dataclass
class Game:
    """Has many texts, and a set of them."""

    id: int
    white: str
    black: str
    moves: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    def play(self, move: str) -> None:
        self.moves.append(move)

    def untag(self, t: str) -> None:
        self.tags.discard(t)


@dataclass(frozen=True)
class Ticket:
    """Frozen, and without methods."""

    id: int
    seat: str
    extras: tuple[str, ...]


@attrs.frozen
class Badge:
    id: int
    owner: str


class Coin(msgspec.Struct, frozen=True):
    id: int
    cents: int


class Point:
    """An immutable class of the old school."""

    def __init__(self, id: int, x: int) -> None:
        self._id = id
        self._x = x

    @property
    def id(self) -> int:
        return self._id

    @property
    def x(self) -> int:
        return self._x

    def moved(self, x: int) -> Self:
        return type(self)(self._id, x)


@dataclass(frozen=True)
class Opaque:
    id: int
    parts: tuple[Money, ...]


NAMES = {**vars(dt), "datetime": dt.datetime, "Decimal": decimal.Decimal, "UUID": uuid.UUID}
NAMES |= {"Url": pydantic_core.Url}
NAMES |= {"ZoneInfo": zoneinfo.ZoneInfo, "replace": replace, "evolve": attrs.evolve, "msgspec": msgspec}
for module in (clinic, bank, fleet, library, theatre):
    NAMES |= vars(module)
NAMES |= globals()


def attempts(cls: Any, act: Callable[[Any, Any], None], count: int = 20, **options: Any) -> None:
    """Do something to many drawn objects of a class."""

    @settings(max_examples=count, database=None, deadline=None, derandomize=True, phases=[Phase.generate], **options)
    @given(for_type(cls, extremes=False), st.data())
    def each(one: Any, data: st.DataObject) -> None:
        act(data.draw, one)

    each()


def pasted(line: str, one: Any) -> Any:
    """What comes of the line, as a reader would run it."""
    names = {**NAMES, "it": copy.deepcopy(one)}
    exec(line, names)
    return names["it"]


def kept(cls: Any, keys: frozenset[str], count: int = 20, **options: Any) -> list[Changed | None]:
    """The changes of many objects; each line does what was done, and the key is what it was."""
    changes, found = Changes(cls, keys), []

    def act(draw: Any, one: Any) -> None:
        before = copy.deepcopy(one)
        changed = changes.change(draw, one, "it", **options)
        found.append(changed)
        if changed is None:
            assert compare(before, one) is None
        else:
            assert compare(before, changed.aggregate) is not None
            assert compare(pasted(changed.line, before), changed.aggregate) is None, changed.line
            for key in keys:
                assert compare(getattr(before, key), getattr(changed.aggregate, key)) is None

    attempts(cls, act, count)
    return found


def disturbed(cls: Any, keys: frozenset[str], count: int = 40) -> list[str | None]:
    """The lines that changed many objects in place; each does what was done."""
    changes, found = Changes(cls, keys), []

    def act(draw: Any, one: Any) -> None:
        before = copy.deepcopy(one)
        line = changes.disturb(draw, one, "it")
        found.append(line)
        assert (compare(before, one) is None) is (line is None)
        if line is not None:
            assert compare(pasted(line, before), one) is None, line
        for key in keys:
            assert compare(getattr(before, key), getattr(one, key)) is None

    attempts(cls, act, count * 2)
    return found


def shape(line: str) -> str:
    """A line without what differs from one object to the next: `it.lines[_].quantity =`."""
    return re.sub(r"\[[^\]]*\]", "[_]", re.split(r" = |\(", line)[0]) + (
        " =" if " = " in line.split("(", maxsplit=1)[0] else "()"
    )


ID = frozenset({"id"})


# Which methods change state


def test_methods_that_change_state_are_told_from_those_that_only_ask() -> None:
    """Through helpers, setters and children; not caches, events, getters, coroutines or factories."""
    changes = Changes(Order, ID)
    assert changes.mutators == ("add_line", "change_quantity", "notify", "pay", "remove_line")
    assert "total" not in changes.mutators
    assert "pull_events" not in changes.mutators


def test_a_field_that_no_method_assigns_is_fixed() -> None:
    """Nobody changes when an order was placed."""
    assert Changes(Order, ID).fixed == {"id", "_id", "currency", "placed_at", "address"}
    assert Changes(clinic.Patient, ID).fixed >= {"born", "registered_at", "name"}
    assert not Changes(clinic.Patient, ID).fixed & {"ward", "stays", "prescriptions", "_notes"}


def test_where_no_method_changes_anything_only_the_key_is_fixed() -> None:
    """Then the fields are public to be assigned."""
    for cls in (Note, Ticket, fleet.Car, library.Copy, bank.Savings, Opaque):
        assert Changes(cls, ID).mutators == ()
        assert Changes(cls, ID).fixed == {"id", "_id"}


def test_methods_that_give_a_changed_copy_count_where_the_class_is_frozen() -> None:
    """`replace`, the constructor, `type(self)`; the fields that they change are not fixed."""
    changes = Changes(theatre.Booking, ID)
    assert changes.mutators == ("add", "pay", "without")
    assert changes.fixed == {"id", "_id", "slot", "email", "created_on"}
    assert Changes(Point, ID).mutators == ("moved",)
    assert Changes(Point, ID).fixed == {"id", "_id"}
    assert behaviour(Money).renewers == {"doubled"}


def test_without_source_every_public_method_may_change_anything() -> None:
    """Nothing is fixed then."""
    names: dict[str, Any] = {"__name__": "made"}
    exec("class Made:\n    def __init__(self, id: int): self.id = id\n    def act(self): self.x = 1", names)
    changes = Changes(names["Made"], ID)
    assert changes.mutators == ("act",)
    assert changes.fixed == {"id", "_id"}


# Changes of the domain


@pytest.mark.parametrize("cls", [Order, clinic.Patient, library.Book, theatre.Booking, Point])
def test_the_methods_of_a_class_are_called(cls: Any) -> None:
    """Nearly each comes up, and hardly any change is lost to a refusal."""
    found = kept(cls, ID if cls is not library.Book else frozenset({"isbn"}), 100)
    called = Counter(re.sub(r"^it = ", "", changed.line).split("(")[0] for changed in found if changed)
    known = {f"it.{name}" for name in Changes(cls, ID).mutators if name != "notify"}
    assert set(called) <= known
    assert len(known - set(called)) <= 1
    assert found.count(None) < len(found) / 3


@dataclass
class Shelf:
    """A position that is none of a book's changes nothing."""

    id: UUID
    books: list[str]

    def swap(self, position: int, book: str) -> None:
        self.books[position] = book


def test_arguments_are_found_in_the_aggregate() -> None:
    """A removal that never hits a line would show nothing."""
    removed = [changed for changed in kept(Order, ID, 100, fewer=True, only=True) if changed]
    assert len(removed) > 5
    assert all("it.remove_line(" in changed.line for changed in removed)

    swapped = [changed for changed in kept(Shelf, ID, 100) if changed]
    assert len(swapped) > 10
    assert all(re.match(r"it\.swap\(-?\d", changed.line) for changed in swapped)


def test_arguments_are_found_where_the_method_says() -> None:
    """`untag(t)` means an element of `tags`, and no other text, however it calls it."""
    changes, fewer = Changes(Game, ID), []

    def act(draw: Any, game: Game) -> None:
        changed = changes.change(draw, game, "it", fewer=True, only=True)
        if changed:
            fewer.append(len(changed.aggregate.tags) < len(game.tags))

    attempts(Game, act, 100)
    assert sum(fewer) > len(fewer) / 2 > 10


def test_a_refused_argument_is_tried_again_in_the_aggregates_own_terms() -> None:
    """A line in another currency is refused; in the order's it is not."""
    found = kept(Order, ID)
    assert any("it.add_line(" in changed.line for changed in found if changed)


def test_what_the_state_refuses_altogether_changes_nothing() -> None:
    """A closed account stays as it is."""
    changes = Changes(bank.Account, frozenset({"number"}))
    closed = bank.Account.reconstitute(UUID(int=1), bank.Iban("DE89370400440532013000"), [], closed=True)

    @settings(max_examples=10, database=None, deadline=None)
    @given(st.data())
    def each(data: st.DataObject) -> None:
        assert changes.change(data.draw, closed) is None

    each()


@pytest.mark.parametrize("cls", [Note, fleet.Car, library.Member, bank.Savings, library.Copy, theatre.Scene])
def test_fields_are_assigned_where_there_are_no_methods(cls: Any) -> None:
    """All but the key, in place, and only to what the constructor would take."""
    found = [changed for changed in kept(cls, ID if hasattr(cls, "id") or cls is Note else frozenset()) if changed]
    assert all(re.match(r"it\.\w+ = ", changed.line) for changed in found)
    assert len({shape(changed.line) for changed in found}) > 1


@pytest.mark.parametrize(
    ("cls", "way"),
    [
        (Ticket, "it = replace(it, "),
        (Badge, "it = evolve(it, "),
        (Coin, "it = msgspec.structs.replace(it, "),
        (fleet.Reading, "it = it.model_copy(update={"),
        (library.Position, "it = it._replace("),
        (bank.Amount, "it = Amount("),
    ],
)
def test_a_frozen_object_is_replaced(cls: Any, way: str) -> None:
    """In the way of the library that made its class."""
    found = [changed for changed in kept(cls, frozenset({"id"} & set(dir(cls)))) if changed]
    assert len(found) > 10
    assert {changed.line.startswith(way) for changed in found} == {True}


def test_a_field_is_given_what_another_valid_object_has() -> None:
    """Where a strategy was stated, the types alone do not tell what is valid."""
    tags = st.lists(st.sampled_from("abc"), min_size=2, unique=True)
    valid = st.builds(Note, st.integers(), st.sampled_from(["short", "long"]), tags, st.just([]), st.just({}))
    changes, texts = Changes(Note, ID, valid=valid), set()

    def act(draw: Any, _: Note) -> None:
        note = draw(valid)
        if changes.change(draw, note, "it"):
            texts.add(note.text)
            assert (note.lines, note.prices) == ([], {})
            assert len(set(note.tags)) == len(note.tags) >= 2

    attempts(Note, act)
    assert texts == {"short", "long"}


def test_children_are_taken_away_reordered_doubled_and_changed() -> None:
    """A repository must save each of these again."""
    changes, sizes = Changes(Note, ID | {"text", "tags", "prices"}), Counter[str]()

    def act(draw: Any, note: Note) -> None:
        before = copy.deepcopy(note.lines)
        changed = changes.change(draw, note, "it")
        if changed and changed.line.startswith("it.lines = "):
            after = changed.aggregate.lines
            same = sum(any(compare(one, other) is None for other in before) for one in after)
            sizes["none"] += not after
            sizes["fewer"] += 0 < len(after) < len(before)
            sizes["reordered"] += len(after) == len(before) == same
            sizes["doubled"] += len(after) == same > len(before) > 0
            sizes["one changed"] += len(after) == len(before) == same + 1

    attempts(Note, act, 400)
    assert min(sizes[kind] for kind in ("none", "fewer", "reordered", "doubled", "one changed")) > 0, sizes


def test_explicit_functions_are_all_that_is_done() -> None:
    """They take the aggregate, and what else their annotations say."""

    def relabel(order: Order, label: str) -> None:
        order.address = f"to {label}"

    def copied(order: Order) -> Order:
        return replace(order, address="copied")

    changes = Changes(Order, ID, explicit=[relabel, copied, lambda order: order.pay()])
    lines = []

    def act(draw: Any, order: Order) -> None:
        changed = changes.change(draw, order, "it")
        assert changed is not None
        lines.append(changed.line)
        assert (changed.aggregate is order) is not changed.line.startswith("it = ")

    attempts(Order, act, 100)
    assert {line.split("(")[0] for line in lines} == {"relabel", "it = copied", "changes[2]"}
    assert all(re.match(r"relabel\(it, ['\"]|it = copied\(it\)|changes\[2\]\(it\)", line) for line in lines)


def test_fewer_children_are_looked_for_first() -> None:
    """Of a domain that adds and removes, removals come when they are asked for."""
    changes = Changes(Order, ID)
    taken: Counter[str] = Counter()

    def act(draw: Any, order: Order) -> None:
        before = len(order.lines)
        changed = changes.change(draw, order, "it", fewer=True, only=True)
        taken["fewer" if changed else "none"] += 1
        if changed:
            assert len(changed.aggregate.lines) < before
        elif not before:
            taken["empty"] += 1

    attempts(Order, act, 200)
    assert taken["fewer"] > taken["none"] - taken["empty"]


# Changes in place


def test_everything_that_the_public_surface_reaches_is_changed_in_some_example() -> None:
    """Fields, collections, children and their methods; never private fields, never the key."""
    shapes = {shape(line) for line in disturbed(Order, ID, 300) if line}
    assert shapes >= {
        *("it.status =", "it.address =", "it.note =", "it.placed_at =", "it.lines ="),
        *("it.lines.append()", "it.lines.pop()", "it.lines.clear()"),
        *("it.lines[_].sku =", "it.lines[_].quantity =", "it.lines[_].price =", "it.lines[_].more()"),
        "it.pay()",
    }
    assert not {one for one in shapes if re.search(r"\._|\.id\b|skus|total|events", one)}


def test_a_property_that_gives_a_copy_is_no_way_in() -> None:
    """To append to `order.skus` changes nothing."""
    assert not any("skus" in line for line in disturbed(Order, ID) if line)
    assert not any(".copies." in line for line in disturbed(library.Book, frozenset({"isbn"})) if line)


@pytest.mark.long
def test_nested_children_are_reached() -> None:
    """An adapter that copies one level deep shares the next."""
    shapes = {shape(line) for line in disturbed(theatre.Scene, ID, 300) if line}
    for way in ("it.scenes[_].", "it.next.", "it.scenes[_].scenes[_]."):
        assert any(one.startswith(way) for one in shapes), shapes
    assert "it.prices[_] =" in {shape(line) for line in disturbed(Note, ID, 300) if line}


@pytest.mark.parametrize("cls", [Ticket, Badge, Coin, Point, Opaque, fleet.Reading, library.Position, theatre.Booking])
def test_an_object_without_anything_to_change_in_place_is_left_alone(cls: Any) -> None:
    """It needs no copies, and shows nothing of an adapter that makes none."""
    assert set(disturbed(cls, frozenset({"id"} & set(dir(cls))), 20)) == {None}


def test_invariants_hold_after_a_change_in_place() -> None:
    """What the constructor would refuse is taken back."""

    def act(draw: Any, line: Line) -> None:
        Changes(Line, frozenset()).disturb(draw, line)
        assert line.quantity >= 1

    attempts(Line, act)


def test_mapped_classes_change_too() -> None:
    """Which repositories share one class with their tables."""
    from zoo import warehouse

    changes = Changes(warehouse.Batch, frozenset({"reference"}))
    assert changes.mutators == ("allocate",)
    found = []

    def act(draw: Any, batch: warehouse.Batch) -> None:
        found.append(changes.change(draw, batch, "it"))

    attempts(warehouse.Batch, act, suppress_health_check=list(HealthCheck))
    assert any(found)


# What happens on the side


@dataclass
class Calendar:
    """Events are what it is of."""

    id: int
    events: list[str] = field(default_factory=list)

    def add_event(self, event: str) -> None:
        self.events.append(event)


@dataclass
class Sale:
    """Events are what it tells others."""

    id: int
    total: int = 0
    events: list[str] = field(default_factory=list)

    def told(self, event: str) -> None:
        self.events.append(event)

    def collect_events(self) -> list[str]:
        events, self.events = self.events, []
        return events


def test_events_that_are_published_are_no_state() -> None:
    """They are neither drawn nor a change; those that a calendar is of are both."""
    assert Changes(Sale, ID).mutators == ()
    assert Changes(Calendar, ID).mutators == ("add_event",)
    drawn: list[Any] = []
    for cls in (Sale, Calendar):
        attempts(cls, lambda draw, one: drawn.append(one), 20)
    assert not any(one.events for one in drawn if isinstance(one, Sale))
    assert any(one.events for one in drawn if isinstance(one, Calendar))


@dataclass
class Bid:
    id: str
    cents: int = 0
    _pending_events: list[str] = field(default_factory=list)

    def ask(self, above: int) -> None:
        if above > self.cents:
            self.cents = above
        else:
            self._pending_events.append("too low")


def test_what_only_records_an_event_changes_nothing() -> None:
    """A store keeps nothing of it, so that nothing of it can be held to have been kept."""
    beside = {"**.pending_events": ignored("recorded events are no state")}
    kept: list[int] = []

    def change(draw: Any, one: Any) -> None:
        one.cents = 10**6
        changed = Changes(Bid, ID, beside=beside).change(draw, one)
        if changed is not None:
            kept.append(changed.aggregate.cents)

    attempts(Bid, change, 30)
    assert 10**6 not in kept


Cents = NewType("Cents", int)


@dataclass(frozen=True)
class Holiday:
    day: dt.date
    status: Status | None
    price: Cents


@dataclass(frozen=True)
class Diary:
    day: dt.date
    entries: list[str]


@dataclass(frozen=True)
class Kind:
    name: str


@dataclass(frozen=True)
class ListedKind(Kind):
    names: list[str]


@pytest.mark.parametrize(("cls", "none"), [(Holiday, True), (Diary, False), (Kind, False)])
def test_what_is_frozen_all_through_is_never_changed_in_place(cls: type, none: bool) -> None:
    """Also a subclass may come up, of which its class says nothing."""
    assert Changes(cls, frozenset({"day"})).none_in_place is none


@dataclass
class Rack:
    """Checks after each change."""

    id: UUID
    height: int = 1
    width: int = 1

    def __post_init__(self) -> None:
        if not (1 <= self.height <= 9 and 1 <= self.width <= 9):
            raise ValueError("no rack is like that")

    def raise_by(self, units: int) -> None:
        self.height += units
        self.__post_init__()

    def widen_by(self, units: int) -> None:
        self.width += units
        self.__post_init__()

    def turn(self) -> None:
        self.height, self.width = self.width, self.height
        self.__post_init__()

    def double(self) -> None:
        self.height *= 2
        self.__post_init__()


def test_after_a_refusal_halfway_another_method_is_called_on_what_there_was() -> None:
    """Else every example that comes upon one says nothing. What is not square can always be turned."""

    def act(draw: Any, rack: Rack) -> None:
        assert Changes(Rack, ID).change(draw, replace(rack, height=2, width=3)) is not None

    attempts(Rack, act)


@dataclass(frozen=True)
class Week:
    number: int

    @property
    def next(self) -> Week:
        return Week(self.number + 1)


@dataclass
class Rota:
    id: int
    week: Week
    names: list[str]


def test_what_a_property_makes_at_each_reading_is_no_way_in() -> None:
    """There would be no end to it."""
    lines = [place.kind for place in mutable_places(Rota(1, Week(1), ["ann"]), "it", ID)]

    assert lines == [" week", " names", ".names append", ".names pop", ".names clear"]


def test_the_few_places_of_an_object_are_changed_as_often_as_the_many_of_its_children() -> None:
    """An adapter may share the one, or the other."""
    found = []

    def act(draw: Any, _: Week) -> None:
        here = [MutablePlace(0, "title", lambda _: None)]
        found.append(take_one(draw, here + [MutablePlace(1, f"{name}", lambda _: None) for name in range(100)]).depth)

    attempts(Week, act, 60)
    assert len(found) / 4 < sum(found) < len(found) * 3 / 4
