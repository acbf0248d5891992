"""What loads modules by name, and where a text says so: told without parsing it, for most modules do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dovetail.architecture.source.words import GIVEN_TO_A_NAME, PART_OF_A_WORD, RENAMED, places

# What takes a module's name, and the name of the parameter that it takes it by.
LOADERS = {
    "importlib.import_module": "name",
    "importlib.__import__": "name",
    "importlib.util.find_spec": "name",
    "importlib.find_loader": "name",
    "__import__": "name",
    "builtins.__import__": "name",
    "pkgutil.resolve_name": "name",
    "pkgutil.find_loader": "fullname",
    "pkgutil.get_loader": "module_or_name",
    "runpy.run_module": "mod_name",
    "imp.find_module": "name",
    "imp.load_module": "name",
    "importlib.util.spec_from_file_location": "name",
    "importlib.machinery.PathFinder.find_spec": "fullname",
    "sys.modules.get": "name",
    "django.utils.module_loading.import_string": "dotted_path",
    "werkzeug.utils.import_string": "import_name",
    "pydoc.locate": "path",
}

LOADER_NAMES = frozenset({name.rpartition(".")[2] for name in LOADERS} - {"get"})
# A search for texts as they are takes a quarter of the time, and most modules have none of them.
_TEXTS = (b"_module", b"_loader", b"_spec", b"_string", b"resolve_name", b"locate", b"spec_from_", b"__import__")
_WORDS = tuple(name.encode() for name in sorted(LOADER_NAMES))
# What follows a loader that is called with what a name stands for, or that goes by another name; or stands around it.
_TOLD = re.compile(rb"\s*\(\s*(?:\w+\s*=\s*)?\w+\s*[,)]|\s+as\s|\s+(?:if|or|and)\s|\s*\)")
_CALLED_WITH_A_NAME = re.compile(rb"\s*\((?:[^()\n]*,)?\s*(?:\w+\s*=\s*)?\w+\s*[,)]")
_ENDS_THE_LINE = re.compile(rb"\s*$", re.MULTILINE)
_OTHER_NAME = re.compile(rb"\bas\s+(\w+)|(?<![\w.])(\w+)\s*=(?!=)")
_WORD = re.compile(rb"\w+")
_CLASS = re.compile(rb"^class\s+(\w+)", re.MULTILINE)
_DEFINED = re.compile(rb"def\s+(\w+)")
# What a module finds under its own name is itself.
_OTHER_WAYS = {
    b"modules": re.compile(rb"\[(?!__name__\])|\.get\b|[ \t]+as\b|[ \t]*\r?\n"),
    b"exec": re.compile(rb"[ ]*\("),
    b"eval": re.compile(rb"[ ]*\("),
}


def uses_of_loaders(text: bytes) -> list[tuple[int, int]]:
    """Where a text says the name of a loader: from there to there."""
    if not any(map(text.__contains__, _TEXTS)):
        return []
    uses = [(place, place + len(word)) for word in _WORDS for place in places(text, word)]
    return sorted(use for use in uses if not PART_OF_A_WORD.match(text, use[1]))


def loads_another_way(text: bytes) -> bool:
    """Whether a text looks a module up among those that are loaded, or runs code that it has as a text."""
    return any(
        after.match(text, place + len(word)) for word, after in _OTHER_WAYS.items() for place in places(text, word)
    )


def other_names(text: bytes, name: bytes) -> Iterator[bytes]:
    """The names that a text gives to what has this one: `load as fetch`, `fetch = load`."""
    for place in places(text, name):
        end = place + len(name)
        start = text.rfind(b"\n", 0, place) + 1
        renamed = RENAMED.match(text, end)
        given = GIVEN_TO_A_NAME.search(text[start:place]) if _ENDS_THE_LINE.match(text, end) else None
        yield from (renamed[1],) if renamed else ()
        yield from _WORD.findall(text[start:place])[:1] if given else ()


def handles(text: bytes, said: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    """The functions in which a loader is told what to load, and the other names that it is given."""
    for start, end in said:
        told = _TOLD.match(text, end)
        line = text[text.rfind(b"\n", 0, start) + 1 : start]
        if told is None and not (GIVEN_TO_A_NAME.search(line) and _ENDS_THE_LINE.match(text, end)):
            continue
        line += text[start:].partition(b"\n")[0]
        others = [name for names in _OTHER_NAME.findall(line) for name in names if name]
        yield from others
        yield from (name for other in others for name in functions_told(text, other))
        yield from _around(text, start)


def functions_told(text: bytes, name: bytes) -> Iterator[bytes]:
    """The functions and classes in which what has a name is called with what another name stands for."""
    for place in places(text, name):
        if _CALLED_WITH_A_NAME.match(text, place + len(name)):
            yield from _around(text, place)


def _around(text: bytes, place: int) -> Iterator[bytes]:
    """The function that a place stands in, the one around it, and the class; with some too many."""
    yield from (name for name in _functions_around(text, place) if not name.startswith(b"__"))
    classes = _CLASS.findall(text, 0, place)
    yield from classes[-1:]


def _functions_around(text: bytes, place: int) -> Iterator[bytes]:
    """The last two functions that are defined before a place."""
    found = 0
    while place > 0 and found < 2:
        place = text.rfind(b"def", 0, place)
        defined = _DEFINED.match(text, max(0, place))
        if defined:
            found += 1
            yield defined[1]
