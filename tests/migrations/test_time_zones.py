"""A time that gets a zone gets that of the session, where no statement says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from correct.migrations.trees import AlembicProject, step
from dovetail import MigrationContract, verify
from dovetail.suites.kernel.outcome import Verdict

_ZONED = """
op.alter_column("sightings", "at", type_=sa.DateTime(timezone=True), existing_type=sa.DateTime(){using})
"""
_BARE = """
op.alter_column("sightings", "at", type_=sa.DateTime(), existing_type=sa.DateTime(timezone=True){using})
"""
_MODELS = """
import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Base(DeclarativeBase):
    pass


class Sighting(Base):
    __tablename__ = "sightings"
    id = mapped_column(sa.Integer, primary_key=True)
    at = mapped_column(sa.DateTime(timezone=True), nullable=False)
"""
_CREATE = """
op.create_table(
    "sightings", sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.DateTime, nullable=False)
)
"""


@pytest.mark.parametrize("using", ["", ", postgresql_using=\"at AT TIME ZONE 'UTC'\""])
def test_the_zone_of_the_session_is_told(using: str, tmp_path: Path, postgres_url: str) -> None:
    """And is no finding: all sessions may be set to one."""

    class Sightings(AlembicProject):
        package = "owls"
        files = {
            "models.py": _MODELS,
            "migrations/versions/0001_sightings.py": step(1, _CREATE, 'op.drop_table("sightings")'),
            "migrations/versions/0002_zoned.py": step(2, _ZONED.format(using=using), _BARE.format(using=using)),
        }

    with Sightings.written(tmp_path) as contract:
        checks = tuple(check for check in MigrationContract.checks if check.clause == "MIG-06")
        found = verify(type("TestOwls", (contract,), {"url": postgres_url, "checks": checks})).outcomes["MIG-06"]

    assert found.verdict is Verdict.HELD, found
    assert ("0002_zoned reads sightings.at in whatever time zone" in (found.reason or "")) is (not using)
