"""What an error of a container tells: all texts of it, and whether it is about a cycle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dovetail.suites.container.stalling import Stalled

_CYCLES = ("CycleDependenciesError", "CircularDependency", "CircularDependencyError", "CyclicDependencyError")
_IN_WORDS = ("circular dependenc", "cyclic dependenc", "cycle dependenc", "dependency cycle")


def texts_of(error: BaseException) -> str:
    """Everything that an error says: its own text, its notes, and those of its causes and of what it groups."""
    return "\n".join(part for each in _all_of(error) for part in (str(each), *getattr(each, "__notes__", ())))


def names(error: BaseException, name: str) -> bool:
    """Whether an error names something, whatever the case of its letters, and with or without a prefix as `SHOP_`."""
    said, wanted = texts_of(error).lower(), name.lower()
    short = wanted.partition("_")[2]
    return wanted in said or (short != "" and re.search(rf"\b{re.escape(short)}\b", said) is not None)


def is_cycle(error: BaseException) -> bool:
    """Whether an error comes of something that depends on itself."""
    every = list(_all_of(error))
    said = "\n".join(map(str, every)).lower()
    return any(isinstance(each, (RecursionError, Stalled)) or type(each).__name__ in _CYCLES for each in every) or any(
        words in said for words in _IN_WORDS
    )


def _all_of(error: BaseException) -> Iterator[BaseException]:
    waiting: list[Any] = [error]
    met: set[int] = set()
    while waiting:
        each = waiting.pop(0)
        if each is None or id(each) in met:
            continue
        met.add(id(each))
        yield each
        waiting += [*getattr(each, "exceptions", ()), each.__cause__, each.__context__]
