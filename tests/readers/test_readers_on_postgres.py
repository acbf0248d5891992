"""What only a second client shows: a reader that locks what it shows, on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import Phase, settings

from correct.readers.parcels import ParcelReaderContract, ParcelRow, SqlParcelReader, SqlParcels, metadata, parcels
from dovetail import Report, beside, verify
from dovetail.stores import SqlAlchemyStore


class LocksWhatItShows(SqlParcelReader):
    """Reads as if it were going to change what it reads."""

    def find(self, parcel_id: int) -> ParcelRow | None:
        self.session.execute(parcels.select().where(parcels.c.id == parcel_id).with_for_update())
        return super().find(parcel_id)


@pytest.fixture
def engine(postgres_url: str) -> Iterator[sa.Engine]:
    made = sa.create_engine(postgres_url)
    yield made
    made.dispose()


def held(reader: Any, engine: sa.Engine) -> Report:
    """What QRY-04 finds."""
    asked = tuple(check for check in ParcelReaderContract.checks if check.clause == "QRY-04")
    how = settings(max_examples=5, derandomize=True, database=None, phases=[Phase.generate])  # each waits two seconds
    suite = type(reader.__name__, (ParcelReaderContract,), {"checks": asked, "settings": how})
    return verify(suite, store=SqlAlchemyStore(engine, metadata=metadata, adapter=beside(reader, parcels=SqlParcels)))


def test_a_reader_that_locks_is_found(engine: sa.Engine) -> None:
    (finding,) = held(LocksWhatItShows, engine).findings

    assert finding.got == "waits longer than 2 s"
    assert finding.scenario[-1].endswith("# by another client, while the reader's connection is open")


def test_one_that_reads_alone_is_not(engine: sa.Engine) -> None:
    report = held(SqlParcelReader, engine)

    assert report.holds, report.findings
