"""`dovetail graph`: layers drawn as layers, forbidden imports in red."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dovetail.cli import main

EXAMPLES = Path(__file__).resolve().parent.parent
HOLDS = str(EXAMPLES / "correct/architecture/hexagonal")
BROKEN = str(EXAMPLES / "faulty/architecture/arch_01_the_domain_reaches_the_database")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(capsys: pytest.CaptureFixture[str], root: str, form: str) -> str:
    assert main(["graph", "--root", root, "--format", form]) == 0
    return capsys.readouterr().out


def test_mermaid(capsys: pytest.CaptureFixture[str]) -> None:
    assert drawn(capsys, BROKEN, "mermaid") == (
        "flowchart TB\n"
        "  subgraph adapters\n"
        '    m0["shop.infrastructure"]\n'
        "  end\n"
        "  subgraph domain\n"
        '    m1["shop.domain"]\n'
        "  end\n"
        "  m1 ==>|1| m0\n"
        "  linkStyle 0 stroke:red,color:red\n"
    )


def test_nothing_is_red_where_everything_holds(capsys: pytest.CaptureFixture[str]) -> None:
    mermaid = drawn(capsys, HOLDS, "mermaid")
    assert "red" not in mermaid
    assert "red" not in drawn(capsys, HOLDS, "dot")
    assert mermaid.index("subgraph entrypoints") < mermaid.index("subgraph adapters") < mermaid.index("subgraph domain")


def test_dot(capsys: pytest.CaptureFixture[str]) -> None:
    dot = drawn(capsys, BROKEN, "dot")
    assert '"shop.domain" -> "shop.infrastructure" [label="1", color=red' in dot
    assert dot.startswith("digraph")
    assert dot.count("{") == dot.count("}")


def test_svg_has_a_box_a_module_and_an_arrow_a_pair(capsys: pytest.CaptureFixture[str]) -> None:
    svg = ET.fromstring(drawn(capsys, BROKEN, "svg"))
    (arrow,) = svg.findall(f"{SVG}path")
    assert arrow.get("stroke") == "red"
    tops = {text.text: float(str(text.get("y"))) for text in svg.findall(f"{SVG}text")}
    assert tops["shop.infrastructure"] < tops["shop.domain"]


def test_no_layers_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").touch()
    (tmp_path / ".importlinter").write_text("[importlinter]\nroot_package = shop\n")

    assert main(["graph", "--root", str(tmp_path)]) == 2
    assert "[tool.dovetail]" in capsys.readouterr().err
