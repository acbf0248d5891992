"""What the documentation shows is what the repository has."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from tables import CLAUSES, DOCS, written

from apart import hypothesis_caches
from dovetail.catalogue import all_clauses, kinds
from dovetail.cli import main
from files import write

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["contracts/orders.py", "tests/test_orders.py"])
def test_the_readme_shows_the_shop_word_for_word(path: str) -> None:
    (shown,) = re.findall(rf"```python\n# {re.escape(path)}\n(.*?)```", README, flags=re.DOTALL)
    assert shown in (ROOT / "examples" / "shop" / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CLAUSES)
def test_the_tables_of_options_and_clauses_say_what_the_kinds_do(name: str) -> None:
    """`python tests/docs/tables.py` writes them anew."""
    assert written(name) == (DOCS / f"{name}.md").read_text(encoding="utf-8")


def test_every_kind_has_its_clauses_on_a_page() -> None:
    """In a table that `tests/docs/tables.py` writes: it has to know of each."""
    named = {each for names in CLAUSES.values() for each in names}
    assert named == {*kinds(), "architecture"}, "name it in CLAUSES and OPTIONS of tests/docs/tables.py"


def test_the_readme_shows_what_the_lint_says_of_the_drifted_shop(capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = re.findall(r"```console\n\$ dovetail lint\n(.*?)```", README, flags=re.DOTALL)

    main(["lint", "--root", str(ROOT / "examples" / "drifted"), "--no-cache"])

    assert capsys.readouterr().out.startswith(shown)


def test_the_readme_shows_the_settings_of_the_shop() -> None:
    (shown,) = re.findall(r"```toml\n# pyproject.toml\n(.*?)```", README, flags=re.DOTALL)
    assert shown in (ROOT / "examples" / "shop" / "pyproject.toml").read_text(encoding="utf-8")


def test_the_readme_names_commands_of_the_makefile() -> None:
    """They need the package index the first time, to set up their environment."""
    named = re.findall(r"^\$ make ([a-z-]+)", README, flags=re.MULTILINE)
    assert named
    assert set(named) <= set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))


def shown_commands(*, gates: bool) -> list[tuple[str, str]]:
    """The commands that pages show: of the whole gate, or the others; a tutorial runs what follows from one another."""
    found = []
    for page in [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]:
        text = page.read_text(encoding="utf-8")
        for line in re.findall(r"^\$ dovetail (.*)$", text, flags=re.MULTILINE):
            command = line.partition("#")[0].strip()
            if page.name != "tutorial.md" and command != "init" and command.startswith("check") == gates:
                found.append((page.name, command))
    return found


@pytest.mark.parametrize(("page", "command"), shown_commands(gates=False))
def test_a_command_of_a_page_runs_as_it_stands(
    page: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the drifted shop, under version control: it does its work, whatever it finds."""
    shop = shutil.copytree(ROOT / "examples" / "drifted", tmp_path / "shop", ignore=shutil.ignore_patterns(".*"))
    author = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    for arguments in (["init", "-q", "-b", "main"], ["add", "."], [*author, "commit", "-qm", "all"]):
        subprocess.run(["git", *arguments], cwd=shop, check=True)
    monkeypatch.chdir(shop)
    if "--prune" in command:
        assert main(["baseline"]) == 0

    assert main(shlex.split(command)) in {0, 1}, capsys.readouterr().err


@pytest.mark.usefixtures("few_plugins")
@pytest.mark.parametrize("command", sorted({command for _, command in shown_commands(gates=True)} - {"check"}))
def test_a_gate_of_a_page_runs_as_it_stands(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """In the smallest example, with walls around it; the bare `check` is run by the tutorial."""
    files = {
        "pyproject.toml": '[tool.dovetail]\nroot_packages = ["notes"]\narchitecture = "hexagonal"\n',
        "conftest.py": "from hypothesis import settings\nsettings.register_profile('few', max_examples=3)\n"
        "settings.load_profile('few')\n",
        **dict.fromkeys(("notes/__init__.py", "notes/domain/__init__.py", "notes/adapters/__init__.py"), ""),
        "test_notes.py": (ROOT / "examples/smallest/test_notes.py").read_text(encoding="utf-8"),
    }
    hypothesis_caches(write(tmp_path, files))
    monkeypatch.chdir(tmp_path)

    assert main(shlex.split(command)) == 0, capfd.readouterr().out
    for name in re.findall(r"--(?:html|markdown) (\S+)", command):
        assert "holds" in Path(name).read_text(encoding="utf-8")


def test_links_in_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_checklists_name_clauses_that_there_are() -> None:
    """Each line says which clause holds it, or that none does."""
    page = (DOCS / "checklists.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b[A-Z]+-\d\d\b", page))
    assert named
    assert named <= all_clauses().keys()
    lines = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith("| line |")]
    assert [
        line for line in lines if not re.search(r"[A-Z]+-\d\d|not held|clauses|contracts|`dependencies`|packager", line)
    ] == []
