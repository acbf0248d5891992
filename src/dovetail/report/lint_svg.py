"""A drawing of the layers as SVG: bands from the outside in, with no other program needed."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from dovetail.architecture.drawing import Arrow, Drawing

_BOX, _GAP, _BAND, _MARGIN, _CHARACTER = 34, 24, 130, 24, 7.5

_HEAD = (
    '<marker id="{id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L10 5L0 10z" fill="{colour}"/></marker>'
)

# The left edge, the top and the width of a box.
Place = tuple[float, float, float]


def render(drawing: Drawing) -> str:
    """Render one band a row, one box a module, one arrow a pair; what is not allowed is red."""
    places = dict(_places(drawing))
    width = max((left + size for left, _, size in places.values()), default=0) + _MARGIN
    height = _MARGIN * 2 + _BAND * len(drawing.rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height}" font-family="sans-serif">',
        f"<title>{escape(drawing.title)}</title>",
        "<defs>",
        _HEAD.format(id="kept", colour="#555"),
        _HEAD.format(id="broken", colour="red"),
        "</defs>",
        *_bands(drawing, width),
        *(_box(module, *place) for module, place in places.items()),
        *(_arrow(arrow, places[arrow.importer], places[arrow.imported]) for arrow in drawing.arrows),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _places(drawing: Drawing) -> Iterator[tuple[str, Place]]:
    for index, row in enumerate(drawing.rows):
        left: float = _MARGIN * 2
        for module in (module for _, modules in row for module in modules):
            width = len(module) * _CHARACTER + _GAP
            yield module, (left, _MARGIN + index * _BAND + 48, width)
            left += width + _GAP * 2


def _bands(drawing: Drawing, width: float) -> Iterator[str]:
    for index, row in enumerate(drawing.rows):
        top = _MARGIN + index * _BAND
        size = f'width="{width - _MARGIN * 2:g}" height="{_BAND - 16}"'
        yield f'<rect x="{_MARGIN}" y="{top}" {size} rx="8" fill="#f2f4f7"/>'
        names = ", ".join(layer for layer, _ in row)
        yield f'<text x="{_MARGIN + 12}" y="{top + 24}" font-size="13" fill="#555">{escape(names)}</text>'


def _box(module: str, left: float, top: float, width: float) -> str:
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{_BOX}" rx="5" fill="white" stroke="#555"/>'
        f'<text x="{left + width / 2:g}" y="{top + 22:g}" font-size="13" text-anchor="middle">{escape(module)}</text>'
    )


def _arrow(arrow: Arrow, start: Place, end: Place) -> str:
    kind, colour = ("broken", "red") if arrow.broken else ("kept", "#555")
    (left, top, width), (end_left, end_top, end_width) = start, end
    down, level = end_top > top, end_top == top
    x1, x2 = left + width / 2, end_left + end_width / 2
    y1 = top + _BOX if down else top
    y2 = end_top if down else end_top if level else end_top + _BOX
    bend = f"Q{(x1 + x2) / 2:g} {y1 - 40:g} {x2:g} {y2:g}" if level else f"L{x2:g} {y2:g}"
    thickness = 2 if arrow.broken else 1
    return (
        f'<path d="M{x1:g} {y1:g}{bend}" fill="none" stroke="{colour}" stroke-width="{thickness}" '
        f'marker-end="url(#{kind})"><title>{escape(arrow.importer)} imports {escape(arrow.imported)} '
        f"({arrow.count})</title></path>"
    )
