"""Every member of an enumeration and every subclass comes back as itself."""

from __future__ import annotations

from enum import Enum, Flag
from typing import Any

from dovetail.hints import optional
from dovetail.port import MISSING
from dovetail.suites.kernel.check import check
from dovetail.suites.mapper.focused import focused
from dovetail.suites.mapper.parts import Part, is_leaf
from dovetail.suites.mapper.scenario import MapperScenario


@check("MAP-06", needs_a_case=True, share=0.5)
def every_member_and_subclass(s: MapperScenario) -> None:
    focused(s, "enumeration and nothing of several classes", _one_of_several, _member, refusal_breaks=True)


def _one_of_several(part: Part) -> bool:
    """An enumeration's member, or an object where the declaration allows others too."""
    if isinstance(part.value, Enum):
        return True
    declared = optional(part.hint)[0]
    return declared is not MISSING and not is_leaf(part.value) and _is_other(type(part.value), declared)


def _is_other(cls: type, declared: Any) -> bool:
    if isinstance(declared, type) and not hasattr(declared, "__origin__"):
        return cls is not declared or bool(type.__subclasses__(cls))
    return bool(getattr(declared, "__args__", ())) and not isinstance(getattr(declared, "__origin__", None), type)


def _member(s: MapperScenario, part: Part) -> Any:
    kind = type(part.value)
    if not issubclass(kind, Enum) or issubclass(kind, Flag):
        return MISSING
    return s.one_of(list(kind))
