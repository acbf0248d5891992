"""What switches guesses off, for docs/heuristics.md, finds each of them, and hears what they say."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings

from dovetail.values.strategies import for_type
from guesses import GUESSES, listen, switch_off


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    for guess in GUESSES.values():
        monkeypatch.setattr(guess.holder, guess.attribute, getattr(guess.holder, guess.attribute))


@dataclass
class Lens:
    """Its constructor compares with two texts."""

    mount: str

    def __post_init__(self) -> None:
        if self.mount not in ("bayonet", "screw"):
            raise ValueError("no such mount")


@pytest.mark.parametrize("name", GUESSES)
def test_a_guess_is_switched_off(name: str) -> None:
    """So that none is measured that has got another name."""
    guess = GUESSES[name]
    before = getattr(guess.holder, guess.attribute)
    switch_off(name)
    assert getattr(guess.holder, guess.attribute) is not before


def test_what_a_guess_says_is_heard() -> None:
    """Those that say nothing of a class are not."""
    heard: set[str] = set()
    listen(heard.add)

    @settings(max_examples=5, database=None)
    @given(for_type(Lens))
    def draw(lens: Lens) -> None:
        assert lens.mount in ("bayonet", "screw")

    draw()
    assert "choices in code" in heard
    assert "clock in code" not in heard
