"""Modules that are loaded by their names: an import written as a string."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import resolve_name
from typing import TYPE_CHECKING

from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.loaders import LOADER_NAMES, loads_another_way, uses_of_loaders
from dovetail.architecture.classes.passing_on import ALL, Place
from dovetail.architecture.classes.strings import Strings
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.classes.tables import drawn, pairs
from dovetail.architecture.classes.wrappers import Wrappers
from dovetail.architecture.source.texts import UNPARSABLE
from dovetail.architecture.source.words import spells_otherwise, without_prose

if TYPE_CHECKING:
    from grimp import ImportGraph

# These give their names in the form of code.
_RUNNERS = frozenset({"exec", "eval", "builtins.exec", "builtins.eval"})

# These take what an import statement says in parts, in this order.
_STATEMENTS = frozenset({"__import__", "builtins.__import__", "importlib.__import__"})
_PARTS = ("name", "globals", "locals", "fromlist", "level")

# The last words of `sys.modules.get` and of those.
_OTHER_WORDS = frozenset({"get", "exec", "eval"})
# Other expressions stand for no text.
_TEXTUAL = frozenset({
    ast.JoinedStr, ast.BinOp, ast.IfExp, ast.BoolOp, ast.Call, ast.Subscript, ast.Name, ast.Attribute, ast.NamedExpr,
    ast.Starred, ast.Dict, ast.List, ast.Tuple,
})  # fmt: skip


@dataclass(eq=False, repr=False)
class Loads:
    """What the modules of a repository load by name.

    Attributes:
        structure: their source.
        graph: their imports.
        judged: those that are asked about.
    """

    structure: Structure
    graph: ImportGraph
    judged: Collection[str]

    @cached_property
    def _wrappers(self) -> Wrappers:
        return Wrappers(self.structure, self.graph, self.judged)

    def of(self, module: str) -> Iterator[tuple[str, int, int]]:
        """The modules that one names to be loaded, each with its line and column."""
        found: dict[tuple[str, int, int], None] = {}
        for body in self._wrappers.bodies(module) if self._may_load(module) else ():
            found = dict.fromkeys(self._loaded(body))
        yield from found

    def _may_load(self, module: str) -> bool:
        """Whether a module says a word of loading, or the name of a function that loads what it is told."""
        if module not in self.structure.modules:
            return False
        text = self.structure.text(module)
        said = self._wrappers.said(module)
        if (said and self._wrappers.imports_a_loader(module)) or spells_otherwise(text):
            return True
        if said or loads_another_way(text):
            code = without_prose(text)
            if uses_of_loaders(code) or loads_another_way(code):
                return True
        return self._wrappers.are_used_by(module)

    def _loaded(self, body: Body) -> Iterator[tuple[str, int, int]]:
        strings = Strings(body, self.structure)
        words = self._wrappers.words(body.names.module) | _OTHER_WORDS
        words |= {name for name, meaning in body.names.names.items() if meaning.rpartition(".")[2] in words}
        for call in body.nodes:
            if type(call) is not ast.Call or not any(_last(each) in words for each in (call.func, *call.args[:-1])):
                continue
            place = self._place(call, body) if _says_what(call) else None
            names = _names(call, place, strings) if place else _in_code(call, body, strings)
            if names and body.resolve(call.func) in _STATEMENTS:
                names = _as_a_statement(call, names, body.names.package, strings)
            names |= self._through_another(call, body, strings)
            yield from ((name, call.lineno, call.col_offset + 1) for name in sorted(names))
        for node in body.nodes if self.structure.says(body.names.module, (b"modules",)) else ():
            if isinstance(node, ast.Subscript) and body.resolve(node.value) == "sys.modules":
                yield from ((name, node.lineno, node.col_offset + 1) for name in sorted(strings.of(node.slice)))

    def _through_another(self, call: ast.Call, body: Body, strings: Strings) -> set[str]:
        """What is given to a loader by what calls it: `map(import_module, names)`, `partial(import_module, name)`."""
        places = [
            index
            for index, argument in enumerate(call.args[:-1])
            if isinstance(argument, ast.Name | ast.Attribute) and self._wrappers.place(body.resolve(argument), body)
        ]
        given = [argument for place in places for argument in call.args[place + 1 :]]
        return {text for argument in given for text in strings.of(argument) | drawn(strings, argument)}

    def _place(self, call: ast.Call, body: Body) -> Place | None:
        """Which argument of a call is a module's name; a method may be called on what its class has made."""
        place = self._wrappers.place(body.resolve(call.func), body)
        if place is None and isinstance(call.func, ast.Attribute) and (made := body.maker(call.func.value)):
            return self._wrappers.place(f"{made}.{call.func.attr}", body)
        if place is None and isinstance(call.func, ast.Name):  # what a call has made: `load = partial(import_module)`
            return self._wrappers.place(f"{body.names.module}.{call.func.id}", body)
        return place


