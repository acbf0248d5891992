"""A mapper's method without annotations is the method that it overrides, as far as types go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dovetail import MapperContract, verify


@dataclass
class Bell:
    name: str
    pounds: int


class BellMapper:
    def to_row(self, bell: Bell) -> dict[str, Any]:
        return {"name": bell.name, "pounds": bell.pounds}

    def to_bell(self, row: dict[str, Any]) -> Bell:
        return Bell(row["name"], row["pounds"])


class LightBells(BellMapper):
    """MAP-01: what weighs nothing is left out, and comes back as a pound."""

    def to_row(self, bell):  # type: ignore[no-untyped-def]
        return super().to_row(bell) | {"pounds": bell.pounds or 1}

    def to_bell(self, row):  # type: ignore[no-untyped-def]
        return super().to_bell(row)


def test_a_mapper_that_overrides_without_annotations_is_held() -> None:
    """Nothing need be said of the type that it maps."""

    class TestLightBells(MapperContract):
        mapper = LightBells

    found = {each.clause: each for each in verify(TestLightBells).findings}

    assert found["MAP-01"].got == ".pounds == 1"
