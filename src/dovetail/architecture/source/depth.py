"""How deep the expressions of a file are nested, told from its text before a parser sees it.

The parser behind grimp goes deeper for each term of a sum, each attribute of a chain and each call of a call: it takes
time that grows with the square of their number, and from some tens of thousands on it ends the process.
"""

from __future__ import annotations

import re

# Python itself compiles no more than some three thousand.
DEEPEST = 5_000
# Each level takes two characters at least, as in `1+1+1`.
_SMALL = 2 * DEEPEST
_DEEPENING = b"+-*/%@&|^<>.(["
_OTHERS = bytes(set(range(256)) - set(_DEEPENING))

_STRING = (
    rb"'''(?:[^'\\]|\\.|'(?!''))*+'''|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"\"\""
    rb"|'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\""
)
# Compiled when it is first needed, which is hardly ever.
_TOKEN = rb"#[^\n]*+|\\\r?\n|%s|[][(){}+*/%%@&|^<>.,;:=\n-]" % _STRING
# What stands on the two sides of one of these is nested in neither.
_SEPARATORS = frozenset({b",", b";", b":", b"="})


def may_be_deep(size: int) -> bool:
    """Whether a file of so many bytes can hold anything too deep."""
    return size >= _SMALL


def is_too_deep(text: bytes) -> bool:
    """Whether some expression is nested deeper than a parser should be asked to go."""
    if len(text.translate(None, _OTHERS)) < DEEPEST:
        return False
    levels, depth = [0], 0
    for found in re.finditer(_TOKEN, text, re.DOTALL):
        token = found[0]
        if token in (b"(", b"[", b"{"):
            levels[-1] += 1
            levels.append(0)
            depth += 1
        elif token in (b")", b"]", b"}"):
            depth -= levels.pop() if len(levels) > 1 else 0
        elif token in _SEPARATORS or (token == b"\n" and len(levels) == 1):
            depth -= levels[-1]
            levels[-1] = 0
        elif token[:1] in _DEEPENING:
            levels[-1] += 1
            depth += 1
        if depth >= DEEPEST:
            return True
    return False
