"""Every preset holds the same repository, and breaks on the same faults, under the names of its own layers."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from dovetail.architecture import lint
from dovetail.architecture.presets import load_preset, preset_names

HERE = Path(__file__).resolve().parent.parent
HEXAGONAL = HERE / "correct/architecture/hexagonal"
# Commands and queries are layers of one preset alone, and these have names that only one knows, or nothing above them.
OF_ONE_PRESET = ("arch_16", "arch_01_layers_at_the_top", "arch_13_a_primary_adapter")
FAULTS = [path for path in sorted((HERE / "faulty/architecture").iterdir()) if not path.name.startswith(OF_ONE_PRESET)]

# What hexagonal calls a layer, and what the others do. Where one has no such layer, the rules that need it say so.
NAMES = {
    "clean": {"domain": "entities", "application": "usecases", "adapters": "gateways", "entrypoints": "main"},
    "onion": {"domain": "model", "application": "application_services", "adapters": "persistence", "entrypoints": "ui"},
    "modular": {"domain": "entities", "application": "use_cases", "adapters": "gateways", "entrypoints": "web"},
    "cqrs": {"domain": "entities", "application": "commands", "adapters": "gateways", "entrypoints": "web"},
}
# And what they call the layer of adapters, where a fault is drawn by name.
LAYERS = {"clean": "adapters", "onion": "infrastructure", "modular": "adapters", "cqrs": "adapters"}
# Clean architecture draws no line between those who call the core and those whom it calls.
WITHOUT = {"clean": {"ARCH-10", "ARCH-13"}}
# Two packages that need each other are two contexts that do.
ALSO = {("modular", "ARCH-03"): {"ARCH-05"}}


def translated(example: Path, preset: str, place: Path) -> Path:
    """A copy of a hexagonal example, drawn with another preset."""
    shutil.copytree(example, place, ignore=shutil.ignore_patterns("__pycache__"))
    for path in place.rglob("*.py"):
        path.write_text(_renamed(path.read_text(), preset))
    settings = place / "pyproject.toml"
    drawn = re.sub(r'architecture = "\w+"', f'architecture = "{preset}"', settings.read_text())
    settings.write_text(drawn.replace("layers]\nadapters =", f"layers]\n{LAYERS[preset]} ="))
    for old, new in NAMES[preset].items():
        for folder in list(place.rglob(old)):
            folder.rename(folder.with_name(new))
    return place


def _renamed(text: str, preset: str) -> str:
    for old, new in NAMES[preset].items():
        text = re.sub(rf"(?<=shop\.){old}\b|(?<=sales\.){old}\b", new, text)
    return text


def test_every_preset_is_tried() -> None:
    assert set(preset_names()) == {"hexagonal", *NAMES}


@pytest.mark.parametrize("preset", NAMES)
def test_a_repository_that_holds(preset: str, tmp_path: Path) -> None:
    report = lint(translated(HEXAGONAL, preset, tmp_path / "example"))

    assert report.findings == ()
    assert set(report.layers) >= set(load_preset(preset).core) - {"services", "queries"}


@pytest.mark.parametrize("preset", NAMES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda path: path.name)
def test_a_repository_that_breaks_a_rule(preset: str, fault: Path, tmp_path: Path) -> None:
    clause = "-".join(fault.name.upper().split("_")[:2])
    report = lint(translated(fault, preset, tmp_path / "example"))

    expected = set() if clause in WITHOUT.get(preset, ()) else {clause}
    assert {finding.id for finding in report.findings} == expected | ALSO.get((preset, clause), set())
