"""Boards of rooms, each with one realistic fault; its docstring names the clause that it breaks."""

from __future__ import annotations

from typing import Any

from correct.readers.rooms import KeptBoard, Projector, contract, store

__all__ = ["contract", "store"]


class RemembersWhatItDid(Projector):
    """QRY-08: what was projected is marked as done, and the mark outlives the board, so that a rebuilt one is empty."""

    def run(self) -> None:
        done = vars(self.hotel).setdefault("done", [])
        for place, (number, row) in enumerate(self.hotel.happened):
            if place not in done:
                done.append(place)
                self.project(number, row)


class ForgetsDeletions(Projector):
    """QRY-01: rooms that were closed stay on the board."""

    def project(self, number: int, row: dict[str, Any] | None) -> None:
        if row is not None:
            super().project(number, row)


class BeginsWithPageZero(KeptBoard):
    """QRY-02: the second page begins with the last room of the first one."""

    async def rooms(self, page: int, page_size: int) -> tuple[list[dict[str, Any]], int]:
        every = [dict(self._hotel.board[number]) for number in sorted(self._hotel.board)]
        begin = max(0, (page - 1) * page_size - (page > 1))
        return every[begin : begin + page_size], len(every)


class HandsOutInPassing(KeptBoard):
    """QRY-06: the total leaves out the rooms that are taken."""

    async def rooms(self, page: int, page_size: int) -> tuple[list[dict[str, Any]], int]:
        rows, _ = await super().rooms(page, page_size)
        return rows, sum(1 for row in self._hotel.board.values() if row["free"])
