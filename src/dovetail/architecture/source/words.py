"""Words in a text, found without a regular expression where that would take ten times as long."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PART_OF_A_WORD = re.compile(rb"\w")
RENAMED = re.compile(rb"[ \t]+as[ \t]+(\w+)")
"""What stands behind a word that is imported under another name, which it finds: ` as other`."""
GIVEN_TO_A_NAME = re.compile(rb"=\s*[\w.]*\Z")
"""What stands before a word whose value is given to a name: `load = importlib.`."""
# What Python reads as a letter, a digit or a line of ASCII: of full width, mathematical, raised, lowered, in ligatures.
_OTHER_LETTERS = re.compile(
    rb"\xef(?:\xbc[\x90-\x99\xa1-\xba\xbf]|\xbd[\x81-\x9a]|\xac[\x80-\x86]|\xb8[\xb3\xb4]|\xb9[\x8d-\x8f])"
    rb"|\xf0(?:\x9d[\x90-\x9f]|\x90\x9e|\x9f\xaf)|\xe1(?:\xb4[\xac-\xbf]|[\xb5\xb6])|\xea\x9f[\xb2-\xb4]"
    rb"|\xe2(?:\x81[\xb1\xbf]|\x82[\x90-\x9c]|[\x84\x85]|\xb1[\xbc\xbd])|\xc2[\xaa\xba]|\xc4[\xb2\xb3]|\xc5\xbf"
    rb"|\xc7[\x87-\x8c\xb1-\xb3]|\xca[\xb0-\xb8]|\xcb[\xa1-\xa3]"
)
# Without going back, and by runs of plain characters: a description may be long.
_COMMENT_OR_STRING = re.compile(
    rb"#[^\n]*"
    rb'|"""[^"\\]*+(?:(?:\\(?s:.)|"(?!""))[^"\\]*+)*+"""'
    rb"|\'\'\'[^'\\]*+(?:(?:\\(?s:.)|'(?!''))[^'\\]*+)*+\'\'\'"
    rb'|"[^"\\\n]*+(?:\\(?s:.)[^"\\\n]*+)*+"'
    rb"|'[^'\\\n]*+(?:\\(?s:.)[^'\\\n]*+)*+'"
)


def spells_otherwise(text: bytes) -> bool:
    """Whether a text may have words that only Python reads as what is looked for: its names are normalised."""
    return not text.isascii() and _OTHER_LETTERS.search(text) is not None


def places(text: bytes, word: bytes) -> Iterator[int]:
    """Where a word begins that is no end of a longer one; it may be the beginning of one."""
    place = text.find(word)
    while place >= 0:
        if not (place and PART_OF_A_WORD.match(text, place - 1)):
            yield place
        place = text.find(word, place + len(word))


def stands(text: bytes, word: bytes) -> Iterator[int]:
    """Where a word stands in a text by itself."""
    return (place for place in places(text, word) if not PART_OF_A_WORD.match(text, place + len(word)))


def says_word(text: bytes, word: bytes) -> bool:
    """Whether a word stands in a text by itself."""
    return word in text and any(True for _ in stands(text, word))


@lru_cache(64)  # one rule after the other asks for the same modules
def without_prose(text: bytes) -> bytes:
    """A text without its comments and its strings of several lines: a word in those does nothing.

    A string within the braces of another (from Python 3.12 on) seems to end that: then nothing is left out.
    """
    parts: list[bytes] = []
    last = 0
    for found in _COMMENT_OR_STRING.finditer(text):
        formatted = text[max(0, found.start() - 2) : found.start()].lower().endswith((b"f", b"fr"))
        if formatted and found[0].count(b"{") != found[0].count(b"}"):
            return text
        if not formatted and found[0].startswith((b"#", b'"""', b"'''")):
            parts.append(text[last : found.start()])
            last = found.end()
    return b" ".join((*parts, text[last:]))
