"""The values that the clauses of a suite share."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from dovetail.errors import ContractError
from dovetail.suites.kernel.pool import NotShared, Pool
from dovetail.values.strategies import for_type

_PROFILE = settings(max_examples=100, database=None, derandomize=False)  # as outside of CI


class Size(Enum):
    SMALL = "small"
    LARGE = "large"
    VAST = "vast"


@dataclass
class Box:
    label: str
    weight: float
    size: Size
    sealed: bool
    parts: list[int] = field(default_factory=list)


def unexplained(error: Exception, _strategy: Any) -> Exception:
    """The error as it is."""
    return error


def pool(shared: Any, start: int | None = None, **options: Any) -> Pool:
    """A pool that is filled."""
    made = Pool(shared, _PROFILE, unexplained, start, **options)
    made.fill()
    return made


def drawn(held: Pool, shared: Any, clause: str = "REPO-01") -> list[Any]:
    """What the scenarios of a clause begin with."""
    return [held.scenario(clause, turn)(shared) for turn in range(held.size)]


@pytest.mark.parametrize("start", [1, 2, 3])
def test_hostile_values_and_members_come_up_whatever_the_seed(start: int) -> None:
    """Not by luck: each empty, falsy and not-a-number value, and each member of an enum."""
    strategy = for_type(Box)
    boxes = drawn(pool(strategy, start), strategy)

    assert {"", " ", "%", "a'b", "e\u0301"} <= {box.label for box in boxes}
    assert 0.0 in {box.weight for box in boxes}
    assert any(box.weight != box.weight for box in boxes)  # as NaN alone does
    assert {box.size for box in boxes} == set(Size)
    assert {box.sealed for box in boxes} == {False, True}
    assert any(not box.parts for box in boxes)
    assert 0 in {part for box in boxes for part in box.parts}


_ONE_PROCESS = (
    "import test_pool as t; s = t.for_type(t.Box); print(*(t.drawn(t.pool(s, n), s) for n in (7, 8)), sep='\\n')"
)


def test_one_start_gives_the_same_in_every_process(tmp_path: Path) -> None:
    """So that a suite split over workers says nothing else."""
    from apart import STORAGE, hypothesis_caches  # not at the top: each process imports this module alone

    stored = {STORAGE: hypothesis_caches(tmp_path)}
    one, other = (
        subprocess.run(
            [sys.executable, "-c", _ONE_PROCESS],
            cwd=Path(__file__).parent,
            env=os.environ | stored | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout.splitlines()
        for seed in ("1", "2")
    )

    assert one == other
    assert one[0] != one[1]


def test_each_clause_has_an_order_of_its_own_and_begins_with_the_simplest() -> None:
    """Two clauses held in two fifths of the examples see different ones."""
    strategy = for_type(Box)
    held = pool(strategy, 1)

    one, other = drawn(held, strategy, "REPO-01"), drawn(held, strategy, "REPO-02")

    assert repr(one[0]) == repr(other[0])
    assert repr(one) != repr(other)
    assert sorted(map(repr, one)) == sorted(map(repr, other))


def test_in_haste_what_comes_up_in_every_run_is_first() -> None:
    """Within a budget, a clause may see but a few."""
    strategy = for_type(Box)

    boxes = drawn(pool(strategy, 1, hurried=True), strategy)[:40]

    assert sum(box.label in {"", " ", "%", "_", "a", "A", "0", "007", "None", "null"} for box in boxes) >= 3


def test_a_scenario_has_copies() -> None:
    """What it does to them, no other sees."""
    strategy = for_type(Box)
    held = pool(strategy, 1)
    box = held.scenario("REPO-01", 3)(strategy)
    label = box.label

    box.label += "changed"

    assert held.scenario("REPO-01", 3)(strategy).label == label


def test_a_second_value_of_a_scenario_is_another_one() -> None:
    """As long as there are any."""
    strategy = for_type(Box)
    draw = pool(strategy, 1).scenario("REPO-01", 0)

    boxes = [draw(strategy) for _ in range(4)]

    assert len(set(map(repr, boxes))) == len(boxes)


def test_numbers_are_counted_through() -> None:
    """What a clause chooses first takes every value within as many scenarios."""
    held = pool(st.integers(), 1)

    assert {held.scenario("REPO-01", turn).number(0, 4) for turn in range(5)} == set(range(5))


def test_what_cannot_be_copied_is_not_shared() -> None:
    """Then Hypothesis draws for each scenario."""
    with pytest.raises(NotShared):
        pool(st.builds(lambda: (each for each in "abc")))


def test_what_cannot_be_drawn_is_tried_once() -> None:
    """Every clause has the same error."""
    tries = []

    def refuse() -> None:
        tries.append(1)
        raise ContractError("no", "write one")

    held = Pool(st.builds(refuse), _PROFILE, unexplained)
    with pytest.raises(ContractError):
        held.fill()
    first = len(tries)
    with pytest.raises(ContractError):
        held.fill()

    assert len(tries) == first
    assert held.failed
