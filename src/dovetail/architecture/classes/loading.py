"""Modules that are loaded by their names: an import written as a string."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import resolve_name
from typing import TYPE_CHECKING

from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.strings import Strings
from dovetail.architecture.classes.structure import Structure

if TYPE_CHECKING:
    from grimp import ImportGraph

# What takes a module's name, and the name of the parameter that it takes it by.
_LOADERS = {
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
# These give their names in the form of code.
_RUNNERS = frozenset({"exec", "eval", "builtins.exec", "builtins.eval"})

_NAMES = frozenset({name.rpartition(".")[2] for name in _LOADERS} - {"get"})
# A search for texts as they are takes a quarter of the time, and most modules have none of them.
_TEXTS = (b"_module", b"_loader", b"_spec", b"_string", b"resolve_name", b"locate", b"spec_from_", b"__import__")
_OTHER_TEXTS = (b"modules", b"exec", b"eval")
_WORDS = re.compile(rf"\b({'|'.join(sorted(_NAMES))})\b".encode())
# A loader that is called with what a name stands for, or that goes by another name.
_TOLD = re.compile(
    rf"\b({'|'.join(sorted(_NAMES))})(\s*\(\s*\w+\s*[,)]|\s+as\s)|=\s*[\w.]*\b({'|'.join(sorted(_NAMES))})\s*$".encode(),
    re.MULTILINE,
)
_OTHER_NAME = re.compile(rb"\bas\s+(\w+)|(?<![\w.])(\w+)\s*=(?!=)")
_CALLED = re.compile(rb"\s*\(")
_ENDS_IN_A_WORD = re.compile(rb"\w\Z")
_DEFINED = re.compile(rb"\bdef\s+(\w+)")
# What a module finds under its own name is itself.
_OTHER_WAYS = re.compile(rb"\bmodules(\[(?!__name__\])|\.get\b)|\b(exec|eval)[ ]*\(")


@dataclass(frozen=True)
class Loads:
    """What the modules of a repository load by name.

    Attributes:
        structure: their source.
        graph: their imports.
    """

    structure: Structure
    graph: ImportGraph
    _wrappers: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict)
    _handles: dict[str, set[bytes]] = field(default_factory=dict)
    _facades: dict[str, list[str]] = field(default_factory=dict)
    _loading: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def _tops(self) -> set[str]:
        """The root packages."""
        return {module.partition(".")[0] for module in self.structure.modules}

    def of(self, module: str) -> Iterator[tuple[str, int]]:
        """The modules that one names to be loaded, each with its line."""
        body = self.structure.body(module) if self._may_load(module) else None
        yield from dict.fromkeys(self._loaded(body)) if body else ()

    def _may_load(self, module: str) -> bool:
        """Whether a module says a word of loading, or the name of a function that loads what it is told."""
        if module not in self.structure.modules:
            return False
        text = self.structure.text(module)
        if self._says_a_loader(module) or (self.structure.says(module, _OTHER_TEXTS) and _OTHER_WAYS.search(text)):
            return True
        imported = self.graph.find_modules_directly_imported_by(module)
        telling = {name for facade in imported for name in self._told_through(facade)}
        handles = {handle for name in telling for handle in self._telling(name)}
        said = {handle for handle in handles if _calls(handle, text)}
        pairs = ((name, handle.decode()) for name in sorted(telling) for handle in sorted(said & self._telling(name)))
        return any(self._is_told(name, handle) for name, handle in pairs)

    def _told_through(self, module: str) -> list[str]:
        """The modules that may be told what to load, of a module and those that it may take names from."""
        if module not in self._facades:
            reached = {module, *self.graph.find_modules_directly_imported_by(module)}
            self._facades[module] = [name for name in reached if self._telling(name)]
        return self._facades[module]

    def _says_a_loader(self, module: str) -> bool:
        if module not in self._loading:
            said = self.structure.says(module, _TEXTS) and _WORDS.search(self.structure.text(module))
            self._loading[module] = bool(said)
        return self._loading[module]

    def _is_told(self, module: str, handle: str) -> bool:
        """Whether other modules tell a loader by this name what to load: its text alone lets one think so of many."""
        declared = self.structure.declarations(module)
        if declared is None or handle in declared.functions:
            return handle in self._wrappers_in(module)
        return handle in declared.names and self.structure.assigned(f"{module}.{handle}") in _LOADERS

    def _telling(self, module: str) -> set[bytes]:
        """The names by which a module may be told to load something for others: none for most.

        Read from the text: those are the functions in which a loader is given what a name stands for, and the other
        names that a loader has there. A few too many do no harm.
        """
        if module not in self._handles:
            text = self.structure.text(module) if module in self.structure.modules else b""
            told = list(_TOLD.finditer(text)) if text and self._says_a_loader(module) else []
            self._handles[module] = {handle for match in told for handle in _handles(text, match)}
        return self._handles[module]

    def _loaded(self, body: Body) -> Iterator[tuple[str, int]]:
        strings = Strings(body, self.structure)
        for function, call in body.calls():
            place = self._place(function, body)
            names = _names(call, place, strings) if place else _in_code(call, function, strings)
            names |= self._through_another(call, body, strings)
            yield from ((name, call.lineno) for name in sorted(names))
        for node in body.nodes:
            if isinstance(node, ast.Subscript) and body.resolve(node.value) == "sys.modules":
                yield from ((name, node.lineno) for name in sorted(strings.of(node.slice)))

    def _through_another(self, call: ast.Call, body: Body, strings: Strings) -> set[str]:
        """What is given to a loader by what calls it: `map(import_module, names)`, `partial(import_module, name)`."""
        places = [index for index, argument in enumerate(call.args[:-1]) if body.resolve(argument) in _LOADERS]
        given = [argument for place in places for argument in call.args[place + 1 :]]
        return {text for argument in given for text in strings.of(argument) | strings.values(argument)}

    def _place(self, function: str, body: Body) -> tuple[int, str] | None:
        """Which argument of a function is a module's name: its place, and its parameter."""
        if function in _LOADERS:
            return 0, _LOADERS[function]
        module, _, name = function.rpartition(".")
        if function.startswith(("self.", "cls.")):
            return self._wrappers_in(body.names.module).get(name)
        if name not in _NAMES and module and module.partition(".")[0] not in self._tops:
            return None
        function = self.structure.assigned(function if module else f"{body.names.module}.{name}")
        if function in _LOADERS:
            return 0, _LOADERS[function]
        module, _, name = function.rpartition(".")
        return self._wrappers_in(module).get(name)

    def _wrappers_in(self, module: str) -> dict[str, tuple[int, str]]:
        """The functions of a module that load what one of their parameters says."""
        if module not in self._wrappers:
            self._wrappers[module] = {}
            body = self.structure.body(module) if self._telling(module) else None
            loading = [call for name, call in body.calls() if self._loads(name)] if body else []
            for node in body.nodes if body and loading else ():
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("__"):
                    place = _passed_on(node, loading)
                    if place:
                        self._wrappers[module][node.name] = place
        return self._wrappers[module]

    def _loads(self, function: str) -> bool:
        return function in _LOADERS or (
            function.rpartition(".")[2] in _NAMES and self.structure.follow(function) in _LOADERS
        )


