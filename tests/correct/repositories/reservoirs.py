"""Reservoirs that are what was recorded of them: a save appends what is new, and a failed one may be tried again."""

from __future__ import annotations

from typing import Protocol

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from correct.repositories.databases import engine
from dovetail import RepositoryContract
from dovetail.stores import SqlAlchemyStore

metadata = sa.MetaData()
flows = sa.Table(
    "flows",
    metadata,
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("reservoir", sa.Integer, nullable=False),
    sa.Column("litres", sa.Integer, nullable=False),
)


class Reservoir:
    """A reservoir, with what has flowed since it was saved last."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.level = 0
        self._pending_events: list[int] = []

    def flow(self, litres: int) -> None:
        """Let water in, or out."""
        if not -(10**6) < litres < 10**6:
            raise ValueError(litres)
        self.level += litres
        self._pending_events.append(litres)


class Reservoirs(Protocol):
    def save(self, reservoir: Reservoir) -> None: ...
    def get(self, number: int) -> Reservoir | None: ...


class SqlReservoirs:
    """Forgets what is pending once it is committed, and not before."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, reservoir: Reservoir) -> None:
        self._append(reservoir.number, reservoir._pending_events)
        reservoir._pending_events = []

    def _append(self, number: int, pending: list[int]) -> None:
        try:
            for litres in pending:
                self._session.execute(sa.insert(flows).values(reservoir=number, litres=litres))
            self._session.commit()
        except Exception:
            self._session.rollback()
            raise

    def get(self, number: int) -> Reservoir | None:
        rows = self._session.scalars(sa.select(flows.c.litres).where(flows.c.reservoir == number)).all()
        if not rows:
            return None
        reservoir = Reservoir(number)
        reservoir.level = sum(rows)
        return reservoir


@st.composite
def filled(draw: st.DrawFn) -> Reservoir:
    reservoir = Reservoir(draw(st.integers(1, 9999)))
    for litres in draw(st.lists(st.integers(1, 999), min_size=1, max_size=3)):
        reservoir.flow(litres)
    return reservoir


class ReservoirContract(RepositoryContract):
    port = Reservoirs
    aggregates = filled()


class Suite(ReservoirContract):
    store = staticmethod(lambda: SqlAlchemyStore(engine(), metadata=metadata, adapter=SqlReservoirs))
