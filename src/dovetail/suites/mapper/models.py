"""The parts of a model that the database fills in, which the domain has not: surrogate keys, time stamps, counters."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import TYPE_CHECKING, Any

from dovetail.suites.mapper.parts import Part, parts_of
from dovetail.values import Difference, compare, differences

if TYPE_CHECKING:
    from dovetail.suites.mapper.scenario import MapperScenario

_AUDIT = re.compile(
    r"(^|_)(id|uuid|uid|pk|key|version|revision|rev|etag|timestamp|seq|sequence|trace|correlation)$|_(at|on|ts|time)$"
)


def unstable(s: MapperScenario, value: Any, model: Any) -> frozenset[str]:
    """The paths at which another model of the same object differs."""
    again = s.to_model(value)
    return frozenset(difference.path for difference in differences(model, again))


def left_to_the_database(model: Any, difference: Difference) -> bool:
    """Whether the mapper leaves out what differs: a value that the domain does not know."""
    return difference.got in {"None", "missing"} or not any(each.path == difference.path for each in parts_of(model))


def is_audit(part: Part) -> bool:
    """Whether a part of a model is, by its name or its type, a key or a time stamp of the database's."""
    return isinstance(part.value, dt.datetime | uuid.UUID) or bool(_AUDIT.search(part.name.lower()))


def mean_the_same(s: MapperScenario, one: Any, other: Any) -> bool:
    """Whether two models stand for the same object of the domain."""
    return compare(s.to_domain(one), s.to_domain(other), s.binding.tolerances) is None