def _last(expression: ast.expr) -> str:
    """The last word of a dotted name; nothing of a constant; what may be any loader, of what is had by a call."""
    if isinstance(expression, ast.Name):
        return expression.id
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return "" if isinstance(expression, ast.Constant) else "get"


def _says_what(call: ast.Call) -> bool:
    """Whether one of the arguments may be the name of a module."""
    return any(map(_may_be_a_name, call.args)) or any(_may_be_a_name(item.value) for item in call.keywords)


def _may_be_a_name(expression: ast.expr) -> bool:
    if type(expression) is ast.Constant:
        return isinstance(expression.value, str) and " " not in expression.value
    return type(expression) in _TEXTUAL


def _names(call: ast.Call, place: Place, strings: Strings) -> set[str]:
    """The modules that a call names, or the package below which they are; none where only a run would tell."""
    index, parameter = place
    by_place = call.args[index : None if parameter == ALL else index + 1] if index is not None else []
    named = [*by_place, *(item.value for item in call.keywords if item.arg == parameter)]
    texts = {text for given in named for text in _given(given, strings)} or _unpacked(call, parameter, strings)
    anchors = [*call.args[1:2], *(item.value for item in call.keywords if item.arg == "package")]
    anchor = strings.of(anchors[0]) if anchors else set()
    found = (name for text in texts for name in _absolute(text, anchor))
    return {name.partition(":")[0] for name in found if name[:1].isalpha() or name[:1] == "_"}


def _given(argument: ast.expr, strings: Strings) -> set[str]:
    if isinstance(argument, ast.Starred):
        return drawn(strings, argument.value)
    texts = strings.of(argument) or {head.rpartition(".")[0] for head in strings.heads(argument)}
    return texts or drawn(strings, argument)


def _unpacked(call: ast.Call, parameter: str, strings: Strings) -> set[str]:
    """What `load(**{"name": "shop.adapters"})` gives to a parameter."""
    given = pairs(strings, call).get(parameter)
    return strings.of(given) if given is not None else set()


def _absolute(text: str, anchors: set[str]) -> Iterator[str]:
    if not text.startswith("."):
        yield text
        return
    for anchor in anchors:
        try:
            yield resolve_name(text, anchor)
        except ImportError:
            continue


def _as_a_statement(call: ast.Call, names: set[str], package: str, strings: Strings) -> set[str]:
    """What `__import__` brings: its list says `from shop import adapters`, its level `from ..shop import orders`."""
    given = dict(zip(_PARTS, call.args, strict=False)) | {item.arg: item.value for item in call.keywords}
    level = given.get("level")
    dots = level.value if isinstance(level, ast.Constant) and isinstance(level.value, int) else 0
    homes = {home for name in names for home in _absolute("." * dots + name, {package})}
    listed = drawn(strings, given.get("fromlist"))
    return {f"{home}.{name}" for home in homes for name in listed if name.isidentifier()} or homes


def _in_code(call: ast.Call, body: Body, strings: Strings) -> set[str]:
    """The modules that a text of code imports, compiled or not."""
    if not call.args or body.resolve(call.func) not in _RUNNERS:
        return set()
    found: set[str] = set()
    code = call.args[0]
    compiled = isinstance(code, ast.Call) and code.args and body.resolve(code.func) in ("compile", "builtins.compile")
    for text in strings.of(code.args[0] if isinstance(code, ast.Call) and compiled else code):
        try:
            tree = ast.parse(text)
        except UNPARSABLE:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                homes = _absolute("." * node.level + (node.module or ""), {body.names.package})
                found.update(f"{home}.{alias.name}" for home in homes for alias in node.names)
            elif isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in LOADER_NAMES:
                named = node.args[0] if node.args else None
                found |= {named.value} if isinstance(named, ast.Constant) and isinstance(named.value, str) else set()
    return found
