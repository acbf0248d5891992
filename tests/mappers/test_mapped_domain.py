"""A class that SQLAlchemy maps itself is held to the contract by its own mapping."""

from __future__ import annotations

from typing import Any

from hypothesis import Phase, settings
from sqlalchemy import Column, Integer, String, Table, create_engine, event
from sqlalchemy.orm import registry

from dovetail import MapperContract, Report
from dovetail.suites.kernel.outcome import Verdict
from zoos import report_of

_QUICK = settings(max_examples=20, derandomize=True, phases=[Phase.generate])


class Shelf:
    def __init__(self, label: str, width: int, note: str = "") -> None:
        if len(label) > 40 or not 0 < width < 1000 or len(note) > 40:
            raise ValueError("no shelf")
        self.label = label
        self.width = width
        self.note = note
        self.events: list[object] = []

    def widen(self, by: int) -> None:
        if not 0 < by < 1000 - self.width:
            raise ValueError("no room")
        self.width += by
        self.events.append("widened")


def held(*columns: Any, clause: str = "") -> Report:
    """What its suite says, or one clause of it."""
    cls = type("Shelf", (Shelf,), {"__init__": Shelf.__init__})
    mapping = registry()
    mapping.map_imperatively(cls, Table("shelves", mapping.metadata, Column("id", Integer, primary_key=True), *columns))
    event.listen(cls, "load", lambda shelf, _: setattr(shelf, "events", []))
    stated = {"domain": cls, "store": staticmethod(lambda: create_engine("sqlite://"))}
    suite = type("Shelves", (MapperContract,), stated)
    return report_of(suite, _QUICK, lambda check: clause in {"", check.clause})


LABEL = ("label", String(40))
WIDTH = ("width", Integer)
NOTE = ("note", String(40))


def test_a_whole_mapping_holds() -> None:
    """In memory and in a table; what is done at a load is done here too."""
    report = held(Column(*LABEL), Column(*WIDTH), Column(*NOTE))
    assert report.holds, report.findings
    assert report.outcomes["MAP-18"].verdict is Verdict.HELD


def test_a_forgotten_column_is_named() -> None:
    """By the attribute that is lost."""
    report = held(Column(*LABEL), Column(*WIDTH), clause="MAP-01")
    finding = report.outcomes["MAP-01"].finding
    assert finding is not None
    assert finding.path == ".note"


def test_a_short_column_is_found() -> None:
    """Without asking a database."""
    report = held(Column("label", String(5)), Column(*WIDTH), Column(*NOTE), clause="MAP-16")
    assert report.outcomes["MAP-16"].verdict is Verdict.BROKEN
