"""The headers of classes, read without parsing: enough to know which modules need to be."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# What follows `class`. A word is found in a text several times as fast as an expression that begins with it.
_CLASS = re.compile(rb"\s+(\w+)\s*(?:\[[^\n]*\]\s*)?(\([^:]*)?")
_WORD = re.compile(rb"\w+")
_NAME = 80  # longer than any
_NAME_HERE = re.compile(rb"\w*")
# A line break is looked for three times as fast as the start of a line.
_ASSIGNED = re.compile(rb"\n(\w++)(?:\s*+:\s*+\w++)?+\s*+=\s*+([\w.]++)\s*(?:\[|$)", re.MULTILINE)


@dataclass(eq=False, repr=False)
class Headers:
    """What the modules of a repository name at the top of their classes.

    Attributes:
        classes: the modules in which a class of some name may be defined.
        uses: the modules in which a name may be a base, be imported under another name, or be assigned to one.
        renamed: the names that go by another somewhere, with those.
    """

    classes: dict[bytes, list[str]] = field(default_factory=lambda: defaultdict(list))
    uses: dict[bytes, list[str]] = field(default_factory=lambda: defaultdict(list))
    renamed: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))

    def add(self, module: str, text: bytes) -> None:
        """Read a module's source. A comment or a string may be taken for a class: parsing will tell."""
        for name, bases in _classes(text):
            self.classes[name].append(module)
            for word in _WORD.findall(bases):
                self.uses[word].append(module)
        renamed = {*_renamed(text)}
        for word, other in renamed:
            self.renamed[word].add(other)
        for word in {word for word, _ in renamed}:
            self.uses[word].append(module)

    def using(self, names: Iterable[str]) -> list[str]:
        """The modules in which one of the names may be a base."""
        return sorted({module for name in names for module in self.uses.get(name.encode(), ())})

    def with_other_names(self, names: Iterable[str]) -> set[str]:
        """Some names, and all that these go by in any module."""
        found = [name.encode() for name in names]
        for name in found:
            found += self.renamed.get(name, set()).difference(found)
        return {name.decode() for name in found}

    def renames(self, names: Iterable[str]) -> bool:
        """Whether one of the names goes by another somewhere."""
        return any(name.encode() in self.renamed for name in names)

    def ending_in(self, stems: tuple[str, ...]) -> list[str]:
        """The modules in which a class may be defined whose name ends in one of the stems."""
        ends = tuple(stem.encode() for stem in stems)
        return sorted({module for name, modules in self.classes.items() if name.endswith(ends) for module in modules})


def defined_in(text: bytes) -> list[str]:
    """The names of the classes that may be defined in a text."""
    return [name.decode() for name, _ in _classes(text)]


def _classes(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The classes that may be defined in a text, each with what stands in its parentheses."""
    place = text.find(b"class")
    while place >= 0:
        end = place + len(b"class")
        if found := _CLASS.match(text, end):
            yield found[1], found[2] or b""
            end = found.end()
        place = text.find(b"class", end)


def _renamed(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The names that go by another, each with that."""
    last, place = 0, text.find(b" as ")
    while place >= 0:
        before = text[max(last, place + 1 - _NAME) : place]
        last = place + len(b" as ")
        found = _NAME_HERE.match(text, last)
        other_name = found[0] if found else b""
        for name in (_WORD.findall(before.rpartition(b" ")[2]) or _WORD.findall(before))[-1:]:
            yield name, other_name or name
        place = text.find(b" as ", last + len(other_name) - 1)
    for other_name, name in _ASSIGNED.findall(b"\n" + text):
        yield name.rpartition(b".")[2], other_name
