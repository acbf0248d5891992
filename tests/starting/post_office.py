"""A small repository that `dovetail init` is tried on: parcels, kept in memory and in SQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from dovetail.cli import main
from dovetail.starting.survey import Survey, survey
from files import write

DOMAIN = """
    from dataclasses import dataclass
    from typing import Protocol

    @dataclass
    class Parcel:
        id: str
        weight: int

    class Parcels(Protocol):
        def save(self, parcel: Parcel) -> None: ...
        def get(self, parcel_id: str) -> Parcel | None: ...
        def delete(self, parcel_id: str) -> None: ...
"""

MEMORY = """
    from copy import deepcopy
    from {root}.domain import Parcel, Parcels

    class MemoryParcels(Parcels):
        def __init__(self) -> None:
            self.kept: dict[str, Parcel] = {{}}

        def save(self, parcel: Parcel) -> None:
            self.kept[parcel.id] = deepcopy(parcel)

        def get(self, parcel_id: str) -> Parcel | None:
            return deepcopy(self.kept.get(parcel_id))

        def delete(self, parcel_id: str) -> None:
            self.kept.pop(parcel_id, None)
"""

SQL = """
    from sqlalchemy import String
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
    from {root}.domain import Parcel, Parcels

    class Base(DeclarativeBase): ...

    class ParcelRow(Base):
        __tablename__ = "parcels"
        id: Mapped[str] = mapped_column(String, primary_key=True)
        weight: Mapped[int]

    class ParcelMapper:
        def to_row(self, parcel: Parcel) -> ParcelRow:
            return ParcelRow(id=parcel.id, weight=parcel.weight)

        def to_parcel(self, row: ParcelRow) -> Parcel:
            return Parcel(row.id, row.weight)

    class SqlParcels(Parcels):
        def __init__(self, session: Session, mapper: ParcelMapper) -> None:
            self.session = session
            self.mapper = mapper

        def save(self, parcel: Parcel) -> None:
            self.session.merge(self.mapper.to_row(parcel))

        def get(self, parcel_id: str) -> Parcel | None:
            row = self.session.get(ParcelRow, parcel_id)
            return self.mapper.to_parcel(row) if row else None

        def delete(self, parcel_id: str) -> None:
            row = self.session.get(ParcelRow, parcel_id)
            if row:
                self.session.delete(row)
"""

POST = {
    "src/post/__init__.py": "",
    "src/post/domain/__init__.py": DOMAIN,
    "src/post/adapters/__init__.py": "",
    "src/post/adapters/memory.py": MEMORY.format(root="post"),
    "src/post/adapters/sql.py": SQL.format(root="post"),
}

FEW = """
    from hypothesis import settings
    settings.register_profile("few", max_examples=5, derandomize=True, database=None)
    settings.load_profile("few")
"""


def init(root: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["init", "--root", str(root), *options]) == 0
    return capsys.readouterr().out


def found(root: Path, files: dict[str, str]) -> Survey:
    return survey(write(root, files))


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
