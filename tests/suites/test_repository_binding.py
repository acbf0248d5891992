"""What is read from a port: which method is which word, the key, and what annotations say of an absent aggregate."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

import pytest
from hypothesis import Phase, settings
from sqlalchemy.orm import Mapped, mapped_column, registry

from dovetail import RepositoryContract, returns, verify
from dovetail.port import read_port
from dovetail.suites.repository.binding import Binding, bind
from dovetail.suites.repository.examples.numbered import ways_to_number
from dovetail.suites.repository.inference.generated import as_never_saved

T = TypeVar("T")


@dataclass
class Book:
    id: UUID
    title: str


class Result(Generic[T]):
    is_success = True


class Books(Protocol):
    def save(self, book: Book) -> Result[bool]: ...
    def update(self, book: Book) -> Result[bool]: ...
    def search(self, book_id: UUID) -> Result[Book]: ...
    def search_all(self) -> Result[list[Book]]: ...
    def remove(self, book_id: UUID) -> Result[bool]: ...


class Shelf(Protocol):
    def save(self, book: Book) -> None: ...
    def get(self, book_id: UUID) -> Book | None: ...
    def remove(self, book_id: UUID) -> bool: ...


def bound(port: type, **stated: Any) -> Binding:
    return bind(read_port(port), type("Contract", (RepositoryContract,), {"port": port, **stated}))


def test_a_save_beside_an_update_adds() -> None:
    """It may refuse an aggregate that is there already, so that none is saved twice."""
    operations = bound(Books).operations
    assert (operations["add"].name, operations["update"].name) == ("save", "update")
    assert "save" not in operations


def test_a_save_beside_an_update_may_be_said_to_save() -> None:
    """What is stated is held to."""
    operations = bound(Books, operations={"save": "save"}).operations
    assert operations["save"].name == "save"
    assert "add" not in operations


def test_a_search_for_all_is_a_list() -> None:
    """`search_all` lists, and `search` gets."""
    operations = bound(Books).operations
    assert (operations["get"].name, operations["all"].name) == ("search", "search_all")


def test_a_result_of_a_bool_may_fail() -> None:
    """It does not say whether the absent is answered with a success that holds False, or with a failure."""
    assert bound(Books).missing_delete is None
    assert bound(Shelf).missing_delete == returns(False)


class Pass:
    """Takes its key under one name, and shows it under another."""

    def __init__(self, pass_id: UUID, owner: str) -> None:
        self._id = pass_id
        self._owner = owner

    @property
    def id(self) -> UUID:
        return self._id

    @property
    def owner(self) -> str:
        return self._owner


class Passes(Protocol):
    def save(self, entry: Pass) -> None: ...
    def get(self, pass_id: UUID) -> Pass | None: ...


def test_the_key_is_where_it_is_shown() -> None:
    """A parameter of the constructor that is kept in a private attribute is none that can be read."""
    assert bound(Passes).key.path == "id"


class Hidden:
    def __init__(self, key: UUID) -> None:
        setattr(self, "_" + "key", key)


class HiddenThings:
    def save(self, thing: Hidden) -> None: ...
    def get(self, key: UUID) -> Hidden | None: ...


def test_a_key_that_cannot_be_read_says_what_to_write() -> None:
    """Not the traceback of an AttributeError."""
    contract = type("Contract", (RepositoryContract,), {"port": HiddenThings, "adapter": HiddenThings})
    outcome = verify(contract).outcomes["REPO-01"]
    assert not outcome.evaluated
    assert "the key key cannot be read from Hidden" in outcome.reason
    assert 'key = "id"' in outcome.reason


class Entity:
    """What all aggregates are."""


@dataclass
class Tenant(Entity):
    id: UUID
    name: str


class Tenants(Protocol):
    def add(self, model: Entity) -> Tenant: ...
    def update(self, id: UUID, model: Entity) -> Tenant: ...
    def get(self, id: UUID) -> Tenant | None: ...
    def list(self) -> list[Tenant]: ...


def test_the_aggregate_of_a_port_that_takes_any_entity() -> None:
    """What it gives is more exact than what it takes."""
    binding = bound(Tenants)
    assert binding.aggregate is Tenant
    assert set(binding.operations) == {"add", "update", "get", "all"}


class Recording:
    def __init__(self) -> None:
        self._pending_domain_events: list[object] = []


class Auction(Recording):
    def __init__(self, id: UUID, events_held: int) -> None:
        super().__init__()
        self.id = id
        self.events_held = events_held


class Auctions(Protocol):
    def save(self, auction: Auction) -> None: ...
    def get(self, auction_id: UUID) -> Auction: ...


def test_recorded_events_are_no_state() -> None:
    """Whatever their list is called; a field that only speaks of events is one."""
    assert set(bound(Auctions).tolerances) == {"**.pending_domain_events"}


def test_a_mapped_aggregate_that_was_never_saved_has_no_key() -> None:
    """Where the store gives the key, it is taken from the drawn object itself: a mapped one has no copies."""
    mapper = registry()

    @mapper.mapped
    class Draft:
        __tablename__ = "drafts"
        id: Mapped[int | None] = mapped_column(primary_key=True)

        def __init__(self, title: str, id: int | None = None) -> None:
            self.title, self.id = title, id

    aggregate = as_never_saved(Draft("a", 7), {"id"})
    assert (aggregate.title, aggregate.id) == ("a", None)
    mapper.dispose()


K_contra = TypeVar("K_contra", contravariant=True)
E = TypeVar("E")


class GenericRepository(Protocol[E, K_contra]):
    def save(self, entity: E) -> None: ...
    def get(self, key: K_contra) -> E | None: ...


class GenericBase(ABC, Generic[E, K_contra]):
    @abstractmethod
    def save(self, entity: E) -> None: ...

    @abstractmethod
    def get(self, key: K_contra) -> E | None: ...


class InMemory(Generic[E]):
    def __init__(self) -> None:
        self._kept: dict[UUID, Any] = {}

    def save(self, entity: E) -> None:
        self._kept[entity.id] = copy.deepcopy(entity)  # type: ignore[attr-defined]

    def get(self, key: UUID) -> E | None:
        return copy.deepcopy(self._kept.get(key))


@pytest.mark.parametrize("port", [GenericRepository[Book, UUID], GenericBase[Book, UUID]], ids=["protocol", "abc"])
def test_a_generic_port_whose_variables_are_given(port: Any) -> None:
    """It need not be made a class of its own first."""
    assert bound(port).aggregate is Book
    assert read_port(port).name.endswith("[Book, UUID]")
    few = settings(max_examples=3, derandomize=True, phases=[Phase.generate])
    held: Any = type("Held", (RepositoryContract,), {"port": port, "adapter": InMemory, "settings": few})
    report = verify(held)
    assert not report.findings
    book = Book(UUID(int=1), "a")
    held.fake().save(book)


class Anything(Protocol):
    def save(self, book: Book) -> None: ...
    def get(self, book_id: Any) -> Any: ...


def test_any_says_no_more_than_no_annotation() -> None:
    """The key's type is that of the attribute, and what `get` answers with is an aggregate or none."""
    found = bound(Anything)

    assert (found.key.hint, found.key.attribute) == (UUID, "id")
    assert set(found.operations) == {"save", "get"}


@dataclass(frozen=True)
class Isbn:
    text: str

    def __post_init__(self) -> None:
        if not (len(self.text) == 8 and self.text.isdigit()):
            raise ValueError("no ISBN")


@pytest.mark.parametrize(
    ("hint", "first", "text"),
    [(str, "0", 'f"{n}"'), (int, 1, "n + 1"), (Isbn, Isbn("00000000"), 'Isbn(f"{n:08}")')],
)
def test_keys_are_numbered_within_what_their_class_takes(hint: Any, first: Any, text: str) -> None:
    make, written = next(ways_to_number(hint))

    assert (make(0), written) == (first, text)
    assert len({make(n) for n in range(1001)}) == 1001
