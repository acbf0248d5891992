"""A pair of coordinates that comes back as another."""

from __future__ import annotations

from correct.mappers.lighthouses import Lighthouse, LighthouseMapper, Lighthouses

contract = Lighthouses


class SortsThePair(LighthouseMapper):
    """MAP-01, MAP-13: a position that is kept like a range, from the lesser to the greater."""

    def to_row(self, lighthouse: Lighthouse) -> dict[str, object]:
        lesser, greater = sorted(lighthouse.position)
        return super().to_row(Lighthouse(lighthouse.name, (lesser, greater)))
