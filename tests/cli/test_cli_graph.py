"""`dovetail graph`: layers drawn as layers, forbidden imports in red."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dovetail.architecture.drawing import draw
from dovetail.cli import main
from dovetail.report.graph.svg_layout import Box, laid_out

EXAMPLES = Path(__file__).resolve().parent.parent
HOLDS = str(EXAMPLES / "correct/architecture/hexagonal")
BROKEN = str(EXAMPLES / "faulty/architecture/arch_01_the_domain_reaches_the_database")
FRAMEWORK = str(EXAMPLES / "faulty/architecture/arch_02_the_domain_imports_sqlalchemy")
MODULES = str(EXAMPLES / "correct/architecture/modular")
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


@pytest.mark.parametrize("form", ["mermaid", "dot", "svg"])
def test_what_the_core_may_not_import_is_drawn_outside(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """A forbidden framework is part of the picture, and the arrow that reaches it is red."""
    assert "sqlalchemy" in (text := drawn(capsys, FRAMEWORK, form))
    assert "red" in text


@pytest.mark.parametrize("root", [HOLDS, BROKEN, FRAMEWORK, MODULES], ids=["holds", "broken", "framework", "modules"])
def test_no_arrow_crosses_a_box(root: str) -> None:
    """Each runs from the edge of one box to the edge of another, and through none."""
    layout = laid_out(draw(Path(root)))
    assert layout.ways
    for way in layout.ways:
        for start, end in pairwise(way):
            steps = [
                (start[0] + (end[0] - start[0]) * n / 50, start[1] + (end[1] - start[1]) * n / 50) for n in range(51)
            ]
            assert not [box for box in layout.boxes.values() for step in steps if inside(box, step)]
        assert all(0 < x < layout.width and 0 < y < layout.height for x, y in way)


def inside(box: Box, point: tuple[float, float]) -> bool:
    across, down = point[0] - box.left, point[1] - box.top
    return 0 < across < box.width and 0 < down < box.height


def test_no_layers_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop/__init__.py").touch()
    (tmp_path / ".importlinter").write_text("[importlinter]\nroot_package = shop\n")

    assert main(["graph", "--root", str(tmp_path)]) == 2
    assert "[tool.dovetail]" in capsys.readouterr().err
