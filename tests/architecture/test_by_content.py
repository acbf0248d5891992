"""Ports are known by what they speak of, and models answer for what they inherit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ward import ward_breaks

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = [
    (
        "ARCH-06",
        {
            "ward/adapters/extra.py": (
                "from typing import Protocol\n"
                "from ward.domain.bed import Bed\n"
                "Row = list[Bed]\n"
                "Ward = dict[int, Row]\n"
                "class Beds(Protocol):\n"
                "    def all(self) -> Ward: ...\n"
            ),
        },
    ),
    (
        "ARCH-11",
        {
            "ward/adapters/models.py": (
                "from sqlalchemy.orm import DeclarativeBase, Mapped\n"
                "class Base(DeclarativeBase): ...\n"
                "def occupy(self): self.no = 1\n"
                "class Row(Base):\n"
                "    __tablename__ = 'beds'\n"
                "    no: Mapped[int]\n"
                "    occupy = occupy\n"
            ),
        },
    ),
    (
        "ARCH-06",
        {
            "ward/adapters/extra.py": (
                "from abc import ABC, abstractmethod\n"
                "from ward.domain.bed import Bed\n"
                "class Payments(ABC):\n"
                "    @abstractmethod\n"
                "    def charge(self, bed: Bed) -> None: ...\n"
                "class Stripe(Payments):\n"
                "    def charge(self, bed: Bed) -> None: ...\n"
            ),
        },
    ),
    (
        "ARCH-06",
        {
            "ward/adapters/extra.py": (
                "from typing import Protocol\n"
                "from ward.domain.bed import Bed\n"
                "class PricesBeds(Protocol):\n"
                "    def price_of(self, bed: Bed, days: int) -> int: ...\n"
                "class Fixed:\n"
                "    def price_of(self, bed: Bed, days: int) -> int: return 1\n"
            ),
        },
    ),
    (
        "ARCH-06",
        {
            "ward/adapters/extra.py": (
                "from typing import Protocol\n"
                "from ward.domain import bed as r\n"
                "class Beds(Protocol):\n"
                "    async def all(self) -> 'list[r.Bed]': ...\n"
            ),
        },
    ),
    (
        "ARCH-11",
        {
            "ward/adapters/models.py": (
                "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
                "from ward.domain.bed import Bed\n"
                "class Base(DeclarativeBase): ...\n"
                "class BedRow(Base):\n"
                "    __tablename__='r'\n"
                "    no: Mapped[int] = mapped_column(primary_key=True)\n"
                "    def discount(self) -> int: return 1\n"
            ),
        },
    ),
    (
        "ARCH-11",
        {
            "ward/adapters/models.py": (
                "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
                "from ward.domain.bed import Bed\n"
                "class Base(DeclarativeBase): ...\n"
                "class Pricing:\n"
                "    def discount(self) -> int: return 1\n"
                "class BedRow(Pricing, Base):\n"
                "    __tablename__='r'\n"
                "    no: Mapped[int] = mapped_column(primary_key=True)\n"
                "    x = 1\n"
            ),
        },
    ),
    (
        "ARCH-11",
        {
            "ward/adapters/mix.py": "class Pricing:\n    def cancel(self) -> None: ...\n",
            "ward/adapters/models.py": (
                "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
                "from ward.domain.bed import Bed\n"
                "class Base(DeclarativeBase): ...\n"
                "from ward.adapters.mix import Pricing\n"
                "class BedRow(Pricing, Base):\n"
                "    __tablename__='r'\n"
                "    no: Mapped[int] = mapped_column(primary_key=True)\n"
                "    x = 1\n"
            ),
        },
    ),
    (
        "ARCH-11",
        {
            "ward/adapters/models.py": (
                "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
                "from ward.domain.bed import Bed\n"
                "class Base(DeclarativeBase): ...\n"
                "class Middle(Base):\n"
                "    __abstract__ = True\n"
                "    def is_expired(self): return True\n"
                "class BedRow(Middle):\n"
                "    __tablename__='r'\n"
                "    no: Mapped[int] = mapped_column(primary_key=True)\n"
                "    x = 1\n"
            ),
        },
    ),
    (
        "ARCH-11",
        {
            "ward/mixins.py": "class Pricing:\n    def cancel(self) -> None: ...\n",
            "ward/adapters/models.py": (
                "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
                "from ward.domain.bed import Bed\n"
                "class Base(DeclarativeBase): ...\n"
                "from ward.mixins import Pricing\n"
                "class BedRow(Pricing, Base):\n"
                "    __tablename__='r'\n"
                "    no: Mapped[int] = mapped_column(primary_key=True)\n"
                "    x = 1\n"
            ),
        },
    ),
]
HELD = [
    {
        "ward/adapters/extra.py": (
            "from typing import Protocol\n"
            "from ward.domain.bed import Bed\n"
            "Row = dict[str, object]\n"
            "Beds = list[Bed]\n"
            "class Rows(Protocol):\n"
            "    def all(self) -> Row: ...\n"
        ),
    },
    {
        "ward/adapters/models.py": (
            "from sqlalchemy.orm import DeclarativeBase, Mapped\n"
            "class Base(DeclarativeBase): ...\n"
            "class Row(Base):\n"
            "    __tablename__ = 'beds'\n"
            "    no: Mapped[int]\n"
            "    key = lambda row: row.no\n"
        ),
    },
    {
        "ward/adapters/extra.py": (
            "from typing import Protocol\n"
            "from ward.domain.bed import Bed\n"
            "class BedPresenter(Protocol):\n"
            "    def show(self, bed: Bed) -> str: ...\n"
        ),
    },
    {
        "ward/adapters/extra.py": (
            "from typing import Protocol\n"
            "from ward.domain.bed import Bed\n"
            "class Row: ...\n"
            "class Reads(Protocol):\n"
            "    def rows(self, bed: Bed) -> list[Row]: ...\n"
        ),
    },
    {
        "ward/adapters/extra.py": (
            "from typing import Protocol\n"
            "from sqlalchemy.orm import Session\n"
            "from ward.domain.bed import Bed\n"
            "class Loads(Protocol):\n"
            "    def all(self, session: Session) -> list[Bed]: ...\n"
        ),
    },
    {
        "ward/adapters/extra.py": (
            "from typing import Protocol\n"
            "from ward.domain.bed import Bed\n"
            "class BedCodec(Protocol):\n"
            "    def encode(self, bed: Bed) -> bytes: ...\n"
        ),
    },
    {
        "ward/adapters/extra.py": (
            "from abc import ABC, abstractmethod\n"
            "from ward.domain.bed import Bed\n"
            "class ImportFormat(ABC):\n"
            "    @abstractmethod\n"
            "    def parse(self, line: str) -> Bed: ...\n"
        ),
    },
    {
        "ward/adapters/extra.py": (
            "from abc import ABC, abstractmethod\n"
            "from ward.domain.bed import Bed\n"
            "class SqlBase(ABC):\n"
            "    @abstractmethod\n"
            "    def _one(self, no: int) -> Bed: ...\n"
            "    def get_it(self, no: int) -> Bed: return self._one(no)\n"
        ),
    },
    {
        "ward/adapters/extra.py": (
            "from typing import Protocol\n"
            "from ward.domain.ports import BedRepository\n"
            "from ward.domain.bed import Bed\n"
            "class CachedBeds(BedRepository, Protocol):\n"
            "    def forget(self, bed: Bed) -> None: ...\n"
        ),
    },
    {
        "ward/adapters/models.py": (
            "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
            "from ward.domain.bed import Bed\n"
            "class Base(DeclarativeBase): ...\n"
            "class BedRow(Base):\n"
            "    __tablename__='r'\n"
            "    no: Mapped[int] = mapped_column(primary_key=True)\n"
            "    def map_to_domain(self): ...\n"
            "    def entity(self): ...\n"
            "    def serialize(self): ...\n"
            "    def get_id(self): ...\n"
            "    def toDomain(self): ...\n"
            "    def asdict(self): ...\n"
            "    def bed(self) -> Bed: return Bed(1)\n"
            "    def convert_to_bed(self): ...\n"
            "    def dump(self): ...\n"
            "    def __repr__(self): return ''\n"
            "    def _private(self): ...\n"
            "    def update_from(self, bed): ...\n"
            "    def as_entity(self): ...\n"
            "    def row_to_domain(self): ...\n"
            "    def build_entity(self): ...\n"
        ),
    },
    {
        "ward/adapters/models.py": (
            "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
            "from ward.domain.bed import Bed\n"
            "class Base(DeclarativeBase): ...\n"
            "class Times:\n"
            "    at: Mapped[int] = mapped_column()\n"
            "    def to_dict(self): return {}\n"
            "class BedRow(Times, Base):\n"
            "    __tablename__='r'\n"
            "    no: Mapped[int] = mapped_column(primary_key=True)\n"
            "    x = 1\n"
        ),
    },
    {
        "ward/adapters/models.py": (
            "from django.contrib.auth.models import AbstractBaseUser\n"
            "class User(AbstractBaseUser):\n"
            "    def has_perm(self, p, o=None): return True\n"
            "    def has_module_perms(self, a): return True\n"
            "    def get_full_name(self): return ''\n"
            "    def save(self, *a, **k): ...\n"
        ),
    },
]


@pytest.mark.parametrize(("rule", "files"), BROKEN)
def test_a_rule_is_broken(rule: str, files: dict[str, str], tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, files) == {rule}


@pytest.mark.parametrize("files", HELD)
def test_what_only_resembles_it_is_left_alone(files: dict[str, str], tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, files) == set()
