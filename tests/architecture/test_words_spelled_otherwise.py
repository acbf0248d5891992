"""A name in other letters is the name that Python reads: what is looked for in a text may be spelled so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from trees import SHOP, write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

WIDE = "".join(chr(ord(letter) + 0xFEE0) for letter in "open")
BOLD = "".join(chr(ord(letter) - ord("a") + 0x1D41A) if letter != "_" else letter for letter in "import_module")


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        (f"{WIDE}('x')\n", {"ARCH-14"}),
        ("\N{MODIFIER LETTER SMALL O}pen('x')\n", {"ARCH-14"}),
        ("import os\ndef f(): os.\N{LATIN SMALL LIGATURE FI}le\n", {"ARCH-14"}),
        (f"import importlib\nimportlib.{BOLD}('shop.adapters.orders')\n", {"ARCH-17"}),
        (f"import importlib\ndef f():\n    importlib.{BOLD}('shop.adapters.orders')\n", {"ARCH-17"}),
        (f"# the 1\N{MASCULINE ORDINAL INDICATOR} door\ndef f(): return '{WIDE}', '{BOLD}'\n", set()),
    ],
)
def test_a_name_in_other_letters(text: str, broken: set[str], tmp_path: Path) -> None:
    write_tree(tmp_path, SHOP)
    (tmp_path / "shop/domain/x.py").write_text(text, encoding="utf-8")
    assert {finding.id for finding in lint(tmp_path).findings} == broken
