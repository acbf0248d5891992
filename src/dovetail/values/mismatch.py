"""A mismatch as text: its path, both values, and a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.values.code import ELLIPSIS, enclosed, short
from dovetail.values.difference_hints import difference_hint
from dovetail.values.leaf import form
from dovetail.values.paths import path_of
from dovetail.values.shape import Kind
from dovetail.values.walk import ABSENT, Pair, Walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dovetail.values.picture import Node


_WIDTH = 100
_BEFORE_CHANGE = 10
_ABSENT_TEXT = "<no such attribute>"

Description = tuple[str, str, str, str | None]
"""The path, the expected text, the text of what was got, and the hint."""


def described(found: Pair) -> Description:
    """Describes a mismatch; a sequence whose elements only changed places is described as a whole."""
    shuffled = _shuffled(found)
    if shuffled is not None:
        return path_of(shuffled), *_collections(shuffled.expected, shuffled.got), "same elements, other order"
    path, expected, got = path_of(found), found.expected, found.got
    if expected is ABSENT:
        return path, _ABSENT_TEXT, short(got, _WIDTH), "the attribute was added"
    if got is ABSENT:
        return path, short(expected, _WIDTH), _ABSENT_TEXT, "the attribute is missing"
    if found.is_of_one_make():
        return path, *_collections(expected, got), _count(expected, got)
    if isinstance(expected, str) and isinstance(got, str):
        return path, *_texts(expected, got), difference_hint(expected, got)
    return path, short(expected, _WIDTH), short(got, _WIDTH), difference_hint(expected, got)


def _shuffled(found: Pair) -> Pair | None:
    """The outermost sequences on the way whose elements are all there, in another order."""
    for pair in found.from_root()[:-1]:
        ones, others = pair.expected.parts, pair.got.parts
        if pair.expected.kind is Kind.SERIES and len(ones) > 1 and None not in Walk().partners(ones, others):
            return pair
    return None


def _count(expected: Node, got: Node) -> str | None:
    """How many elements or entries came or went."""
    is_table = expected.kind is Kind.TABLE
    ones, others = (expected.names, got.names) if is_table else (expected.parts, got.parts)
    partners = Walk().partners(ones, others)
    lost = [one for one, partner in zip(ones, partners, strict=True) if partner is None]
    added = len(others) - (len(ones) - len(lost))
    if lost and added:
        return None
    if not lost and not added:
        return "same entries, other order" if is_table else "same elements, other order"
    if lost and all(Walk().partners([one], others) != [None] for one in lost):
        return f"{_number(len(lost), 'duplicate', 'duplicates')} lost"
    what = ("entry", "entries") if is_table else ("element", "elements")
    return f"{_number(len(lost) or added, *what)} {'lost' if lost else 'added'}"


def _number(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _texts(expected: str, got: str) -> tuple[str, str]:
    """Two texts; of long ones the surroundings of their first difference."""
    whole = short(expected, _WIDTH), short(got, _WIDTH)
    before, after = str(form(expected)), str(form(got))
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    if same <= 3 * _BEFORE_CHANGE or "…" not in "".join(whole):
        return whole
    start = same - _BEFORE_CHANGE
    return f"…{short(before[start:], _WIDTH)}", f"…{short(after[start:], _WIDTH)}"


def _collections(expected: Node, got: Node) -> tuple[str, str]:
    """Two collections; of long ones what they do not have in common."""
    ones, others = _items(expected), _items(got)
    whole = enclosed(expected, ones), enclosed(got, others)
    if max(map(len, whole)) <= _WIDTH:
        return whole
    if expected.kind is Kind.SERIES:
        ones, others = _without_common_ends(ones, others)
    else:
        ones, others = _without_common(ones, others), _without_common(others, ones)
    return enclosed(expected, ones), enclosed(got, others)


def _items(node: Node) -> list[str]:
    texts = [short(part, _WIDTH) for part in node.parts]
    if node.kind is Kind.TABLE:
        return [f"{short(key, _WIDTH)}: {text}" for key, text in zip(node.names, texts, strict=True)]
    return sorted(texts) if node.kind is Kind.BAG else texts


def _without_common(ones: Sequence[str], others: Sequence[str]) -> list[str]:
    common = set(ones) & set(others)
    return [one for one in ones if one not in common] + [ELLIPSIS] * bool(common)


def _without_common_ends(ones: list[str], others: list[str]) -> tuple[list[str], list[str]]:
    """Both without the start and the end that they share, but for the element next to the change."""
    shorter = min(len(ones), len(others))
    head = next((i for i in range(shorter) if ones[i] != others[i]), shorter)
    tail = next((i for i in range(shorter - head) if ones[-1 - i] != others[-1 - i]), shorter - head)
    head, tail = max(head - 1, 0), max(tail - 1, 0)
    return _cut(ones, head, tail), _cut(others, head, tail)


def _cut(texts: list[str], head: int, tail: int) -> list[str]:
    middle = texts[head : len(texts) - tail]
    if len(middle) > 6:
        middle = [*middle[:3], ELLIPSIS, *middle[-2:]]
    return [ELLIPSIS] * bool(head) + middle + [ELLIPSIS] * bool(tail)
