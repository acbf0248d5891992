"""Doors to the outside that a module has from another one: `from shop.tools import files`, `files.open(...)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dovetail.architecture.classes.loaders import other_names
from dovetail.architecture.rules.input_output import BUILTINS, DOORS
from dovetail.architecture.source.words import PART_OF_A_WORD, places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dovetail.architecture.classes.structure import Structure
    from dovetail.architecture.model import Architecture

_DOORS_AND_BUILTINS = DOORS | BUILTINS
_WORD = re.compile(rb"\w+")
# What follows `import`: in parentheses, or to the end of the line, which a backslash puts off.
_IMPORT = re.compile(rb"from[ \t\\\n]+([\w.]+)[ \t\\\n]+import\b(?=[ \t\\\n]*(\([^)]*\)|(?:[^\n\\]|\\\r?\n)*))")
_ATTRIBUTE = re.compile(rb"\.(\w+)")


def importing_doors(architecture: Architecture) -> set[str]:
    """The modules of the core that import a door: others may have it from them."""
    imported_by = architecture.code.scan.imported_by
    return {module for module in architecture.core_modules if not DOORS.isdisjoint(imported_by(module))}


def takes_a_door(structure: Structure, modules: Iterable[str], text: bytes) -> bool:
    """Whether a text may take from one of some modules, by its name, what that has from a door, at any remove.

    What it takes may be a whole module, as in `tools.files.open(...)`: then what it takes from that is asked next.
    """
    waiting = [(module, module.rpartition(".")[2]) for module in modules]
    imports = [(said[1], said[2]) for said in _IMPORT.finditer(text)] if waiting else []
    seen = {*waiting}
    for module, called in waiting:
        for name in sorted(_taken_from(called.encode(), text, imports)):
            led = structure.follow(f"{module}.{name}")
            if led.partition(".")[0] in _DOORS_AND_BUILTINS:
                return True
            if led in structure.modules and (led, name) not in seen:
                seen.add((led, name))
                waiting.append((led, name))
    return False


def _taken_from(module: bytes, text: bytes, imports: list[tuple[bytes, bytes]]) -> set[str]:
    """The names that a text takes from a module of some name, or from a package around it, with a few too many."""
    names = {module, *other_names(text, module)}
    after = [place + len(name) for name in names for place in places(text, name)]
    words = {named[1] for end in after if (named := _ATTRIBUTE.match(text, end))}
    for source, rest in imports:
        if not source.strip(b".") or _ends_in(source, module):
            words.update(_WORD.findall(rest))
    return {word.decode() for word in words}


def _ends_in(dotted: bytes, name: bytes) -> bool:
    return dotted.endswith(name) and not PART_OF_A_WORD.match(dotted[: -len(name)][-1:])
