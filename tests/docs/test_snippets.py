"""Every block of code in the documentation runs as it stands, here or in another test of the page."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dovetail import strategies
from dovetail.cli import main
from dovetail.suites.kernel.subject import bound

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]

# Pages whose blocks of Python are run one after the other here, with the packages that they suppose to be there.
HERE = {
    "cache.md": ("tests/docs/given",),
    "ci.md": (),
    "event-store.md": ("tests/docs/given", "examples/ledger/src"),
    "gateway.md": ("tests/docs/given",),
    "mail.md": ("tests/docs/given",),
    "mappers.md": ("examples/shop/src",),
    "outbox.md": ("tests/docs/given",),
    "readers.md": ("tests/docs/given", "examples/shop/src", "examples/shop"),
    "repositories.md": ("examples/shop/src",),
    "unit-of-work.md": ("tests/docs/given",),
}
# Files that a page shows, which a test of their own writes and runs.
_FILE = re.compile(r"# ([\w/]+\.py)\n")
_GIVEN = ("bank", "kiosk", "library", "reports", "till", "shop", "ledger", "contracts", "cache", "memory", "test_cache")


def blocks(page: Path, language: str) -> list[str]:
    """The blocks of a page in a language."""
    return [text for each, text in FENCE.findall(page.read_text(encoding="utf-8")) if each == language]


@pytest.fixture
def imports(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """What a page supposes to be there, and files that it shows, can be imported; nothing is left for another test."""
    name = request.getfixturevalue("name")
    for text in blocks(DOCS / name, "python"):
        if (file := _FILE.match(text)) is not None:
            (tmp_path / file[1]).write_text(text, encoding="utf-8")
    for folder in (tmp_path, *(ROOT / each for each in HERE[name])):
        monkeypatch.syspath_prepend(str(folder))
    for module in [each for each in sys.modules if each.partition(".")[0] in _GIVEN]:
        monkeypatch.delitem(sys.modules, module)
    yield
    for module in [each for each in sys.modules if each.partition(".")[0] in _GIVEN]:
        del sys.modules[module]


@pytest.mark.parametrize("name", HERE)
@pytest.mark.usefixtures("imports")
def test_the_code_of_a_page_runs(name: str) -> None:
    """Block after block, imports included; and what each suite of the page is about can be read."""
    names: dict[str, Any] = {"__name__": "page"}
    shown = [each for each in blocks(DOCS / name, "python") if not _FILE.match(each)]
    assert shown
    with strategies.registered({}):
        for text in shown:
            exec(compile(text, name, "exec", dont_inherit=True), names)
    for called, each in names.items():
        if called.startswith("Test"):
            bound(each)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_block_of_python_goes_untried(page: Path) -> None:
    """A new page is named above, or another test reads it."""
    if blocks(page, "python") and page.name not in HERE:
        tests = (each for each in (ROOT / "tests").rglob("test_*.py") if each != Path(__file__))
        assert any(f'"{page.name}"' in each.read_text(encoding="utf-8") for each in tests)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_has_a_language_that_a_site_knows(page: Path) -> None:
    """A fence with more than one word ends nowhere for some builders, and swallows the page."""
    known = {"", "bash", "console", "ini", "json", "python", "text", "toml", "yaml"}

    assert {language for language, _ in FENCE.findall(page.read_text(encoding="utf-8"))} <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_settings_of_a_page_are_known(page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`dovetail lint` takes them as they stand: it finds fault with modules that are not there, and with no key."""
    for text in blocks(page, "toml"):
        document = tomllib.loads(text)
        if "dovetail" in document.get("tool", {}):
            (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
            main(["lint", "--root", str(tmp_path), "--no-cache"])
            assert "has no key" not in (said := capsys.readouterr()).err, said.err


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_yaml_can_be_read(page: Path) -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with the extra `docs`")
    for text in blocks(page, "yaml"):
        assert yaml.safe_load(text)
