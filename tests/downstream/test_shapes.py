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
from sqlalchemy.orm import Session, clear_mappers, registry, relationship
from sqlalchemy.pool import StaticPool

from dovetail import Report, RepositoryContract, verify
from dovetail.stores import SqlAlchemyStore


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


class ProductContract(RepositoryContract):
    port = Products
    aggregates = st.builds(Product, st.text("ab", max_size=3), st.lists(st.builds(Batch, st.just("b")), max_size=2))
    settings = settings(max_examples=30, database=None)


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
    clear_mappers()


def test_a_domain_class_that_is_mapped_itself_can_be_judged(products: SqlAlchemyStore[Products]) -> None:
    """Its objects expire with the commit; all that can be said against it is that they do not outlive their session."""
    report = verify(ProductContract, store=products)
    assert broken(report) == {"REPO-22"}
    assert {report.outcomes[each].verdict.value for each in ("REPO-01", "REPO-06", "REPO-21")} == {"held"}
    assert report.outcomes["REPO-09"].verdict.value == "not applicable"
