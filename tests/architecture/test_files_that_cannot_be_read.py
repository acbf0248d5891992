"""No file is passed over in silence, and none ends the run, whatever it holds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from trees import SHOP, write_tree

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

IMPORT = b"import shop.adapters.orders\n"

UNREADABLE = {
    "syntax error": b"def (:\n",
    "null byte": IMPORT + b"\x00",
    "not the encoding that it says": b"x = '\xe9'\n" + IMPORT,
    "UTF-16": IMPORT.decode().encode("utf-16"),
    "an unknown encoding": b"# coding: nonsense\n" + IMPORT,
    "an encoding that is none for text": b"# coding: rot13\nvzcbeg bf\n",
    "nested too deeply": b"open('x')\nx = " + b"-" * 100_000 + b"1\n",
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_a_finding(text: bytes, tmp_path: Path) -> None:
    write_tree(tmp_path, SHOP)
    (tmp_path / "shop/domain/x.py").write_bytes(text)
    (finding,) = lint(tmp_path).findings

    assert (finding.id, finding.path) == ("ARCH-04", "shop/domain/x.py")
    assert str(tmp_path) not in finding.message


READABLE = {
    "byte order mark": b"\xef\xbb\xbf" + IMPORT,
    "Latin-1": b"# -*- coding: latin-1 -*-\nx = '\xe9'\n" + IMPORT,
    "old Mac line ends": IMPORT.replace(b"\n", b"\r") * 2,
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_an_unusual_file_is_read(text: bytes, tmp_path: Path) -> None:
    write_tree(tmp_path, SHOP)
    (tmp_path / "shop/domain/x.py").write_bytes(text)

    assert {finding.id for finding in lint(tmp_path).findings} == {"ARCH-01"}


def test_a_link_is_followed(tmp_path: Path) -> None:
    """To a file, and to a folder."""
    write_tree(tmp_path, {**SHOP, "away/__init__.py": "", "away/far.py": IMPORT.decode()})
    (tmp_path / "shop/domain/near.py").symlink_to(tmp_path / "away/far.py")
    (tmp_path / "shop/domain/nearby").symlink_to(tmp_path / "away")

    found = {(finding.id, finding.path) for finding in lint(tmp_path).findings}
    assert found == {("ARCH-01", "shop/domain/near.py"), ("ARCH-01", "shop/domain/nearby/far.py")}


def test_a_link_that_leads_nowhere_is_a_finding(tmp_path: Path) -> None:
    write_tree(tmp_path, SHOP)
    (tmp_path / "shop/domain/gone.py").symlink_to(tmp_path / "nowhere.py")
    (finding,) = lint(tmp_path).findings

    assert (finding.id, finding.path) == ("ARCH-04", "shop/domain/gone.py")
    assert "a link that leads nowhere" in finding.message


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python knows the syntax")
def test_a_newer_syntax_is_a_finding_where_a_rule_on_classes_needs_it(tmp_path: Path) -> None:
    write_tree(tmp_path, {**SHOP, "shop/domain/x.py": "class Box[T]:\n    def open(self): ...\n"})
    (finding,) = lint(tmp_path).findings

    assert (finding.id, finding.path) == ("ARCH-04", "shop/domain/x.py")
    assert "run dovetail with the Python that the code is written for" in finding.fix
