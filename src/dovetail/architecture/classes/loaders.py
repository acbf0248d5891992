"""What loads modules by name, and where a text says so: told without parsing it, for most modules do not."""

from __future__ import annotations

import ast
import re
from bisect import bisect
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import get_args

from dovetail.architecture.classes.outline import tops
from dovetail.architecture.classes.parameters import kept_behind, kept_on_self, parameter_behind
from dovetail.architecture.classes.syntax import children, walk
from dovetail.architecture.source.texts import UNPARSABLE
from dovetail.architecture.source.words import (
    GIVEN_TO_A_NAME,
    RENAMED,
    places,
    says_word,
    stands,
    without_prose,
)

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
# What several of them have in common is searched for once, and most modules have none of it.
_PARTS = (b"_module", b"_loader", b"_spec", b"_string")
_WORDS = [name.encode() for name in sorted(LOADER_NAMES)]
_WITH = {part: [word for word in _WORDS if part in word] for part in _PARTS}
_OTHERS = [word for word in _WORDS if not any(part in word for part in _PARTS)]
_TEXTS = (*_PARTS, *_OTHERS)
# What follows a loader that is called with what a name stands for, or that goes by another name; or stands around it.
_A_NAME = rb"\*?(?:\w+\s*=\s*)?(?:(?:self\.)?\w+\s*[,).+]|[fF][\"']\{)"
_TOLD = re.compile(rb"\s*\(\s*%s|\s+as\s|\s+(?:if|or|and)\s|\s*\)" % _A_NAME)
_CALLED_WITH_A_NAME = re.compile(rb"\s*\((?:[^()\n]*,)?\s*%s" % _A_NAME)
_ENDS_THE_LINE = re.compile(rb"\s*$", re.MULTILINE)
_OTHER_NAME = re.compile(rb"\bas\s+(\w+)|(?<![\w.])(\w+)\s*=(?!=)")
_WORD = re.compile(rb"\w+")
_USED = re.compile(rb"\s*[(.]")
# Not behind a colon: that is an annotation.
_GIVEN = re.compile(rb"\s*,")
_CLASS = re.compile(rb"class\s+(\w+)")
_MARGIN = re.compile(rb"\n[ \t]+")
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_FUNCTIONS = get_args(_Function)  # a tuple, for it is asked about every node: a union takes longer
_DEFINED = re.compile(rb"def\s+(\w+)")
# What a module finds under its own name is itself.
_LOOKED_UP = re.compile(rb"\[(?!__name__\])|\.get\b|[ \t]+as\b|[ \t]*\r?\n")
_CALLED = re.compile(rb"[ ]*\(")
_IMPORTED = re.compile(rb"import\b(?<!\wimport)[ \t]*(?:\([^)]*\)|[^\n]*)")


def uses_of_loaders(text: bytes) -> list[tuple[int, int]]:
    """Where a text says the name of a loader: from there to there."""
    if not any(map(text.__contains__, _TEXTS)):
        return []
    may_stand = [*_OTHERS, *(word for part, words in _WITH.items() if part in text for word in words)]
    return sorted((place, place + len(word)) for word in may_stand if word in text for place in stands(text, word))


def loads_another_way(text: bytes) -> bool:
    """Whether a text looks a module up among those that are loaded, or runs code that it has as a text."""
    return runs_code(text) or (says_word(text, b"sys") and _is_followed(text, b"modules", _LOOKED_UP))


def runs_code(text: bytes) -> bool:
    """Whether a text runs code that it has as a text."""
    return _is_followed(text, b"exec", _CALLED) or _is_followed(text, b"eval", _CALLED)


def _is_followed(text: bytes, word: bytes, after: re.Pattern[bytes]) -> bool:
    return word in text and any(after.match(text, place + len(word)) for place in places(text, word))


def other_names(text: bytes, name: bytes) -> Iterator[bytes]:
    """The names that a text gives to what has this one: `load as fetch`, `fetch = load`."""
    for place in places(text, name):
        end = place + len(name)
        start = text.rfind(b"\n", 0, place) + 1
        renamed = RENAMED.match(text, end)
        at_the_top = text[start : start + 1].strip() and _ENDS_THE_LINE.match(text, end)
        given = GIVEN_TO_A_NAME.search(text[start:place]) if at_the_top else None
        yield from (renamed[1],) if renamed else ()
        yield from _WORD.findall(text[start:place])[:1] if given else ()


def heirs(text: bytes, handle: bytes) -> Iterator[bytes]:
    """A method as the classes have it that derive, in this text, from the one that it is named after."""
    name, _, method = handle.partition(b".")
    if method and name in text:
        for heir in re.findall(rb"class\s+(\w+)\s*\([^)]*?\b%s\b" % re.escape(name), text):
            yield heir + b"." + method


def imported_names(text: bytes) -> bytes:
    """What stands behind `import` in a text, one after the other."""
    return b"\n".join(_IMPORTED.findall(text))


def handles(text: bytes, said: Iterable[tuple[int, int]]) -> Iterator[bytes]:
    """The functions in which a loader is told what to load, and the other names that it is given."""
    for start, end in said:
        told = _TOLD.match(text, end)
        line = text[text.rfind(b"\n", 0, start) + 1 : start]
        if told is None and not (GIVEN_TO_A_NAME.search(line) and _ENDS_THE_LINE.match(text, end)):
            continue
        line += text[start : _end_of_line(text, end)]
        renamed = () if told and b"(" in told[0] else _OTHER_NAME.findall(line)
        others = [name for names in renamed for name in names if name]
        yield from others
        yield from (name for other in others for name in functions_told(text, other))
        yield from _passing(text, start, text[start:end])


