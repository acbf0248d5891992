"""Readers of parcels, each with one realistic fault; its docstring names the clause that it breaks."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from correct.readers.parcels import Page, ParcelRow, SqlParcelReader, contract, parcels, stops, store

__all__ = ["contract", "store"]


class ForgetsTheNote(SqlParcelReader):
    """QRY-01: the column was added to the table and never to the view."""

    def row(self, row: Any) -> ParcelRow:
        return ParcelRow(row.id, row.sender, row.status, row.grams, None, row.stop_count)


class JoinsTheStops(SqlParcelReader):
    """QRY-01: an inner join drops every parcel that was nowhere yet."""

    def rows(self, condition: Any = None, limit: int | None = None, offset: int = 0) -> list[ParcelRow]:
        joined = parcels.join(stops, stops.c.parcel_id == parcels.c.id)
        query = sa.select(parcels, sa.func.count().label("stop_count")).select_from(joined).group_by(parcels.c.id)
        query = query.order_by(parcels.c.id).limit(limit).offset(offset)
        found = self.session.execute(query if condition is None else query.where(condition))
        return [self.row(each) for each in found]


_seen: dict[int, ParcelRow | None] = {}


class RemembersWhatItShowed(SqlParcelReader):
    """QRY-01: a cache by id that no change empties."""

    def __init__(self, session: Any) -> None:
        super().__init__(session)
        self._cache: dict[int, ParcelRow | None] = session.get_bind().__dict__.setdefault("parcel_rows", {})
        if not super().total():
            self._cache.clear()

    def find(self, parcel_id: int) -> ParcelRow | None:
        if parcel_id not in self._cache:
            self._cache[parcel_id] = super().find(parcel_id)
        return self._cache[parcel_id]


class HasItsOwnIdeaOfHeavy(SqlParcelReader):
    """QRY-01: a parcel that is just as heavy as asked is shown among the heavier ones."""

    def heavy(self, above: int) -> list[ParcelRow]:
        return self.rows(parcels.c.grams >= above)


class TurnsPagesBySender(SqlParcelReader):
    """QRY-02: the next page begins after the last sender, and passes over others who sent something."""

    def page(self, *, sender: str | None = None, grams: int | None = None, limit: int = 20, offset: int = 0) -> Page:
        condition = self.condition(sender, grams)
        every = self.rows(condition)
        if offset and len(every) > offset:
            every = [each for each in every if each.sender > every[offset - 1].sender]
            return Page(every[:limit], self.total(condition))
        return Page(every[offset : offset + limit], self.total(condition))


class CountsJoinedRows(SqlParcelReader):
    """QRY-02: the limit cuts rows of parcels joined with their stops."""

    def rows(self, condition: Any = None, limit: int | None = None, offset: int = 0) -> list[ParcelRow]:
        joined = parcels.outerjoin(stops, stops.c.parcel_id == parcels.c.id)
        query = sa.select(parcels, stops.c.place).select_from(joined).order_by(parcels.c.sender, parcels.c.id)
        query = query.limit(limit).offset(offset)
        held: dict[int, list[Any]] = {}
        for each in self.session.execute(query if condition is None else query.where(condition)):
            held.setdefault(each.id, []).append(each)
        return [
            ParcelRow(rows[0].id, rows[0].sender, rows[0].status, rows[0].grams, rows[0].note, len(rows))
            for rows in held.values()
        ]


class TakesZeroForNoLimit(SqlParcelReader):
    """QRY-03: `if limit` takes 0 for no limit at all."""

    def page(self, *, sender: str | None = None, grams: int | None = None, limit: int = 20, offset: int = 0) -> Page:
        condition = self.condition(sender, grams)
        return Page(self.rows(condition, limit or None, offset), self.total(condition))


class ShowsTheLastPageAgain(SqlParcelReader):
    """QRY-03: beyond the end it goes on showing the last page."""

    def page(self, *, sender: str | None = None, grams: int | None = None, limit: int = 20, offset: int = 0) -> Page:
        condition = self.condition(sender, grams)
        total = self.total(condition)
        return Page(self.rows(condition, limit, min(offset, max(0, total - limit))), total)


class MarksWhatWasSeen(SqlParcelReader):
    """QRY-04: who looks at a parcel changes it."""

    def find(self, parcel_id: int) -> ParcelRow | None:
        found = super().find(parcel_id)
        self.session.execute(parcels.update().where(parcels.c.id == parcel_id).values(note="seen"))
        self.session.commit()
        return found


class LetsPatternsThrough(SqlParcelReader):
    """QRY-05: what is looked for goes into LIKE as it is."""

    def search(self, text: str, limit: int = 20) -> list[ParcelRow]:
        return self.rows(sa.or_(parcels.c.sender.like(f"%{text}%"), parcels.c.note.like(f"%{text}%")), limit)


class CountsThePage(SqlParcelReader):
    """QRY-06: the total is that of the page."""

    def page(self, *, sender: str | None = None, grams: int | None = None, limit: int = 20, offset: int = 0) -> Page:
        items = self.rows(self.condition(sender, grams), limit, offset)
        return Page(items, len(items))


class CountsPastTheFilter(SqlParcelReader):
    """QRY-06: the total is that of all senders, whichever is asked for."""

    def page(self, *, sender: str | None = None, grams: int | None = None, limit: int = 20, offset: int = 0) -> Page:
        return Page(self.rows(self.condition(sender, grams), limit, offset), self.total(sa.true()))


class CountsStops(SqlParcelReader):
    """QRY-06: the count is of joined rows."""

    def count(self, sender: str | None = None) -> int:
        joined = parcels.outerjoin(stops, stops.c.parcel_id == parcels.c.id)
        query = sa.select(sa.func.count()).select_from(joined).where(self.condition(sender, None))
        return self.session.execute(query).scalar_one()


class ForgetsTheFirstFilter(SqlParcelReader):
    """QRY-07: each filter takes the place of the one before."""

    def condition(self, sender: str | None, grams: int | None) -> Any:
        condition: Any = sa.true() if sender is None else parcels.c.sender == sender
        return condition if grams is None else parcels.c.grams == grams


class TakesZeroForNoFilter(SqlParcelReader):
    """QRY-07: a filter on 0 grams is taken for none."""

    def condition(self, sender: str | None, grams: int | None) -> Any:
        return super().condition(sender, grams or None)
