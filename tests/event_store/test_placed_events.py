"""Events that say to which stream they belong, appended to what expects a version beside."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pytest
from hypothesis import Phase, settings

from dovetail import EventStoreContract, raises, returns
from dovetail.suites.kernel.outcome import Verdict
from zoos import report_of, told

_GLANCE = settings(max_examples=10, derandomize=True, database=None, phases=[Phase.generate])


class Moved(Exception):
    """The stream has another version."""


@dataclass(frozen=True)
class Sown:
    bed: str
    seed: str
    version: int = 0


class Gardens(Protocol):
    def append(self, events: list[Sown], expected_version: int | None = None) -> None: ...
    def load(self, stream: str) -> list[Sown]: ...


class MemoryGardens:
    """None expects any version; a new stream has version 0."""

    def __init__(self) -> None:
        self._beds: dict[str, list[Sown]] = {}
        self._lock = threading.Lock()

    def append(self, events: list[Sown], expected_version: int | None = None) -> None:
        with self._lock:
            for event in events[:1]:
                bed = self._beds.setdefault(event.bed, [])
                if expected_version is not None and self.differs(len(bed), expected_version):
                    raise Moved
                bed += [replace(each, version=len(bed) + place) for place, each in enumerate(events, start=1)]

    def differs(self, version: int, expected: int) -> bool:
        return version != expected

    def load(self, stream: str) -> list[Sown]:
        return copy.deepcopy(self._beds.get(stream, []))


class LenientGardens(MemoryGardens):
    """EVT-13: a stream of one event is taken for a new one."""

    def differs(self, version: int, expected: int) -> bool:
        return version != 1 and version != expected


class GardensContract(EventStoreContract):
    port = Gardens
    conflict = raises(Moved)
    unknown = returns([])
    place = staticmethod(lambda event, stream, number: replace(event, bed=stream, version=number))
    concurrent = True


@pytest.mark.parametrize(("adapter", "verdict"), [(MemoryGardens, Verdict.HELD), (LenientGardens, Verdict.BROKEN)])
def test_what_is_expected_is_learned(adapter: Any, verdict: Verdict) -> None:
    suite = type("Suite", (GardensContract,), {"adapter": adapter})

    report = report_of(suite, _GLANCE, lambda check: check.clause in {"EVT-01", "EVT-10", "EVT-13", "EVT-14"})

    assert report.outcomes["EVT-13"].verdict is verdict, told(report)
    assert report.outcomes["EVT-01"].verdict is Verdict.HELD, told(report)
