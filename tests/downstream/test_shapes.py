"""Shapes of real repositories that dovetail once misjudged; `docs/downstream.md` names the repositories."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine
from sqlalchemy.orm import Session, registry, relationship
from sqlalchemy.pool import StaticPool

from dovetail import Report, RepositoryContract, verify
from dovetail.stores import SqlAlchemyStore
from dovetail.values.variants import variant
from zoos import report_of

_FEW = settings(max_examples=10, database=None)


@dataclass
class Task:
    id: str
    made: datetime
    title: str = ""

    def rename(self, title: str) -> None:
        self.title = title

    def follow_up(self) -> Task:
        """Not a change of this task: another one."""
        return replace(self, id=f"{self.id}+")


class Tasks(Protocol):
    def save(self, task: Task) -> None: ...
    def find_by_id(self, task_id: str) -> Task | None: ...
    def find_all(self) -> list[Task]: ...


class TaskContract(RepositoryContract):
    port = Tasks
    aggregates = st.builds(Task, st.text(max_size=3), st.just(datetime(2000, 1, 1)), st.text(max_size=3))
    settings = settings(max_examples=30, database=None)


class CorrectTasks:
    def __init__(self) -> None:
        self._tasks: dict[str, Task] = {}

    def save(self, task: Task) -> None:
        self._tasks[task.id] = copy.deepcopy(task)

    def find_by_id(self, task_id: str) -> Task | None:
        return copy.deepcopy(self._tasks.get(task_id))

    def find_all(self) -> list[Task]:
        return [copy.deepcopy(task) for task in self._tasks.values()]


class ZonedTasks(CorrectTasks):
    """Adds a time zone to whatever it saves."""

    def save(self, task: Task) -> None:
        super().save(replace(task, made=task.made.replace(tzinfo=UTC)))


class ZonedForgetfulTasks(ZonedTasks):
    """Adds a time zone, and forgets a new title too."""

    def save(self, task: Task) -> None:
        known = self._tasks.get(task.id)
        super().save(task if known is None else replace(task, title=known.title))


def broken(report: Report) -> set[str]:
    return {finding.clause for finding in report.findings}


def test_a_method_that_makes_another_aggregate_is_no_change_of_this_one() -> None:
    """`task.follow_up()` has a key of its own, and the first task stays where it is."""
    assert verify(TaskContract, adapter=CorrectTasks).holds


def test_what_the_first_save_loses_is_told_once() -> None:
    """A time zone that every save adds is a matter of REPO-01, not of saving again nor of the model as well."""
    report = verify(TaskContract, adapter=ZonedTasks)
    assert broken(report) == {"REPO-01"}
    assert {report.outcomes[each].verdict.value for each in ("REPO-07", "REPO-24")} == {"held"}


def test_what_the_first_save_loses_hides_nothing_that_is_lost_later() -> None:
    """A forgotten title is found behind the time zone, which comes first in the aggregate."""
    report = verify(TaskContract, adapter=ZonedForgetfulTasks)
    assert broken(report) == {"REPO-01", "REPO-07", "REPO-24"}
    assert next(each.path for each in report.findings if each.clause == "REPO-07") == ".title"


class PickyTasks(CorrectTasks):
    """Wants a key, and says so."""

    def save(self, task: Task) -> None:
        if not task.id:
            raise ValueError("a task needs an id")
        super().save(task)


class LatePickyTasks(CorrectTasks):
    """Takes a task without a key, and wants one only when it is saved again."""

    def save(self, task: Task) -> None:
        if not task.id and task.id in self._tasks:
            raise ValueError("a task needs an id")
        super().save(task)


def test_a_port_may_refuse_an_empty_key() -> None:
    """Whoever takes none cannot lose one."""
    assert verify(TaskContract, adapter=PickyTasks).holds


def test_an_empty_key_that_was_taken_is_a_key() -> None:
    """One cause, one clause: the refusal is about keys, not about saving again."""
    assert broken(verify(TaskContract, adapter=LatePickyTasks)) == {"REPO-18"}


class LongTaskContract(TaskContract):
    """So long that a task with a key and without a title comes up, whatever is drawn."""

    settings = settings(max_examples=200, database=None)


class TitledTasks(CorrectTasks):
    """Refuses a task without a title, whenever it is saved."""

    def save(self, task: Task) -> None:
        if not task.title:
            raise RuntimeError("NOT NULL constraint failed")
        super().save(task)


def test_what_no_save_ever_takes_is_told_once() -> None:
    """A save that refuses what the domain allows is a matter of the first save, not of every clause that saves."""
    assert broken(verify(LongTaskContract, adapter=TitledTasks)) == {"REPO-01"}


class Number(str):
    """A text of digits, as a class of its own."""

    __slots__ = ()

    def __new__(cls, text: str) -> Number:
        if not text.isdigit():
            raise ValueError(text)
        return super().__new__(cls, text)


@dataclass
class Ticket:
    number: Number
    title: str = ""


class Tickets(Protocol):
    def save(self, ticket: Ticket) -> None: ...
    def get(self, number: Number) -> Ticket | None: ...
    def list(self) -> list[Ticket]: ...


class TicketContract(RepositoryContract):
    port = Tickets
    aggregates = st.builds(Ticket, st.integers(0, 99).map(lambda n: Number(f"{n}")), st.text(max_size=3))
    settings = settings(max_examples=30, database=None)


class TextTickets:
    """Gives plain text back for a number."""

    def __init__(self) -> None:
        self._titles: dict[str, str] = {}

    def save(self, ticket: Ticket) -> None:
        self._titles[str(ticket.number)] = ticket.title

    def get(self, number: Number) -> Ticket | None:
        return Ticket(str(number), self._titles[number]) if number in self._titles else None  # type: ignore[arg-type]

    def list(self) -> list[Ticket]:
        return [Ticket(*each) for each in self._titles.items()]  # type: ignore[arg-type]


def test_a_key_that_comes_back_as_a_wider_type_is_told_once() -> None:
    """The list is complete all the same, and a key that its class refuses is not asked for."""
    report = verify(TicketContract, adapter=TextTickets)
    assert broken(report) == {"REPO-01"}
    assert {report.outcomes[each].verdict.value for each in ("REPO-16", "REPO-18", "REPO-24")} == {"held"}


@dataclass
class Auction:
    id: str
    bids: list[int]

    @property
    def highest(self) -> int:
        return max(self.bids)


class Auctions(Protocol):
    def save(self, auction: Auction) -> None: ...
    def find_by_id(self, auction_id: str) -> Auction | None: ...


class AuctionContract(RepositoryContract):
    port = Auctions
    aggregates = st.builds(Auction, st.text(max_size=3), st.lists(st.integers(0, 9), max_size=2))
    settings = settings(max_examples=30, database=None)


class CorrectAuctions:
    def __init__(self) -> None:
        self._auctions: dict[str, Auction] = {}

    def save(self, auction: Auction) -> None:
        self._auctions[auction.id] = copy.deepcopy(auction)

    def find_by_id(self, auction_id: str) -> Auction | None:
        return copy.deepcopy(self._auctions.get(auction_id))


class QueuingAuctions(CorrectAuctions):
    """Sends what it was given to save when it is next asked for something, as a session does that flushes by itself."""

    def find_by_id(self, auction_id: str) -> Auction | None:
        if any("\0" in each for each in self._auctions):
            raise RuntimeError("a text cannot contain NUL")
        return super().find_by_id(auction_id)


def test_a_property_may_have_rules_of_its_own() -> None:
    """`highest` raises where there are no bids; nobody need be able to read it then."""
    assert verify(AuctionContract, adapter=CorrectAuctions).holds


def test_an_extreme_value_may_be_refused_when_it_is_sent_at_last() -> None:
    """A session sends what it was given with the next query."""
    texts = st.sampled_from(["a\0", *map(str, range(99))])
    nul = type("Nul", (AuctionContract,), {"aggregates": st.builds(Auction, texts, st.builds(list))})
    assert verify(nul, adapter=QueuingAuctions).outcomes["REPO-01"].verdict.value == "held"


@dataclass
class Draft:
    id: str
    status = "draft"

    def publish(self) -> None:
        self.status = "published"


class Drafts(Protocol):
    def save(self, draft: Draft) -> None: ...
    def find_by_id(self, draft_id: str) -> Draft | None: ...


class DraftContract(RepositoryContract):
    port = Drafts
    aggregates = st.builds(Draft, st.text(max_size=3))
    settings = settings(max_examples=30, database=None)


class StatelessDrafts:
    """Keeps of a draft what its constructor takes."""

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def save(self, draft: Draft) -> None:
        self._ids.add(draft.id)

    def find_by_id(self, draft_id: str) -> Draft | None:
        return Draft(draft_id) if draft_id in self._ids else None


def test_a_state_that_no_constructor_makes_is_saved_too() -> None:
    """What is published only by a method is published when it comes back."""
    assert broken(verify(DraftContract, adapter=StatelessDrafts)) == {"REPO-01"}


def test_a_variant_shares_nothing_with_what_it_was_made_from() -> None:
    """An adapter that keeps the very object it was given would else be accused of changing another aggregate."""
    bids = [1, 2]
    assert variant(Auction("a", []), "bids", bids).bids == bids
    assert variant(Auction("a", []), "bids", bids).bids is not bids


class Contact:
    __slots__ = ("id", "props")

    def __init__(self, id: str, props: dict[str, str]) -> None:
        self.id = id
        self.props = props


class Contacts(Protocol):
    def save(self, contact: Contact) -> None: ...
    def find_by_id(self, contact_id: str) -> Contact | None: ...
    def find_by_email(self, email: str) -> Contact | None: ...
    def next_id(self) -> str: ...


class ContactContract(RepositoryContract):
    port = Contacts
    aggregates = st.builds(Contact, st.text(max_size=3), st.fixed_dictionaries({"email": st.text("abc", min_size=9)}))
    settings = settings(max_examples=30, database=None)


class ContactQueries(ContactContract):
    settings = settings(max_examples=100, database=None)
    queries = {"find_by_email": lambda contact, email: contact.props["email"] == email}


class FaultyContacts:
    """Finds nobody by email, and saves nobody again who has no key."""

    def __init__(self) -> None:
        self._contacts: dict[str, Contact] = {}

    def save(self, contact: Contact) -> None:
        if not contact.id and contact.id in self._contacts:
            raise ValueError("a contact needs an id")
        self._contacts[contact.id] = copy.deepcopy(contact)

    def find_by_id(self, contact_id: str) -> Contact | None:
        return copy.deepcopy(self._contacts.get(contact_id))

    def find_by_email(self, email: str) -> Contact | None:
        return None

    def next_id(self) -> str:
        return "1"


def test_a_query_is_asked_with_what_the_aggregates_hold() -> None:
    """Where nothing says which attribute an argument stands for, it is looked for anywhere inside."""
    assert "REPO-17" in broken(verify(ContactQueries, adapter=FaultyContacts))


def test_only_what_gives_aggregates_is_asked_for_a_predicate() -> None:
    """`next_id` is no query."""
    reason = verify(ContactContract, adapter=FaultyContacts).outcomes["REPO-17"].reason
    assert "find_by_email" in reason
    assert "next_id" not in reason


def test_the_key_of_a_class_with_slots_can_be_empty() -> None:
    """It has no `__dict__`, and is looked into all the same."""
    assert "REPO-18" in broken(verify(ContactContract, adapter=FaultyContacts))


class Batch:
    def __init__(self, reference: str) -> None:
        self.reference = reference


class Product:
    def __init__(self, sku: str, batches: list[Batch]) -> None:
        self.sku = sku
        self.batches = batches


class Products:
    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, product: Product) -> None:
        self.session.add(product)

    def get(self, sku: str) -> Product | None:
        return self.session.get(Product, sku)

    def list_all(self) -> list[Product]:
        return self.session.query(Product).all()

    def get_by_sku(self, sku: str) -> Product | None:
        return self.session.query(Product).filter_by(sku=sku).first()

    def get_by_reference(self, reference: str) -> Product | None:
        return self.session.query(Product).join(Batch).filter_by(reference=reference).first()


class ProductContract(RepositoryContract):
    port = Products
    aggregates = st.builds(Product, st.text("ab", max_size=3), st.lists(st.builds(Batch, st.text("bc")), max_size=2))
    operations = {"get": "get"}
    queries = {"get_by_reference": lambda product, reference: reference in {each.reference for each in product.batches}}


@pytest.fixture
def products() -> Iterator[SqlAlchemyStore[Products]]:
    metadata = MetaData()
    product = Table("product", metadata, Column("sku", String, primary_key=True))
    batch = Table(
        "batch",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("reference", String),
        Column("sku", ForeignKey("product.sku")),
    )
    mappers = registry(metadata=metadata)
    mappers.map_imperatively(Batch, batch)
    mappers.map_imperatively(Product, product, properties={"batches": relationship(Batch, order_by=batch.c.id)})
    engine = create_engine("sqlite://", poolclass=StaticPool)
    yield SqlAlchemyStore(engine, metadata=metadata, adapter=Products, commit=True)
    engine.dispose()
    mappers.dispose()


def test_a_domain_class_that_is_mapped_itself_can_be_judged(products: SqlAlchemyStore[Products]) -> None:
    """Its objects expire with every commit, and cannot be copied."""
    asked = {"REPO-01", "REPO-06", "REPO-16", "REPO-17", "REPO-21"}
    report = report_of(ProductContract, _FEW, lambda check: check.clause in asked | {"REPO-09"}, store=products)

    assert {each: report.outcomes[each].verdict.value for each in asked} == dict.fromkeys(asked, "held")
    assert report.outcomes["REPO-09"].verdict.value == "not applicable"
