"""What docs/ci.md and action.yml have a shell do is done here, and what they show is what `init` writes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from apart import hypothesis_caches
from dovetail.starting.workflow import workflow

pytestmark = pytest.mark.usefixtures("few_plugins")

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
FILES = {
    "pyproject.toml": """
        [tool.dovetail]
        root_packages = ["post"]
        [tool.pytest.ini_options]
        pythonpath = ["."]
        addopts = ["-n0"]
    """,
    "post/__init__.py": "",
    "post/domain.py": """
        {import_}
        from typing import Protocol

        class Parcels(Protocol):
            def save(self, parcel: dict[str, str]) -> None: ...
    """,
    "post/adapters.py": """
        from post.domain import Parcels

        class MemoryParcels(Parcels):
            def save(self, parcel: dict[str, str]) -> None: ...
    """,
}

pytestmark = pytest.mark.usefixtures("few_plugins")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that holds; `broken` makes it one that does not."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(dedent(text).replace("{import_}", ""), encoding="utf-8")
    return tmp_path


def broken(repository: Path) -> Path:
    domain = repository / "post/domain.py"
    domain.write_text("import requests\n" + domain.read_text(encoding="utf-8"), encoding="utf-8")
    return repository


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


def scripts() -> list[str]:
    """The shell scripts of the action's steps."""
    found = re.findall(r"^      run: \|\n((?:        .*\n|\n)+)", ACTION, flags=re.MULTILINE)
    return [dedent(each) for each in found]


def shell(script: str, repository: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script as a runner does: `-e`, with the commands of this environment on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "CI": "true", **more}
    command = ["bash", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, check=False)


def ran(repository: Path, tmp_path: Path) -> tuple[list[int], str, str]:
    """The exit codes of the action's steps, the job's summary and its outputs."""
    summary, output = tmp_path / "summary.md", tmp_path / "output"
    given = {"DOVETAIL_RUN": "", "DOVETAIL_ARGUMENTS": "-- --hypothesis-profile=default"}
    files = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output)}
    codes = [shell(each, repository, **given, **files).returncode for each in scripts()]
    return codes, summary.read_text(encoding="utf-8"), output.read_text(encoding="utf-8")


def test_the_action_of_a_repository_that_holds(repository: Path, tmp_path: Path) -> None:
    """Every report is written, and every step succeeds."""
    codes, summary, output = ran(repository, tmp_path)

    assert codes == [0]
    assert summary.startswith("## dovetail: holds")
    assert output == "verdict=holds\n"
    assert (repository / "dovetail.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert '"version": "2.1.0"' in (repository / "dovetail.sarif").read_text(encoding="utf-8")


def test_the_action_of_a_repository_that_is_broken(repository: Path, tmp_path: Path) -> None:
    """The gate's step fails, and nothing else; the summary says with what."""
    codes, summary, output = ran(broken(repository), tmp_path)

    assert codes == [1]
    assert output == "verdict=broken\n"
    assert r"ARCH\-02" in summary


def test_the_action_annotates_the_lines(repository: Path) -> None:
    """In the form that the runner reads."""
    said = shell(scripts()[0], broken(repository), DOVETAIL_RUN="").stdout

    assert "::error file=post/domain.py,line=1," in said


def test_the_action_that_cannot_be_evaluated_says_so(repository: Path, tmp_path: Path) -> None:
    """Nothing is called broken, and no summary is made up."""
    (repository / "pyproject.toml").write_text("[tool.dovetail]\nlayer = 3\n", encoding="utf-8")
    (tmp_path / "summary.md").touch()

    codes, summary, output = ran(repository, tmp_path)

    assert codes == [2]
    assert output == "verdict=not evaluated\n"
    assert summary == ""


@pytest.mark.parametrize(("change", "code", "said"), [(None, 0, "the gate holds"), (broken, 1, "the gate is broken")])
def test_the_shell_script_runs_as_it_stands(repository: Path, change: object, code: int, said: str) -> None:
    """With its exit code, and everything written."""
    if callable(change):
        change(repository)
    (script,) = blocks("bash")

    done = shell(script, repository)

    assert (done.returncode, done.stdout.splitlines()[-1].partition(":")[0]) == (code, said)
    assert {path.name for path in repository.glob("dovetail.*")} == {
        "dovetail.html",
        "dovetail.md",
        "dovetail.json",
        "dovetail.sarif",
    }


def test_the_workflow_is_the_one_that_init_writes(tmp_path: Path) -> None:
    """For a repository with a requirements.txt."""
    (tmp_path / "requirements.txt").touch()

    text, why = workflow(tmp_path)

    assert text in blocks("yaml")
    assert why == "requirements.txt"


def test_a_profile_of_the_teams_own_is_left_in_charge(tmp_path: Path) -> None:
    """The option would take its place."""
    (tmp_path / "conftest.py").write_text("settings.load_profile('ours')\n", encoding="utf-8")

    assert "--hypothesis-profile" not in workflow(tmp_path)[0]


@pytest.mark.parametrize(
    ("files", "steps"),
    [
        ({"uv.lock": ""}, ["uv sync --all-extras", "uv run --no-sync dovetail check"]),
        ({"poetry.lock": ""}, ["poetry install", "poetry run dovetail check"]),
        ({"pyproject.toml": "[project]\nname = 'post'\nrequires-python = '>=3.13'\n"}, ["pip install . ", '"3.13"']),
    ],
)
def test_the_workflow_installs_as_the_repository_does(tmp_path: Path, files: dict[str, str], steps: list[str]) -> None:
    """By its lock file, else by its project."""
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    text, _ = workflow(tmp_path)

    assert [step for step in steps if step not in text] == []


def test_what_ci_keeps_is_tried_first_by_the_next_run(repository: Path) -> None:
    """Under the profile that CI has by itself nothing is kept, and by the option it is."""
    suite = """
        from dataclasses import dataclass
        from typing import Protocol
        from dovetail import RepositoryContract

        @dataclass
        class Note:
            id: int
            text: str

        class Notes(Protocol):
            def save(self, note: Note) -> None: ...
            def get(self, id: int) -> Note | None: ...

        class Leaky:
            def __init__(self):
                self.kept = {}
            def save(self, note: Note) -> None:
                self.kept[note.id] = note
            def get(self, id: int) -> Note | None:
                return self.kept.get(id)

        class TestLeaky(RepositoryContract):
            port = Notes
            adapter = Leaky
    """
    (repository / "tests").mkdir()
    hypothesis_caches(repository)
    (repository / "tests/test_notes.py").write_text(dedent(suite), encoding="utf-8")
    kept = repository / ".hypothesis" / "examples"

    assert shell("pytest -q -k REPO_03", repository).returncode == 1
    assert not kept.exists()
    assert shell("pytest -q -k REPO_03 --hypothesis-profile=default", repository).returncode == 1
    assert any(path.is_file() for path in kept.rglob("*"))
