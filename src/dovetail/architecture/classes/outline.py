"""A module's text by the statements at its top, told apart without a parser: of a long module few are asked for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import pairwise

from dovetail.architecture.source.words import stands

# Where a statement starts at the top of a module: what continues one that is open may stand there too.
_TOP = re.compile(rb"\n(?=[^\s)\]}#,])")
BLOCK = re.compile(rb"(?:(?:async[ ]+)?def[ ]+\w+(?=[ ]*[(\[])|class[ ]+\w+(?=[ ]*[(\[:]))")
# What begins with letters is found twenty times as fast as the start of a line, and as one of two words.
_FUNCTION = re.compile(rb"def(?<!\wdef)[ \t]+\w+(?=[ \t]*[(\[])")
_CLASS = re.compile(rb"class(?<!\wclass)[ \t]+\w+(?=[ \t]*[(\[:])")
_BEFORE_A_BLOCK = re.compile(rb"\n([ \t]*)(?:async[ \t]+)?\Z")
_KEPT = 64  # texts whose statements are remembered: a text is asked for several names, one soon after the other


@lru_cache(_KEPT)
def tops(text: bytes) -> list[int]:
    """Where the statements at the top of a module start."""
    return [found.end() for found in _TOP.finditer(text)]


def statements(text: bytes) -> Iterator[bytes]:
    """The statements at the top of a module, with what stands before the first.

    A string may hold what looks like the start of one: then what stands before that ends in the middle of a string.
    """
    starts = [0, *tops(text), len(text)]
    yield from (text[start:end] for start, end in pairwise(starts))


def outline(text: bytes) -> bytes | None:
    """A module's text with nothing in its functions and classes; none where some string may run across them.

    What it declares is the same, and to parse it takes a fraction of the time.
    """
    parts: list[bytes] = []
    within = False  # a string of several lines, as the module's own description
    for statement in statements(text):
        ends_otherwise = statement.count(b'"""') % 2 == 1
        head = BLOCK.match(statement)
        is_block = not within and (head is not None or statement.startswith(b"@"))
        if statement.count(b"'''") % 2 or (is_block and ends_otherwise):
            return None
        within ^= ends_otherwise
        if not is_block:
            parts.append(statement)
        else:
            emptied = b"" if head is None else head[0] + (b":0" if head[0].startswith(b"class") else b"():0")
            parts.append(emptied + b"\n" * statement.count(b"\n") + (b"" if statement.endswith(b"\n") else b"\n"))
    return b"".join(parts)


def excerpt(text: bytes, words: Iterable[bytes]) -> bytes | None:
    """A module's text with nothing in the functions and classes that say none of some words, at any depth.

    A class that says one keeps its `__init__`, where its objects get their attributes. None where some string may run
    across the end of what is left out.
    """
    said = sorted(place for word in words for place in stands(text, word))
    parts: list[bytes] = []
    last = end = 0
    heads = [*_FUNCTION.finditer(text), *_CLASS.finditer(text)]
    for head in sorted(heads, key=lambda found: found.start()):
        start = text.rfind(b"\n", end, head.start())
        before = _BEFORE_A_BLOCK.match(text[start : head.start()]) if start >= 0 else None
        if before is None:
            continue
        is_class = head[0].startswith(b"class")
        after = _end_of_block(len(before[1])).search(text, head.end())
        block_end = after.start() if after else len(text)
        if bisect_left(said, start) < bisect_left(said, block_end) or head[0].endswith(b" __init__"):
            end = end if is_class else block_end  # what stands in a class is looked at by itself
            continue
        end = block_end
        if text.count(b'"""', start, end) % 2 or text.count(b"'''", start, end) % 2:
            return None
        parts += text[last : head.end()], b":0" if is_class else b"():0", b"\n" * text.count(b"\n", head.end(), end)
        last = end
    return b"".join((*parts, text[last:]))


@cache
def _end_of_block(margin: int) -> re.Pattern[bytes]:
    return re.compile(rb"\n[ \t]{0,%d}+(?=[^\s)\]}#,])" % margin)
