"""The wheel, installed alone somewhere else: it has the contracts, the command line and the plugin."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from apart import hypothesis_caches

ROOT = Path(__file__).resolve().parents[1]

SUITE = """
from dataclasses import dataclass
from typing import Protocol

import dovetail
from dovetail import RepositoryContract
from dovetail.catalogue import directory


@dataclass(frozen=True)
class Note:
    id: str
    text: str


class Notes(Protocol):
    def save(self, note: Note) -> None: ...

    def get(self, note_id: str) -> Note | None: ...


class InMemoryNotes:
    def __init__(self) -> None:
        self._held: dict[str, Note] = {}

    def save(self, note: Note) -> None:
        self._held[note.id] = note

    def get(self, note_id: str) -> Note | None:
        return self._held.get(note_id)


class TestNotes(RepositoryContract):
    port = Notes
    adapter = InMemoryNotes


def test_where_it_comes_from() -> None:
    print("FROM", dovetail.__file__, directory())
"""


# Not compiled: of the six hundred modules, a test here imports few.
PIP_INSTALL = ("-m", "pip", "install", "--no-deps", "--no-index", "--disable-pip-version-check", "--no-compile")


def run(*command: str, cwd: Path, path: Path | None = None) -> str:
    """What a command of Python's says; it must succeed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    environment |= {"PYTHONPATH": str(path)} if path else {}
    done = subprocess.run(
        [sys.executable, *command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "does not provide the extra" not in done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without isolation, so that no network is needed."""
    place = tmp_path_factory.mktemp("wheel")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(place), cwd=ROOT)
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with nothing but dovetail in it."""
    target = tmp_path_factory.mktemp("installed")
    run(*PIP_INSTALL, "--quiet", "--target", str(target), str(wheel), cwd=target)
    return target


def test_the_readme_says_how_to_install_it(wheel: Path, tmp_path: Path) -> None:
    """Under a name that the wheel answers to, with extras that it has; what it depends on is not fetched here."""
    (line,) = re.findall(r"^\$ (pip install .*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    stated = shlex.split(line, comments=True)[2:]
    alternatives = re.findall(r"[\w-]*dovetail\S*?\]", line.partition("#")[2])

    for number, wanted in enumerate([*stated, *alternatives]):
        target = tmp_path / str(number)
        said = run(*PIP_INSTALL, "--find-links", str(wheel.parent), "--target", str(target), wanted, cwd=tmp_path)

        assert f"Successfully installed {wheel.name.split('-')[0].replace('_', '-')}-" in said
        shown = run("-m", "dovetail", "explain", "REPO-01", cwd=tmp_path, path=target)
        assert shown.startswith("REPO-01")
    assert (len(stated), len(alternatives)) == (1, 1)


def test_the_wheel_holds_the_package_and_the_contracts(wheel: Path) -> None:
    """Clauses, presets and the type marker; no test, no example, nothing that was built on the way."""
    names = set(zipfile.ZipFile(wheel).namelist())

    assert {"dovetail/__init__.py", "dovetail/py.typed", "dovetail/contracts/repository.toml"} <= names
    assert "dovetail/contracts/architecture/hexagonal.toml" in names
    shipped = {name for name in names if not name.startswith(("dovetail/", "pytest_dovetail-"))}
    assert shipped == set()
    assert not [name for name in names if name.endswith(".pyc")]


def test_every_source_file_is_in_the_wheel(wheel: Path) -> None:
    """As it is in the repository, and the contracts too."""
    names = set(zipfile.ZipFile(wheel).namelist())
    source = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    contracts = {f"dovetail/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "contracts").rglob("*.toml")}

    assert source | contracts <= names


def test_the_command_line_explains_a_clause(installed: Path, tmp_path: Path) -> None:
    """Far from the repository, where the contracts can only come from the wheel."""
    shown = run("-m", "dovetail", "explain", "REPO-01", cwd=tmp_path, path=installed)

    assert shown.startswith("REPO-01  an aggregate is found as it was saved")


def test_a_run_downstream_finds_the_plugin(installed: Path, tmp_path: Path) -> None:
    """By its entry point, in the wheel; a suite runs and ends with the matrix."""
    (tmp_path / "test_notes.py").write_text(SUITE, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")

    hypothesis_caches(tmp_path)

    shown = run("-m", "pytest", "-p", "no:randomly", "-s", "-k", "REPO-01 or where", cwd=tmp_path, path=installed)

    assert f"FROM {installed / 'dovetail' / '__init__.py'} {installed / 'dovetail' / 'contracts'}" in shown
    assert "2 passed" in shown
    assert "InMemoryNotes     1       0" in shown
