"""Seats whose hall is not the one that there is a row of."""

from __future__ import annotations

from correct.mappers.seats import Seat, SeatContract, SeatMapper, SeatRow

contract = SeatContract


class RefersToAnotherHall(SeatMapper):
    """MAP-18: the hall under a name of the mapper's own making, which no hall has."""

    @staticmethod
    def to_row(seat: Seat) -> SeatRow:
        return SeatRow(number=seat.number, hall=f"hall {seat.hall}", row=seat.row)

    @staticmethod
    def to_seat(row: SeatRow) -> Seat:
        return Seat(row.number, row.hall.removeprefix("hall "), row.row)
