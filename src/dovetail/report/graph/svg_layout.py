"""Where the boxes of a drawing stand and which way its arrows take: never across a box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from dovetail.architecture.drawing import Arrow, Drawing

MARGIN, INDENT, BAND = 16, 14, 62  # pixels, as all here
_BOX, _BETWEEN, _PADDING = 34, 24, 28
_CHARACTER = 7.8  # about as wide as one of 13 pixels gets in a sans-serif font
_GAP, _LANE = 34, 9  # between two bands, and between two lines that run side by side

Point = tuple[float, float]
End = tuple[str, bool]  # a module, and whether it is the top of its box


@dataclass(frozen=True, slots=True)
class Box:
    """The box of a module."""

    left: float
    top: float
    width: float
    height: float = _BOX


@dataclass(frozen=True, slots=True)
class Layout:
    """A drawing with places.

    Attributes:
        width: of the whole.
        height: of the whole.
        tops: the top of each row's band.
        boxes: by module.
        ways: for each arrow the points that it leads through.
    """

    width: float
    height: float
    tops: tuple[float, ...]
    boxes: dict[str, Box]
    ways: tuple[tuple[Point, ...], ...]


def laid_out(drawing: Drawing) -> Layout:
    """Give every row a band, every module a box, and every arrow a way.

    An arrow to the next row runs straight. One that would cross a row passes the boxes on their right, in a lane of its
    own, and runs along the gaps between the bands to get there; one within a row runs along the gap above it.
    """
    rows = {module: index for index, row in enumerate(drawing.rows) for _, modules in row for module in modules}
    bends = _bends(drawing, rows)
    tops = _tops(len(drawing.rows), bends)
    boxes = _boxes(drawing, tops)
    right = max((box.left + box.width for box in boxes.values()), default=0.0) + _PADDING / 2
    lanes = [arrow for arrow in drawing.arrows if abs(rows[arrow.importer] - rows[arrow.imported]) > 1]
    lane = {arrow: right + _LANE * (index + 1) for index, arrow in enumerate(lanes)}
    ends = _ends(drawing.arrows, rows, boxes, lane)
    heights = {
        (gap, arrow): _channel(tops, gap, len(bends[gap]), index)
        for gap in bends
        for index, arrow in enumerate(bends[gap])
    }
    ways = (_way(arrow, rows, ends, lane.get(arrow), heights) for arrow in drawing.arrows)
    width = right + _LANE * (len(lanes) + 1) + MARGIN
    return Layout(width, (tops[-1] + BAND if tops else 0) + MARGIN, tops, boxes, tuple(ways))


def _bends(drawing: Drawing, rows: dict[str, int]) -> dict[int, list[Arrow]]:
    """The arrows that run along each gap; gap n lies above row n."""
    found: dict[int, list[Arrow]] = defaultdict(list)
    for arrow in drawing.arrows:
        start, end = rows[arrow.importer], rows[arrow.imported]
        if start == end:
            found[start].append(arrow)
        elif abs(start - end) > 1:
            for gap in _gaps(start, end):
                found[gap].append(arrow)
    return found


def _gaps(start: int, end: int) -> tuple[int, int]:
    """The gap that an arrow leaves into, and the one that it arrives from."""
    return (start + 1, end) if start < end else (start, end + 1)


def _tops(rows: int, bends: dict[int, list[Arrow]]) -> tuple[float, ...]:
    tops, top = [], float(MARGIN)
    for row in range(rows):
        top += _LANE * len(bends.get(row, ())) + (_GAP if row else 0)
        tops.append(top)
        top += BAND
    return tuple(tops)


def _channel(tops: tuple[float, ...], gap: int, lines: int, index: int) -> float:
    """How high one of the lines in a gap runs."""
    space = _LANE * lines + (_GAP if gap else 0)
    return tops[gap] - space + space * (index + 1) / (lines + 1)


def _boxes(drawing: Drawing, tops: tuple[float, ...]) -> dict[str, Box]:
    """The boxes of each row side by side, in the middle of the widest."""
    labels = max((len(", ".join(layer for layer, _ in row)) for row in drawing.rows), default=0)
    rows = [
        [(module, len(module) * _CHARACTER + _PADDING) for _, found in row for module in found] for row in drawing.rows
    ]
    spans = [sum(width for _, width in row) + _BETWEEN * (len(row) - 1) for row in rows]
    boxes = {}
    for top, row, span in zip(tops, rows, spans, strict=True):
        left = MARGIN + INDENT * 2 + labels * _CHARACTER + (max(spans) - span) / 2
        for module, width in row:
            boxes[module] = Box(left, top + (BAND - _BOX) / 2, width)
            left += width + _BETWEEN
    return boxes


def _ends(
    arrows: Iterable[Arrow], rows: dict[str, int], boxes: dict[str, Box], lane: dict[Arrow, float]
) -> dict[tuple[Arrow, str], Point]:
    """Where each arrow touches the boxes at its two ends: side by side, in the order of where they lead."""
    touching: dict[End, list[tuple[float, Arrow]]] = defaultdict(list)
    for arrow in arrows:
        for module, other in ((arrow.importer, arrow.imported), (arrow.imported, arrow.importer)):
            is_top = rows[other] <= rows[module]
            towards = lane.get(arrow, boxes[other].left + boxes[other].width / 2)
            touching[module, is_top].append((towards, arrow))
    ends = {}
    for (module, is_top), found in touching.items():
        box = boxes[module]
        for index, (_, arrow) in enumerate(sorted(found, key=lambda one: one[0])):
            across = box.left + box.width * (index + 1) / (len(found) + 1)
            ends[arrow, module] = (across, box.top if is_top else box.top + box.height)
    return ends


def _way(
    arrow: Arrow,
    rows: dict[str, int],
    ends: dict[tuple[Arrow, str], Point],
    lane: float | None,
    heights: dict[tuple[int, Arrow], float],
) -> tuple[Point, ...]:
    start, end = ends[arrow, arrow.importer], ends[arrow, arrow.imported]
    row, other = rows[arrow.importer], rows[arrow.imported]
    if row == other:
        height = heights[row, arrow]
        return start, (start[0], height), (end[0], height), end
    if lane is None:
        return start, end
    first, last = (heights[gap, arrow] for gap in _gaps(row, other))
    return start, (start[0], first), (lane, first), (lane, last), (end[0], last), end
