"""Shifts of a kitchen of which some way of leaving leaves the door open."""

from __future__ import annotations

from correct.unit_of_work.kitchens import MemoryShift, ShiftContract
from dovetail.stores import MemoryStore

contract = ShiftContract


def store(adapter: type[MemoryShift]) -> MemoryStore[MemoryShift]:
    return MemoryStore(adapter)


class OpenAfterAnError(MemoryShift):
    """UOW-10: a shift that ended in an error goes on for whoever still holds it."""

    def __exit__(self, *details: object) -> None:
        if details[0] is None:
            self.at_work = None
