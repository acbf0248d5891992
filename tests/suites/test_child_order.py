"""The order of children is held to whatever collection they are in."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Protocol

import pytest

from dovetail import RepositoryContract
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite
from dovetail.suites.repository.clauses.saving import child_order


@dataclass
class Line:
    sku: str


@dataclass
class Listed:
    id: str
    lines: list[Line]


@dataclass
class Tupled:
    id: str
    lines: tuple[Line, ...] = ()


@pytest.mark.parametrize("kind", [Listed, Tupled])
def test_children_that_come_back_sorted_have_lost_their_order(kind: Any) -> None:
    """A tuple's order is as much promised as a list's."""

    class Orders(Protocol):
        def save(self, order: kind) -> None: ...
        def get(self, order_id: str) -> kind | None: ...

    class Sorting:
        def __init__(self) -> None:
            self._orders: dict[str, Any] = {}

        def save(self, order: kind) -> None:
            kept = copy.deepcopy(order)
            kept.lines = type(kept.lines)(sorted(kept.lines, key=lambda line: line.sku))
            self._orders[order.id] = kept

        def get(self, order_id: str) -> kind | None:
            return copy.deepcopy(self._orders.get(order_id))

    class TestSorting(RepositoryContract):
        port = Orders
        adapter = Sorting
        aggregate = kind

    assert Suite(TestSorting).run(child_order).verdict is Verdict.BROKEN
