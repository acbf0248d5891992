"""Naive or aware, and in which zones: never both in one field."""

from __future__ import annotations

import importlib
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import annotated_types
import pytest
from drawing import many, simplest

from dovetail.values.strategies import for_type

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass
class Defaults:
    naive: datetime = datetime(2020, 1, 1)
    utc: datetime = field(default_factory=lambda: datetime.now(UTC))
    elsewhere: datetime = datetime(2020, 1, 1, tzinfo=BERLIN)
    maybe: datetime | None = datetime(2021, 1, 1, tzinfo=timezone(timedelta(0)))
    many: list[datetime] = field(default_factory=list)


class NaiveOnly:
    def __init__(self, at: datetime, until: datetime | None) -> None:
        if at.tzinfo or (until and until.tzinfo):
            raise ValueError("naive, please")
        self.at, self.until = at, until


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Any]]:
    monkeypatch.syspath_prepend(str(tmp_path))
    made: list[str] = []

    def make(source: str, name: str = "") -> Any:
        name = name or f"timekeeping_{len(made)}_{tmp_path.name}".replace("-", "_")
        (tmp_path / f"{name}.py").write_text(textwrap.dedent(source))
        made.append(name)
        importlib.invalidate_caches()
        return importlib.import_module(name)

    yield make
    for name in made:
        sys.modules.pop(name, None)


def zones(values: list[datetime]) -> set[Any]:
    return {value.tzinfo for value in values}


def test_the_default_of_a_field_tells() -> None:
    """It is made once and looked at."""
    drawn = many(for_type(Defaults))
    assert zones([one.naive for one in drawn]) == {None}
    assert zones([one.utc for one in drawn]) == {UTC}
    assert len(zones([one.elsewhere for one in drawn])) > 2
    assert None not in zones([one.elsewhere for one in drawn])
    assert zones([one.maybe for one in drawn if one.maybe]) == {UTC}


def test_without_a_hint_datetimes_are_aware_in_many_zones() -> None:
    """Fixed offsets, a named zone, ambiguous times."""
    drawn = many(for_type(datetime), 200)
    assert None not in zones(drawn)
    assert {UTC, BERLIN} < zones(drawn)
    assert any(one.fold for one in drawn)
    assert any(one.year < 1970 for one in drawn)
    assert any(one.microsecond for one in drawn)
    assert all(1900 <= one.year <= 2200 for one in drawn)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from datetime import datetime\ndef f(): return datetime.now()", {None}),
        ("from datetime import datetime\ndef f(): return datetime.utcnow()", {None}),
        ("import datetime as dt\nf = dt.datetime.utcnow", {None}),
        ("from datetime import UTC, datetime\ndef f(): return datetime.now(UTC)", {UTC}),
        ("from datetime import datetime as when, timezone\ndef f(): return when.now(tz=timezone.utc)", {UTC}),
        ("from clockwork import now\ndef f(): return now()", {UTC}),
    ],
)
def test_the_module_of_the_class_tells(module: Callable[..., Any], source: str, expected: Any) -> None:
    """How it asks for the time is how it keeps it."""
    module("from datetime import datetime, timezone\ndef now(): return datetime.now(timezone.utc)", "clockwork")
    made = module(
        source
        + "\nfrom dataclasses import dataclass\nimport datetime as d\n@dataclass\nclass Event:\n    at: d.datetime\n"
    )
    assert zones([one.at for one in many(for_type(made.Event), 50)]) == expected


def test_a_module_that_asks_in_two_ways_tells_nothing(module: Callable[..., Any]) -> None:
    """Then values are aware, as the safer half of the world has it."""
    made = module(
        """
        from dataclasses import dataclass
        from datetime import UTC, datetime
        def f(): return datetime.now()
        def g(): return datetime.now(UTC)
        @dataclass
        class Event:
            at: datetime
        """
    )
    drawn = zones([one.at for one in many(for_type(made.Event))])
    assert None not in drawn
    assert len(drawn) > 2


def test_a_constructor_that_refuses_aware_values_gets_naive_ones() -> None:
    """In all of its fields."""
    drawn = many(for_type(NaiveOnly))
    assert zones([one.at for one in drawn]) == {None}
    assert zones([one.until for one in drawn if one.until]) == {None}
    assert len({one.at for one in drawn}) > 15


@pytest.mark.parametrize(("zone", "aware"), [(None, False), (..., True)])
def test_annotations_tell_before_all_else(zone: Any, aware: Any) -> None:
    """As annotated-types has it."""
    drawn = many(for_type(Annotated[datetime, annotated_types.Timezone(zone)]), 50)
    assert {one.tzinfo is not None for one in drawn} == {aware}


def test_datetimes_shrink_to_the_beginning_of_the_century() -> None:
    """In UTC."""
    assert simplest(for_type(datetime)) == datetime(2000, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(("timezone_kept", "asked", "expected"), [(False, "", 1), (True, "", 0), (False, "utc", 0)])
def test_a_column_without_a_zone_gets_naive_datetimes(
    module: Callable[..., Any], timezone_kept: bool, asked: str, expected: int
) -> None:
    """Of a class that is mapped to it, where nothing in its code asks for the time in a zone."""
    import sqlalchemy as sa
    from sqlalchemy.orm import registry

    tide = module(
        f"""
        from datetime import UTC, datetime

        class Tide:
            def __init__(self, id: str, high_at: datetime) -> None:
                self.id, self.high_at = id, high_at

            def comes(self) -> None:
                self.high_at = {"datetime.now(UTC)" if asked else "self.high_at"}
        """
    ).Tide
    mapping = registry()
    columns = (sa.Column("id", sa.String, primary_key=True), sa.Column("high_at", sa.DateTime(timezone=timezone_kept)))
    mapping.map_imperatively(tide, sa.Table("tides", mapping.metadata, *columns))

    naive = {one.high_at.tzinfo is None for one in many(for_type(tide), 50)}

    assert naive == {bool(expected)}
