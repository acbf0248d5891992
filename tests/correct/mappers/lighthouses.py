"""A pair of coordinates stays a pair: no mapper has to keep a third one, or the two in another order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dovetail import MapperContract


@dataclass
class Lighthouse:
    name: str
    position: tuple[float, float]


class LighthouseMapper:
    def to_row(self, lighthouse: Lighthouse) -> dict[str, object]:
        latitude, longitude = lighthouse.position
        return {"name": lighthouse.name, "latitude": latitude, "longitude": longitude}

    def from_row(self, row: dict[str, Any]) -> Lighthouse:
        return Lighthouse(row["name"], (row["latitude"], row["longitude"]))


class Lighthouses(MapperContract):
    mapper = LighthouseMapper
