"""What a first save of the same aggregate shows: where that loses it too, the mapping is wrong, and no later save."""

from __future__ import annotations

import re
from typing import Any

from dovetail.policies import Returned
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Difference, differences, picture


def lost_later(s: RepositoryScenario, aggregate: Any, found: list[Difference]) -> list[Difference]:
    """Those of the differences that a first save of the same aggregate does not show; in the rest the mapping is wrong.

    A control of dovetail's own: it empties the store, so it ends the scenario.
    """
    if not found or s.binding.mapped:
        return found
    expected = picture(aggregate)
    anew = s.as_new(aggregate)
    with s.unrecorded():
        s.disconnect()
        s.clear()
        if not isinstance(s.add(anew).answer, Returned):
            return found
        replies = [s.get(s.key(anew))]
        s.disconnect()
        replies.append(s.get(s.key(anew)))
    pictures = [reply.picture for reply in replies if reply.picture is not None]
    lost = {each.path for got in pictures for each in differences(expected, got, s.binding.tolerances)}
    return [each for each in found if each.path not in lost]


def part_of(path: str) -> str:
    """`.lines[0].price` as the pattern of a tolerance: the price of every line."""
    return re.sub(r"\[\d+]", "", path).partition("[")[0].removeprefix(".")
