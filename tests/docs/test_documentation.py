"""What the documentation shows is what the repository has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dovetail.catalogue import kind

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["contracts/orders.py", "tests/test_orders.py"])
def test_the_readme_shows_the_shop_word_for_word(path: str) -> None:
    (shown,) = re.findall(rf"```python\n# {re.escape(path)}\n(.*?)```", README, flags=re.DOTALL)
    assert shown in (ROOT / "examples" / "shop" / path).read_text(encoding="utf-8")


def test_the_page_on_repositories_lists_every_clause() -> None:
    page = (ROOT / "docs" / "repositories.md").read_text(encoding="utf-8")
    rows = [f"| {clause.id} | {clause.title} |" for name in ("port", "repository") for clause in kind(name)]
    assert "\n".join(rows) in page


def test_links_in_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
