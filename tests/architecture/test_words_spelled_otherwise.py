"""A name in other letters is the name that Python reads: what is looked for in a text may be spelled so."""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

import pytest
from trees import SHOP, write_tree

from dovetail.architecture import lint
from dovetail.architecture.source.words import spells_otherwise

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
        ("ope\N{SUPERSCRIPT LATIN SMALL LETTER N}('x')\n", {"ARCH-14"}),
        ("import importlib\nimportlib.import\N{FULLWIDTH LOW LINE}module('shop.adapters.orders')\n", {"ARCH-17"}),
        (f"# the 1\N{MASCULINE ORDINAL INDICATOR} door\ndef f(): return '{WIDE}', '{BOLD}'\n", set()),
    ],
)
def test_a_name_in_other_letters(text: str, broken: set[str], tmp_path: Path) -> None:
    write_tree(tmp_path, SHOP)
    (tmp_path / "shop/domain/x.py").write_text(text, encoding="utf-8")
    assert {finding.id for finding in lint(tmp_path).findings} == broken


def test_every_character_that_python_reads_as_another_is_known() -> None:
    """All of Unicode, as this Python knows it."""
    in_names = (each for each in map(chr, range(0x80, sys.maxunicode + 1)) if f"a{each}".isidentifier())
    read_as_others = [each for each in in_names if unicodedata.normalize("NFKC", each).isascii()]

    assert "\N{FULLWIDTH LOW LINE}" in read_as_others
    assert [each for each in read_as_others if not spells_otherwise(each.encode())] == []