def _calls(name: bytes, text: bytes) -> bool:
    """Whether a text calls what has this name."""
    start = text.find(name)
    while start >= 0:
        before, end = text[max(0, start - 4) : start], start + len(name)
        if _CALLED.match(text, end) and before != b"def " and not _ENDS_IN_A_WORD.search(before):
            return True
        start = text.find(name, end)
    return False


def _handles(text: bytes, told: re.Match[bytes]) -> Iterator[bytes]:
    """The function in which a loader is told what to load, or the other name that it is given."""
    line = text[text.rfind(b"\n", 0, told.start()) + 1 :].partition(b"\n")[0]
    renamed = () if b"(" in told[0] else _OTHER_NAME.findall(line)
    others = [name for names in renamed for name in names if name]
    yield from others
    calls = [match.start() for name in others for match in re.finditer(rb"\b%s\s*\(\s*\w+\s*[,)]" % name, text)]
    for start in [told.start(), *calls]:
        # The function that this stands in, and the one around it.
        yield from (name for name in _DEFINED.findall(text, 0, start)[-2:] if not name.startswith(b"__"))


def _passed_on(function: ast.FunctionDef | ast.AsyncFunctionDef, loading: Iterable[ast.Call]) -> tuple[int, str] | None:
    """The parameter that a function gives to a loader as it is: its place, and its name."""
    parameters = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    bound = 1 if parameters[:1] in (["self"], ["cls"]) else 0
    for call in loading:
        if function.lineno <= call.lineno <= (function.end_lineno or 0):
            named = call.args[0] if call.args else None
            if isinstance(named, ast.Name) and named.id in parameters:
                return parameters.index(named.id) - bound, named.id
    return None


def _names(call: ast.Call, place: tuple[int, str], strings: Strings) -> set[str]:
    """The modules that a call names; none where only a run would tell."""
    index, parameter = place
    named = [*call.args[index : index + 1], *(item.value for item in call.keywords if item.arg == parameter)]
    texts = strings.of(named[0]) if named else set()
    anchors = [*call.args[1:2], *(item.value for item in call.keywords if item.arg == "package")]
    anchor = strings.of(anchors[0]) if anchors else set()
    found = (name for text in texts for name in _absolute(text, anchor))
    return {name.partition(":")[0] for name in found if name[:1].isalpha() or name[:1] == "_"}


def _absolute(text: str, anchors: set[str]) -> Iterator[str]:
    if not text.startswith("."):
        yield text
        return
    for anchor in anchors:
        try:
            yield resolve_name(text, anchor)
        except ImportError:
            continue


def _in_code(call: ast.Call, function: str, strings: Strings) -> set[str]:
    """The modules that a text of code imports."""
    if function not in _RUNNERS or not call.args:
        return set()
    found: set[str] = set()
    for text in strings.of(call.args[0]):
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _NAMES:
                named = node.args[0] if node.args else None
                found |= {named.value} if isinstance(named, ast.Constant) and isinstance(named.value, str) else set()
    return found
