"""The lock: what `make` installs is recorded, for every Python that dovetail serves."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements" / "dev.lock").read_text(encoding="utf-8")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


def entries() -> dict[str, list[Requirement]]:
    """What the lock has, by name; several where versions of Python differ."""
    found: dict[str, list[Requirement]] = defaultdict(list)
    for line in re.findall(r"^([A-Za-z0-9].*?) *\\$", LOCK, re.MULTILINE):
        requirement = Requirement(line)
        found[canonicalize_name(requirement.name)].append(requirement)
    return found


def stated() -> list[Requirement]:
    """What pyproject.toml asks for, and what builds the package."""
    project = PROJECT["project"]
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    every = map(Requirement, [*PROJECT["build-system"]["requires"], *project["dependencies"], *extras])
    return [one for one in every if one.name != project["name"]]


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_has_what_pyproject_asks_for(python: str) -> None:
    """In one version that fits; otherwise pyproject.toml was changed and `make lock` was not run."""
    environment = {"python_version": python, "python_full_version": f"{python}.4"}
    recorded = entries()

    for wanted in stated():
        if wanted.marker and not wanted.marker.evaluate(environment):
            continue
        served = [
            one
            for one in recorded[canonicalize_name(wanted.name)]
            if one.marker is None or one.marker.evaluate(environment)
        ]

        assert len(served) == 1, f"{wanted} on Python {python}: make lock"
        (pin,) = served[0].specifier
        assert pin.operator == "=="
        assert wanted.specifier.contains(pin.version, prereleases=True), f"{wanted}, and the lock has {served[0]}"


def test_everything_in_the_lock_has_its_hashes() -> None:
    """Otherwise pip refuses the lot."""
    blocks = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.MULTILINE)[1:]

    assert len(blocks) == sum(map(len, entries().values())) > 50
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_names_no_index() -> None:
    """Whoever installs says from where."""
    assert re.findall(r"https?://\S+|file:\S+|--(?:extra-)?index-url|--find-links", LOCK) == []
