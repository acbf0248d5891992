"""Names that a module plainly defines: told from its text, a hundred times as fast as by parsing it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator

from dovetail.architecture.classes.outline import BLOCK, tops

# More places than this, or longer lines, are left to the parser: to look at them all would take as long.
_PLACES = 200
_LONGEST = 300

# After these a name is only used, unless it is then given a value.
_USED_AFTER = (b":", b"->", b"|", b'"', b"'", b"`", b" raise", b" return", b"isinstance(", b"issubclass(")
# What may stand on one line with a colon and then an assignment.
_COMPOUND = re.compile(rb"\s*(if|elif|else|while|for|with|try|except|finally|class|async|match|case)\b")
# `list[Order]`, and not `[Order] = made()`; `isinstance(order, Order)`; what is called with the name first.
_USED_WITHIN = re.compile(rb"(\w\[|\bis(instance|subclass)\([\w.]+, \(?|\b(?!(?:import|del|for|as|with|in)\b)\w+\()$")
_HEADER = re.compile(rb"\s*class\s+\w+\s*[(\[]")
_LAST_WORD = re.compile(rb"(?<![\w\x80-\xff])[^\W\d]\w*$")
# A name that follows any other word is used, or stands in a sentence.
_BINDING_WORDS = frozenset({
    b"import", b"as", b"del", b"global", b"nonlocal", b"for", b"def", b"class", b"case", b"type", b"lambda",
})  # fmt: skip

STAR = re.compile(rb"import(?<!\wimport)[\s\\(]*\*")
"""What brings every name of another module. What begins with letters is found ten times as fast as what does not."""

_ASSIGNMENT = re.compile(rb":?=(?!=)")
_CONTINUES = re.compile(rb"[\w\x80-\xff]")
_CONTINUES_OR_DOT = re.compile(rb"[\w\x80-\xff.]")


def plainly_defines(text: bytes, name: str) -> bool:
    """Whether there is no doubt that a name is a function or a class of the module itself.

    It is defined at the start of a line, and wherever else it stands, it is used and given no other meaning. Where that
    cannot be told from the line alone, there is doubt.
    """
    word = name.encode()
    head = _definition(text, word)
    if head is None:
        return False
    places = list(_places(text, word))
    return len(places) <= _PLACES and all(_is_used(text, start, len(word)) for start in places if start != head)


def plainly_lacks(text: bytes, name: str) -> bool:
    """Whether there is no doubt that a module gives no meaning to a name: neither by itself, nor by `import *`."""
    word = name.encode()
    if STAR.search(text):
        return False
    if word not in text or not name.isidentifier():
        return True
    if _definition(text, word) is not None:
        return False
    places = list(_places(text, word))
    return len(places) <= _PLACES and all(_is_used(text, start, len(word)) for start in places)


def _definition(text: bytes, word: bytes) -> int | None:
    """Where a name is defined at the start of a line. To compile an expression for each name would take longer."""
    for kind in (b"def ", b"class ", b"async def "):
        start = -1 if text.startswith(kind + word) else text.find(b"\n" + kind + word)
        while start >= 0 or text.startswith(kind + word):
            head = start + 1 + len(kind)
            if text[head + len(word) : head + len(word) + 40].lstrip(b" ")[:1] in (b"(", b":", b"["):
                return head
            start = text.find(b"\n" + kind + word, head)
            if start < 0:
                break
    return None


def _places(text: bytes, word: bytes) -> Iterator[int]:
    """Where a name stands by itself: not in a longer one, nor as an attribute."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not (_CONTINUES.match(text, end) or (start and _CONTINUES_OR_DOT.match(text, start - 1))):
            yield start
        start = text.find(word, end)


def _is_used(text: bytes, place: int, length: int) -> bool:
    """Whether a name is used on a line, and certainly not imported, assigned or deleted there."""
    start, end = text.rfind(b"\n", 0, place) + 1, text.find(b"\n", place + length)
    if (end if end >= 0 else len(text)) - start > _LONGEST:
        return False
    if text[start : start + 1] in (b" ", b"\t") and _is_inside(text, start):
        return True
    before, after = text[start:place].rstrip(), text[place + length : end if end >= 0 else None].lstrip()
    if after[:1] in (b"(", b".", b"["):
        # Not a second definition of another kind: those are for the parser to put in order.
        return not before.endswith((b"def", b"class"))
    if _ASSIGNMENT.match(after):
        return False
    if before.lstrip().startswith(b"case "):  # a pattern may bind whatever it names
        return False
    word = _LAST_WORD.search(before)
    if (word and word[0] not in _BINDING_WORDS) or before.endswith(b"@"):
        return True
    if before.endswith(b"=") and not _ASSIGNMENT.search(after) and not _COMPOUND.match(before):
        return True
    if _USED_WITHIN.search(text[start:place]) or _HEADER.match(before):
        return True
    return before.endswith(_USED_AFTER) and not _COMPOUND.match(before)


def _is_inside(text: bytes, start: int) -> bool:
    """Whether a line stands in a function or a class, where it gives no meaning to a name of the module."""
    starts = tops(text)
    head = starts[bisect(starts, start) - 1] if starts and starts[0] <= start else 0
    return bool(BLOCK.match(text, head)) and b"global " not in text
