"""How many aggregates there are, before and after what must not change that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dovetail.suites.repository.scenario import RepositoryScenario


def sizes(s: RepositoryScenario) -> dict[str, Any]:
    """How many there are, as the port's operations say it."""
    listed = {"len(all)": len(s.all().items or ())} if s.binding.offers("all") else {}
    return listed | ({"count": s.count().value} if s.binding.offers("count") else {})


def same_sizes(s: RepositoryScenario, before: Mapping[str, Any]) -> None:
    """There are as many as before."""
    for name, size in sizes(s).items():
        if size != before[name]:
            s.broken(f"{name} == {before[name]}", f"{name} == {size}")
