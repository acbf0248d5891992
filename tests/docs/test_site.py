"""The documentation as a site: plain Markdown that two builders make, strictly, each page whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))


@pytest.fixture(scope="module", params=["mkdocs", pytest.param("zensical", marks=pytest.mark.long)])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a builder makes of a copy of the pages."""
    if find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed: pip install 'pytest-dovetail[docs]'")
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copytree(ROOT / "docs", folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    command = [sys.executable, "-m", request.param, "build", "--strict"]
    built = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


def test_each_page_is_there_with_all_of_its_headings(site: Path) -> None:
    """A fence that does not end, for one of the builders, swallows those below it."""
    for page in PAGES:
        text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        shown = site / ("" if page.stem == "index" else page.stem) / "index.html"
        found = re.findall(r"<h2[ >]", shown.read_text(encoding="utf-8"))
        assert len(found) >= len(re.findall(r"^## ", text, flags=re.MULTILINE)), page.name


def test_every_page_can_be_reached() -> None:
    """From the navigation, and from the page that one comes in by."""
    listed = set(re.findall(r"[\w-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    linked = set(re.findall(r"\]\(([\w-]+\.md)", (ROOT / "docs" / "index.md").read_text(encoding="utf-8")))
    names = {page.name for page in PAGES}

    assert listed == names
    assert linked == names - {"index.md"}
