"""How a mismatch is told: its path, both texts and a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.values.clues import clue
from dovetail.values.code import ELLIPSIS, enclosed, short
from dovetail.values.picture import Node
from dovetail.values.shape import Kind
from dovetail.values.walk import ABSENT, Mismatch, Walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dovetail.values.trail import Trail

_WIDTH = 100
_ABSENT_TEXT = "<no such attribute>"


def told(found: Mismatch) -> tuple[str, str, str, str | None]:
    """The path, the expected text, the text of what was got, and the hint."""
    shuffled = _shuffled(found.trail)
    if shuffled is not None:
        return str(shuffled.before), *_texts(shuffled.node, shuffled.other), "same elements, other order"
    path = str(found.trail)
    if found.expected is ABSENT:
        return path, _ABSENT_TEXT, short(found.got, _WIDTH), "the attribute was added"
    if found.got is ABSENT:
        return path, short(found.expected, _WIDTH), _ABSENT_TEXT, "the attribute is missing"
    return path, *_texts(found.expected, found.got), _hint(found.expected, found.got)


def _shuffled(trail: Trail) -> Trail | None:
    """The outermost step into a sequence whose elements are all there, in another order."""
    steps = [step for step in trail.steps() if step.node.kind is Kind.SERIES]
    for step in reversed(steps):
        if None not in Walk().partners(step.node.parts, step.other.parts):
            return step
    return None


def _hint(expected: object, got: object) -> str | None:
    if not _unpaired(expected, got):
        return clue(expected, got)
    assert isinstance(expected, Node)
    assert isinstance(got, Node)
    if expected.kind is Kind.TABLE:
        partners = Walk().partners(expected.names, got.names)
    else:
        partners = Walk().partners(expected.parts, got.parts)
    lost, added = partners.count(None), len(got.parts) - (len(partners) - partners.count(None))
    if not lost and not added:
        return "same elements, other order"
    if lost and added:
        return None
    what = "entry" if expected.kind is Kind.TABLE else "element"
    count = lost or added
    plural = {"element": "elements", "entry": "entries"}
    return f"{count} {what if count == 1 else plural[what]} {'lost' if lost else 'added'}"


def _unpaired(expected: object, got: object) -> bool:
    return (
        isinstance(expected, Node)
        and isinstance(got, Node)
        and expected.cls is got.cls
        and expected.kind is not Kind.RECORD
    )


def _texts(expected: object, got: object) -> tuple[str, str]:
    texts = short(expected, _WIDTH), short(got, _WIDTH)
    if not _unpaired(expected, got):
        return texts
    assert isinstance(expected, Node)
    assert isinstance(got, Node)
    ones, others = _items(expected), _items(got)
    whole = enclosed(expected.cls, ones), enclosed(got.cls, others)
    if max(map(len, whole)) <= _WIDTH:
        return whole
    if expected.kind is Kind.SERIES:
        ones, others = _without_common_ends(ones, others)
    else:
        ones, others = _without_common(ones, others), _without_common(others, ones)
    return enclosed(expected.cls, ones), enclosed(got.cls, others)


def _items(node: Node) -> list[str]:
    texts = [short(part, _WIDTH) for part in node.parts]
    if node.kind is Kind.TABLE:
        return [f"{short(key, _WIDTH)}: {text}" for key, text in zip(node.names, texts, strict=True)]
    return sorted(texts) if node.kind is Kind.BAG else texts


def _without_common(ones: Sequence[str], others: Sequence[str]) -> list[str]:
    common = set(ones) & set(others)
    return [one for one in ones if one not in common] + [ELLIPSIS] * bool(common)


def _without_common_ends(ones: list[str], others: list[str]) -> tuple[list[str], list[str]]:
    shorter = min(len(ones), len(others))
    head = next((i for i in range(shorter) if ones[i] != others[i]), shorter)
    tail = next((i for i in range(shorter - head) if ones[-1 - i] != others[-1 - i]), shorter - head)
    return _cut(ones, head, tail), _cut(others, head, tail)


def _cut(texts: list[str], head: int, tail: int) -> list[str]:
    middle = texts[head : len(texts) - tail]
    return [ELLIPSIS] * bool(head) + middle + [ELLIPSIS] * bool(tail)
