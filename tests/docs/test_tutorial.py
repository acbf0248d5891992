"""The tutorial, followed to the letter; and the commands that any page names, each with the options that it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from apart import hypothesis_caches
from dovetail.cli import main
from dovetail.cli.commands import COMMANDS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
FEW = """
from hypothesis import settings

settings.register_profile("few", max_examples=5, derandomize=True, deadline=None)
settings.load_profile("few")
"""


def blocks(language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    return [text for each, text in fenced if each == language]


def files() -> dict[str, str]:
    """The files of the repository that the page starts from."""
    named = (re.match(r"# (\S+\.py)\n(.*)", each, flags=re.DOTALL) for each in blocks("python"))
    return {each[1]: each[2] for each in named if each}


@pytest.mark.usefixtures("few_plugins")
def test_the_tutorial_is_true(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command in its turn, with what the page says of it."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.chdir(tmp_path)
    hypothesis_caches(tmp_path)
    (tmp_path / "conftest.py").write_text(FEW, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = -n0 -p no:randomly\n", encoding="utf-8")
    for name, text in files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found, broken = blocks("")
    commands = [line.removeprefix("$ ") for each in blocks("console") for line in each.splitlines()]
    assert commands == [
        "dovetail init",
        "dovetail check",
        "dovetail check --replay",
        "dovetail check",
        "dovetail check --record",
    ]

    assert main(["init"]) == 0
    assert capfd.readouterr().out.startswith(found)
    assert main(["check"]) == 1
    said = capfd.readouterr().out
    assert broken in said
    assert "SqlBooks" not in said

    adapters = tmp_path / "library/adapters.py"
    changed = adapters.read_text(encoding="utf-8").replace("= book\n", "= deepcopy(book)\n")
    changed = changed.replace("return self._books.get(isbn)", "return deepcopy(self._books.get(isbn))")
    (shown,) = (each for each in blocks("python") if ", changed" in each.splitlines()[0])
    assert shown.partition("...\n\n")[2].strip() in changed
    adapters.write_text("from copy import deepcopy\n" + changed, encoding="utf-8")

    assert main(["check", "--replay"]) == 0
    assert "note: fixed: REPO-04 in tests/suites/test_in_memory_books.py::TestInMemoryBooks" in capfd.readouterr().out
    assert main(["check"]) == 0
    assert main(["check", "--record"]) == 0
    assert (tmp_path / "dovetail-seen.json").is_file()


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_command_that_a_page_shows_exists(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With every option that is shown."""
    text = page.read_text(encoding="utf-8")
    shown = set(re.findall(r"(?:^\$ |^- run: |`)dovetail ([a-z]+)([^\n`#>|]*)", text, flags=re.MULTILINE))
    for name, rest in sorted(shown):
        assert name in COMMANDS, f"dovetail {name}"
        with pytest.raises(SystemExit):
            main([name, "--help"])
        known = capsys.readouterr().out
        options = re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", rest.partition(" -- ")[0])
        assert [option for option in options if option not in known] == [], f"dovetail {name}{rest}"
