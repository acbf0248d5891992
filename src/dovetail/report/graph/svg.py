"""A drawing of the layers as SVG: bands from the outside in, with no other program needed."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.architecture.drawing import Drawing
from dovetail.report.escaping import in_xml
from dovetail.report.graph.svg_layout import BAND, INDENT, MARGIN, Box, Layout, Point, laid_out

_CORNER = 6
_HEAD = (
    '<marker id="{id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
)


def render(drawing: Drawing) -> str:
    """Render one band a row, one box a module, one arrow a pair: red where not allowed, and dashed what is outside."""
    layout = laid_out(drawing)
    size = f'width="{layout.width:g}" height="{layout.height:g}" viewBox="0 0 {layout.width:g} {layout.height:g}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">',
        f"<title>{in_xml(drawing.title)}</title>",
        "<defs>",
        _HEAD.format(id="kept", colour="#555"),
        _HEAD.format(id="broken", colour="red"),
        "</defs>",
        *_bands(drawing, layout),
        *_arrows(drawing, layout),
        *(_box(module, box, dashed=module in drawing.outside) for module, box in layout.boxes.items()),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bands(drawing: Drawing, layout: Layout) -> Iterator[str]:
    for top, row in zip(layout.tops, drawing.rows, strict=True):
        size = f'width="{layout.width - MARGIN * 2:g}" height="{BAND}"'
        yield f'<rect x="{MARGIN}" y="{top:g}" {size} rx="8" fill="#f2f4f7"/>'
        names = ", ".join(layer for layer, _ in row)
        yield f'<text x="{MARGIN + INDENT}" y="{top + BAND / 2 + 5:g}" fill="#555">{in_xml(names)}</text>'


def _box(module: str, box: Box, *, dashed: bool) -> str:
    stroke = 'stroke="red" stroke-dasharray="4 3"' if dashed else 'stroke="#555"'
    size = f'width="{box.width:g}" height="{box.height:g}"'
    return (
        f'<rect x="{box.left:g}" y="{box.top:g}" {size} rx="5" fill="white" {stroke}/>'
        f'<text x="{box.left + box.width / 2:g}" y="{box.top + 22:g}" text-anchor="middle">{in_xml(module)}</text>'
    )


def _arrows(drawing: Drawing, layout: Layout) -> Iterator[str]:
    for arrow, way in zip(drawing.arrows, layout.ways, strict=True):
        kind, colour, thickness = ("broken", "red", 2) if arrow.broken else ("kept", "#555", 1)
        yield (
            f'<path d="{_path(way)}" fill="none" stroke="{colour}" stroke-width="{thickness}" '
            f'marker-end="url(#{kind})"><title>{in_xml(arrow.importer)} imports {in_xml(arrow.imported)} '
            f"({arrow.count})</title></path>"
        )


def _path(way: tuple[Point, ...]) -> str:
    """Through all points, with round corners."""
    text = f"M{way[0][0]:g} {way[0][1]:g}"
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        (x, y), (x1, y1), (x2, y2) = corner, _towards(corner, before), _towards(corner, after)
        text += f"L{x1:g} {y1:g}Q{x:g} {y:g} {x2:g} {y2:g}"
    return f"{text}L{way[-1][0]:g} {way[-1][1]:g}"


def _towards(start: Point, end: Point) -> Point:
    """The point where the rounding of a corner begins, on the way from it to the next point."""
    across, down = end[0] - start[0], end[1] - start[1]
    share = min(0.5, _CORNER / (abs(across) + abs(down) or 1))
    return start[0] + across * share, start[1] + down * share
