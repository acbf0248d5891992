"""Values with something done to them are told by number as those are that it was done to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from dovetail.values.strategies import changed, enumerated, for_type


class Grade(Enum):
    ROUGH = "rough"
    FINE = "fine"


@dataclass(frozen=True)
class Plank:
    grade: Grade
    length: int
    label: str


def unlabelled(plank: Plank) -> Plank:
    return replace(plank, label="")


def halved(plank: Plank) -> Plank:
    """Refuses what has no half."""
    if plank.length <= 0:
        raise ValueError(plank.length)
    return replace(plank, length=plank.length // 2)


def test_what_comes_up_in_every_run_still_does() -> None:
    """A falsy number and each member, which chance may pass over."""
    told = enumerated(changed(for_type(Plank), unlabelled), 40)

    assert {plank.label for plank in told} == {""}
    assert {plank.grade for plank in told} == set(Grade)
    assert 0 in {plank.length for plank in told}


def test_what_it_cannot_be_done_to_is_left_out() -> None:
    """Whoever draws from the strategy meets what was raised."""
    told = enumerated(changed(for_type(Plank), halved), 40)

    assert told
    assert all(plank.length >= 0 for plank in told)


def test_it_can_be_done_again() -> None:
    told = enumerated(changed(changed(for_type(Plank), unlabelled), unlabelled), 10)

    assert len(told) == 10
