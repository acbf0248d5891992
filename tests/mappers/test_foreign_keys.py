"""Rows that a mapper's rows refer to."""

from __future__ import annotations

from correct.mappers.seats import SeatContract, SeatMapper
from dovetail import MapperContract, verify


class NobodyMakesTheHall(MapperContract):
    mapper = SeatMapper
    store = SeatContract.store


def test_a_missing_row_says_how_it_comes_to_be_there() -> None:
    """The database refuses the row, and the line to write is in the contract."""
    (finding,) = verify(NobodyMakesTheHall).findings
    assert finding.clause == "MAP-18"
    assert "prepare = lambda session, value" in (finding.hint or "")
