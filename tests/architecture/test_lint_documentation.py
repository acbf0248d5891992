"""`docs/lint.md` says what is there."""

from __future__ import annotations

import re
from pathlib import Path

from dovetail.architecture.drawing import draw
from dovetail.architecture.presets import load_preset, preset_names
from dovetail.architecture.settings import KEYS
from dovetail.catalogue import kind
from dovetail.report.graph import svg as lint_svg

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "lint.md").read_text()


def test_every_rule_is_listed_with_its_title() -> None:
    listed = dict(re.findall(r"^\| (ARCH-\d\d) \| (.+) \|$", TEXT, flags=re.MULTILINE))
    assert listed == {clause.id: clause.title for clause in kind("architecture")}


def test_every_key_is_listed() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", TEXT, flags=re.MULTILINE)) >= set(KEYS)


def test_every_preset_is_listed_with_its_core() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| .+ \| (.+) \|$", TEXT, flags=re.MULTILINE))
    for name in preset_names():
        assert rows[name] == ", ".join(load_preset(name).core)


def test_the_picture_is_what_the_command_draws() -> None:
    """`dovetail graph --root examples/drifted --format svg > docs/pictures/drifted.svg` draws it anew."""
    assert "pictures/drifted.svg" in TEXT
    assert (ROOT / "docs/pictures/drifted.svg").read_text() == lint_svg.render(draw(ROOT / "examples/drifted"))
