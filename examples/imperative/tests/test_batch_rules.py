"""The rules of the warehouse hold for batches that the mapping has taken over, too."""

from __future__ import annotations

from decimal import Decimal

import pytest

from warehouse.domain.batches import Batch, OrderLine, OutOfStock, Price


def a_batch() -> Batch:
    return Batch("b-1", "chair", 10, Price(Decimal("19.90"), "EUR"))


def test_a_promise_takes_from_what_is_available() -> None:
    """And the line is among those that the batch is promised to."""
    batch = a_batch()
    batch.promise(OrderLine("o-1", "chair", 4))
    assert batch.available == 6
    assert batch.promised == {OrderLine("o-1", "chair", 4)}


@pytest.mark.parametrize("line", [OrderLine("o-1", "chair", 11), OrderLine("o-1", "table", 1)])
def test_no_promise_beyond_the_stock(line: OrderLine) -> None:
    """Neither of more pieces, nor of another article."""
    with pytest.raises(OutOfStock):
        a_batch().promise(line)
