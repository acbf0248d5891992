"""A class that passes on what it does not define, around an adapter of its port, is no adapter by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ward import ward_breaks

if TYPE_CHECKING:
    from pathlib import Path

PORT = "from ward.domain.ports import BedRepository\n"
GIVEN = "    def __init__(self, inner: BedRepository): self._inner = inner\n"
GET = "    def get(self, no: int): return self._inner.get(no)\n"
PASSING = "    def __getattr__(self, name): return getattr(self._inner, name)\n"
PARTLY = f"{PORT}class KeptBedRepository:\n{GIVEN}{GET}{PASSING}"
NOBODY = {"ward/adapters/beds.py": ""}


@pytest.mark.parametrize(
    "text",
    [
        PARTLY,
        PARTLY.replace(": BedRepository", ": 'BedRepository | None' = None"),
        f"{PORT}from dataclasses import dataclass\n@dataclass\n"
        f"class KeptBedRepository:\n    _inner: BedRepository\n{GET}{PASSING}",
        f"{PORT}class Passing:\n{GIVEN}{PASSING}class KeptBedRepository(Passing):\n{GET}",
    ],
)
def test_a_wrapper_of_the_port_alone_implements_nothing(text: str, tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, {**NOBODY, "ward/adapters/kept.py": text}) == {"ARCH-07"}


@pytest.mark.parametrize(
    "text",
    [
        PARTLY.replace("inner: BedRepository", "inner"),  # whatever that is, a client of another library perhaps
        PARTLY.replace("inner: BedRepository", "inner: Client").replace(PORT, "from hospital import Client\n"),
        PARTLY + "    def find_empty(self, *, limit: int = 10): return self._inner.find_empty(limit=limit)\n",
    ],
)
def test_one_that_has_it_from_elsewhere_does(text: str, tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, {**NOBODY, "ward/adapters/kept.py": text}) == set()


def test_one_beside_an_adapter_is_right(tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, {"ward/adapters/kept.py": PARTLY}) == set()


def test_one_that_drifts_is_told(tmp_path: Path) -> None:
    drifted = PARTLY.replace("no: int", "number: int")
    assert ward_breaks(tmp_path, {"ward/adapters/kept.py": drifted}) == {"ARCH-09"}


@pytest.mark.parametrize("bases", ["BedRepository", "Passing, BedRepository"])
def test_an_heir_of_the_port_has_its_empty_operations_and_passes_on_none(bases: str, tmp_path: Path) -> None:
    text = f"{PORT}class Passing:\n{PASSING}class KeptBeds({bases}):\n{GIVEN}{GET}{PASSING}"
    assert ward_breaks(tmp_path, {"ward/adapters/kept.py": text}) == {"ARCH-08"}


def test_an_heir_that_answers_for_every_attribute_passes_them_on(tmp_path: Path) -> None:
    asking = "    def __getattribute__(self, name): return getattr(object.__getattribute__(self, '_inner'), name)\n"
    text = f"{PORT}class KeptBeds(BedRepository):\n{GIVEN}{GET}{asking}"
    assert ward_breaks(tmp_path, {"ward/adapters/kept.py": text}) == set()
