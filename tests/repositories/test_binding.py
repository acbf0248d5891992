"""What a contract asks for where a port's annotations do not say it: the very line to write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pytest

from dovetail import ContractError, RepositoryContract


@dataclass
class Seat:
    hall: str
    row: int
    number: int


class Seats(Protocol):
    def save(self, seat: Seat) -> None: ...
    def get(self, place: tuple[str, int, int]) -> Seat | None: ...


class SeatContract(RepositoryContract):
    port = Seats


def test_a_key_of_several_parts_is_asked_for() -> None:
    """With as many attributes as the tuple has elements, of their types."""
    with pytest.raises(ContractError, match=r'write it in the contract: key = \("hall", "row", "number"\)'):
        SeatContract.bind()


def test_the_line_works_as_it_is_written() -> None:
    """The key is then the tuple of those attributes."""
    keyed = type("Keyed", (SeatContract,), {"key": ("hall", "row", "number")})

    assert keyed.bind().key.read(Seat("A", 3, 7)) == ("A", 3, 7)
