"""A class that only raises `NotImplementedError` is a port as an ABC is; what only looks like one is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ward import ward_breaks

if TYPE_CHECKING:
    from pathlib import Path

ROSTER = (
    "class Roster:\n"
    '    """Who is on duty."""\n'
    "    def on_duty(self, day: str, shift: int) -> list[str]:\n"
    '        """Names."""\n'
    "        raise NotImplementedError\n"
    "    def swap(self, one: str, other: str) -> None:\n"
    "        raise NotImplementedError('swap')\n"
)
BOARD = "    def on_duty(self, day: str, shift: int) -> list[str]: return []\n"
SWAP = "    def swap(self, one: str, other: str) -> None: self.last = one\n"
FAULTY = {
    "nothing implements it": ("ARCH-07", ROSTER, ""),
    "nothing implements an heir that asks for more": (
        "ARCH-07",
        f"{ROSTER}class NightRoster(Roster):\n"
        "    def wake(self, name: str) -> None:\n        raise NotImplementedError\n",
        f"class Board:\n{BOARD}{SWAP}",
    ),
    "an heir leaves one out": (
        "ARCH-08",
        ROSTER,
        f"from ward.domain.roster import Roster\nclass Board(Roster):\n{BOARD}",
    ),
    "one by shape has drifted": ("ARCH-09", ROSTER, f"class Board:\n{BOARD}{SWAP.replace('other', 'second')}"),
    "it lies in the adapters": (
        "ARCH-06",
        "",
        "from ward.domain.bed import Bed\n"
        "class Cleaners:\n    def clean(self, bed: Bed) -> None:\n        raise NotImplementedError\n"
        "class Contractors(Cleaners):\n    def clean(self, bed: Bed) -> None: ...\n",
    ),
}
CLEAN = {
    "a faithful heir": (ROSTER, f"from ward.domain.roster import Roster\nclass Board(Roster):\n{BOARD}{SWAP}"),
    "a faithful one by shape": (ROSTER, f"class Board:\n{BOARD}{SWAP}"),
    "a base of the domain's own": (
        "class Event:\n    def apply(self, beds: int) -> int:\n        raise NotImplementedError\n"
        "class Admitted(Event):\n    def apply(self, beds: int) -> int: return beds - 1\n",
        "",
    ),
    "a template": (
        "class Diet:\n    def kilojoules(self) -> int:\n        raise NotImplementedError\n"
        "    def double(self) -> int: return 2 * self.kilojoules()\n",
        "",
    ),
    "an adapter that is not written yet": (
        "",
        "from ward.domain.bed import Bed\n"
        "class Cleaners:\n    def clean(self, bed: Bed) -> None:\n        raise NotImplementedError\n",
    ),
}


@pytest.mark.parametrize(("rule", "core", "adapter"), FAULTY.values(), ids=FAULTY)
def test_it_is_held_as_a_port(rule: str, core: str, adapter: str, tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, {"ward/domain/roster.py": core, "ward/adapters/board.py": adapter}) == {rule}


@pytest.mark.parametrize(("core", "adapter"), CLEAN.values(), ids=CLEAN)
def test_nothing_is_wrong_with_these(core: str, adapter: str, tmp_path: Path) -> None:
    assert not ward_breaks(tmp_path, {"ward/domain/roster.py": core, "ward/adapters/board.py": adapter})