def _end_of_line(text: bytes, place: int) -> int:
    end = text.find(b"\n", place)
    return end if end >= 0 else len(text)


def functions_told(text: bytes, name: bytes) -> Iterator[bytes]:
    """The functions in which what has a name is called with what another name stands for; methods with their class.

    What is called on something else, as `cart.load(name)`, is most often another function of that name.
    """
    for place in places(text, name) if name in text else ():
        if text[place - 1 : place] != b"." and _CALLED_WITH_A_NAME.match(text, place + len(name)):
            yield from _passing(text, place, name)


def are_used(text: bytes, handles: Iterable[bytes]) -> bool:
    """Whether a text calls one of some functions, or gives it to another; or calls a method and names its class."""
    said = [handle for handle in handles if handle.partition(b".")[0] in text]
    code = _IMPORTED.sub(b"", without_prose(text)) if said else b""
    return any(_is_used(code, handle, text) for handle in said)


def _is_used(text: bytes, handle: bytes, whole: bytes) -> bool:
    """Whether code, imports apart, uses a function, or a method whose class the whole text names, as an import does."""
    name, _, method = handle.partition(b".")
    if method:
        return b".%s(" % method in text and says_word(whole, name)
    ends = ((place, place + len(name)) for place in places(text, name))
    return any(
        _USED.match(text, end) or (_GIVEN.match(text, end) and text[place - 2 : place] != b": ") for place, end in ends
    )


def _passing(text: bytes, place: int, name: bytes) -> Iterator[bytes]:
    """The functions around a place that give one of their parameters to what has a name.

    Only the function, or the statement, in which the place lies is parsed.
    """
    starts = [0, *tops(text), len(text)]
    index = bisect(starts, place)
    statement, within = text[starts[index - 1] : starts[index]], place - starts[index - 1]
    owner = _CLASS.match(statement)
    if owner:
        statement = b"if 1:" + _member(statement, within)
    nodes = _parsed(statement)
    if not nodes:  # it is cut off, as `try:` from its `except`
        yield from _functions_around(text, place)
        return
    for assigned in (node for node in children(nodes[0]) if isinstance(node, ast.Assign)):
        yield from (target.id.encode() for target in assigned.targets if isinstance(target, ast.Name))
    calls = _calls(nodes, name.decode())
    kept = [node for node in nodes if isinstance(node, (ast.Assign, ast.AnnAssign))] if owner and not calls else []
    yield from (owner[1] + b"." + name.encode() for node in kept if owner for name in attributes_of(node))
    for node in nodes if calls else ():
        if isinstance(node, _FUNCTIONS) and _passes_on(node, name.decode()):
            called = node.name.encode() if not isinstance(node, ast.Lambda) else b""
            if owner and called == b"__init__":
                yield owner[1]
            elif not called.startswith(b"__"):
                yield from (owner[1] + b"." + called if owner else called,) if called else ()
        elif owner and isinstance(node, _FUNCTIONS) and _passes_on(node, name.decode(), kept=True):
            yield owner[1]


def attributes_of(node: ast.Assign | ast.AnnAssign) -> list[str]:
    """What a statement in a class, or in a method of it, gives to the class or to `self`."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = [target.id if isinstance(target, ast.Name) else kept_on_self(target) for target in targets]
    return [name for name in names if name]


@lru_cache(16)  # one statement may say several loaders, or one of them several times
def _parsed(statement: bytes) -> list[ast.AST]:
    """All that is in a statement; nothing where it is no Python."""
    try:
        return walk(ast.parse(statement))
    except UNPARSABLE:
        return []


def _member(statement: bytes, place: int) -> bytes:
    """The part of a class's body, from one line at its margin to the next, in which a place lies."""
    margin = _MARGIN.search(statement)
    edge = margin[0] if margin else b"\n"

    def goes_on(line: int) -> bool:
        return statement[line + len(edge) : line + len(edge) + 1] in (b" ", b"\t", b"\n", b")", b"#")

    start = statement.rfind(edge, 0, place)
    while start >= 0 and goes_on(start):
        start = statement.rfind(edge, 0, start)
    end = statement.find(edge, place)
    while end >= 0 and goes_on(end):
        end = statement.find(edge, end + 1)
    return statement[max(start, 0) : end if end >= 0 else len(statement)]


def _passes_on(function: _Function, name: str, *, kept: bool = False) -> bool:
    """Whether a function gives a parameter to what has a name; or, instead, what its object has kept: `self.name`."""
    arguments = function.args
    gathered = [arguments.vararg] if arguments.vararg else []
    parameters = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *gathered)}
    return any(
        bool(kept_behind(given, function) if kept else parameter_behind(given, function, parameters))
        for call in _calls(walk(function), name)
        for given in (*call.args, *(keyword.value for keyword in call.keywords))
    )


def _calls(nodes: Iterable[ast.AST], name: str) -> list[ast.Call]:
    """The calls of what has a name, or of a method of that name."""
    calls = (node for node in nodes if type(node) is ast.Call)
    return [call for call in calls if name in (getattr(call.func, "id", ""), getattr(call.func, "attr", ""))]


def _functions_around(text: bytes, place: int) -> Iterator[bytes]:
    """The last two functions that are defined before a place."""
    found = 0
    while place > 0 and found < 2:
        place = text.rfind(b"def", 0, place)
        defined = _DEFINED.match(text, max(0, place))
        if defined:
            found += 1
            yield defined[1]
