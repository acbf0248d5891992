"""ARCH-14: the core does no input or output."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from dovetail.architecture.classes.bindings import handed_on
from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.buffers import Buffers
from dovetail.architecture.classes.path_methods import PATH_METHODS, PATHS
from dovetail.architecture.classes.paths import Paths
from dovetail.architecture.classes.scopes import Scope, in_scope
from dovetail.architecture.classes.structure import Structure
from dovetail.architecture.classes.syntax import walk
from dovetail.architecture.findings import Finding
from dovetail.architecture.imports.code import told_apart
from dovetail.architecture.model import Architecture
from dovetail.architecture.rules.doors_of_others import importing_doors, takes_a_door
from dovetail.architecture.rules.input_output import (
    BUILTINS,
    DOORS,
    LOOP_METHODS,
    METHODS_OF,
    OPENED_BY_KEYWORD,
    OPENERS,
    PRINTERS,
    SYSTEM,
    TARGET_PLACES,
    TARGETS,
    WORDS,
    is_input_or_output,
)
from dovetail.architecture.source.words import says_word, spells_otherwise, without_prose

ID = "ARCH-14"

# A builtin, or what a `*` brings: that needs no import of a door. Each by itself is found faster than one of several.
_USES = (rf"{name}(?<![\w.]{name})\b(?!\s*[=:])" for name in sorted(BUILTINS))
_WITHOUT_IMPORT = [re.compile(each.encode()) for each in (*_USES, "__builtins__", r"import[\s\\]*\*")]
# A door may be had by its name, which no import tells.
_BY_NAME_WORDS = (b"__import__", b"import_module")
_QUOTED = re.compile(rb"[\"'](\w+)")
_OF_PATHS = {method.encode() for method in PATH_METHODS}
# Methods of paths that a text does not have: enough where a path comes from another module.
_CALLS_ON_PATHS = re.compile(rf"\.({'|'.join(sorted(PATH_METHODS - {'replace', 'copy', 'move'}))})\(".encode())

# The modules that are known by name where nothing is imported.
_BUILTIN_MODULES = frozenset({"builtins", "__builtins__"})
_BUILTIN_NAMES = BUILTINS | {"getattr"}
# The nodes that are looked at.
_KINDS = frozenset({
    ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Import, ast.ImportFrom, ast.arg, ast.AnnAssign,
    ast.FunctionDef, ast.AsyncFunctionDef, ast.With, ast.AsyncWith,
})  # fmt: skip


def check(architecture: Architecture) -> Iterator[Finding]:
    """Files, sockets, processes, the console and the environment, touched by modules of the core."""
    structure, opening = architecture.hexagon.structure, importing_doors(architecture)
    for module in architecture.core_modules:
        body = structure.body(module) if _may_touch(architecture, module, opening) else None
        touches = _Touches(body, structure).all() if body else ()
        places = ((what, node.lineno, node.col_offset + 1) for what, node in touches)
        for what, line, column in told_apart(places):
            message = f"{module} does input or output: {what}"
            fix = "let a port ask for it, and an adapter do it"
            yield architecture.code.finding(ID, module, line, column, message=message, fix=fix)


def _may_touch(architecture: Architecture, module: str, opening: set[str]) -> bool:
    """Whether a module is worth parsing: it uses a builtin, or imports a door, itself or through another module."""
    text = architecture.hexagon.structure.text(module)
    imported = architecture.code.scan.imported_by(module)
    doors = DOORS & imported
    if doors & SYSTEM or spells_otherwise(text) or (_says_so(text, doors) and _says_so(without_prose(text), doors)):
        return True
    if _CALLS_ON_PATHS.search(text) and any(_brings_paths(architecture, name) for name in imported):
        return True
    sources = sorted(imported & (architecture.reached_from_the_core | opening))
    return takes_a_door(architecture.hexagon.structure, sources, text)


def _says_so(text: bytes, doors: frozenset[str]) -> bool:
    """Whether a text uses a builtin, or says a word of a door that it imports, or has one by its name."""
    return (
        any(each.search(text) for each in _WITHOUT_IMPORT)
        or any(says_word(text, word) for door in doors for word in WORDS[door])
        or ("pathlib" in doors and any(says_word(text, word) for word in _OF_PATHS))
        or (
            any(map(text.__contains__, _BY_NAME_WORDS))
            and any(word.decode() in DOORS for word in _QUOTED.findall(text))
        )
    )


def _brings_paths(architecture: Architecture, module: str) -> bool:
    """Whether a module of the repository may have paths: its own, or, of a package, those that it imports."""
    files, graph = architecture.hexagon.structure.modules, architecture.code.graph
    if module not in files:
        return False
    imported = graph.find_modules_directly_imported_by(module)
    beyond = imported & files.keys() if files[module].endswith("__init__.py") else set()
    return "pathlib" in imported or any("pathlib" in graph.find_modules_directly_imported_by(name) for name in beyond)


# What is touched, and where.
Touch = tuple[str, ast.expr | ast.stmt]


@dataclass(eq=False, repr=False)
class _Touches:
    """What one module touches, each with its line.

    Attributes:
        body: the module.
        structure: where names of the repository lead.
    """

    body: Body
    structure: Structure
    # The names of functions that are called on a buffer, those that `partial` will call among them, and annotations.
    _settled: set[int] = field(default_factory=set)
    _called: set[int] = field(default_factory=set)

    @cached_property
    def _paths(self) -> Paths:
        return Paths(self.body, self.structure)

    @cached_property
    def _buffers(self) -> Buffers:
        return Buffers(self.body)

    def all(self) -> Iterator[Touch]:
        """Every touch; outermost first, so that a call is judged before the name of what it calls."""
        for node, scope in in_scope(self.body.tree, _KINDS):
            # By frequency: of ten nodes seven are names and attributes.
            if isinstance(node, (ast.Name, ast.Attribute)):
                if self._may_lead_out(node) and id(node) not in self._settled:
                    yield from self._by_name(node, scope)
            elif isinstance(node, ast.Call):
                yield from self._by_call(node, scope)
            elif isinstance(node, (ast.With, ast.AsyncWith)):
                self._settled.update(self._printing_into_a_buffer(node, scope))
            elif isinstance(node, ast.Subscript):
                fetched = self.body.resolve(node) if self._may_lead_out(node.value) else ""
                yield from ((fetched, node),) if is_input_or_output(fetched) else ()
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                yield from ((name, node) for name in self._imported(node) if is_input_or_output(name))
            else:
                self._settled.update(id(inner) for annotation in _annotations(node) for inner in walk(annotation))

    def _by_call(self, node: ast.Call, scope: Scope) -> Iterator[Touch]:
        called = node.func
        self._called.add(id(called))
        if isinstance(called, ast.Attribute) and self._is_a_touching_method(called, node):
            self._settled.add(id(called))
            yield f".{called.attr}()", node
        name = self._meaning(called, scope)
        if name == "builtins.getattr" or isinstance(called, ast.Call):
            fetched = self._led(self.body.resolve(node))
            yield from ((fetched, node),) if is_input_or_output(fetched) or fetched in OPENERS else ()
        if (name == "functools.partial" or getattr(called, "id", "") == "map") and node.args:
            called, name = node.args[0], self._meaning(node.args[0], scope)
            self._called.add(id(called))
        if (name in PRINTERS and self._has_a_target(name, node)) or (name in OPENERS and self._opens_a_buffer(node)):
            self._settled.add(id(called))
        named = [keyword for keyword in node.keywords if keyword.arg == OPENED_BY_KEYWORD.get(name)]
        if any(keyword.arg and keyword.value not in self._buffers for keyword in named):
            yield f"{name}({OPENED_BY_KEYWORD[name]}=...)", node

    def _is_a_touching_method(self, called: ast.Attribute, node: ast.Call) -> bool:
        if called.attr in METHODS_OF and self.body.maker(called.value) in METHODS_OF[called.attr]:
            return not self._opens_a_buffer(node)
        return self._paths.touched_by(called) or (called.attr in LOOP_METHODS and self._imports_asyncio)

    def _printing_into_a_buffer(self, node: ast.With | ast.AsyncWith, scope: Scope) -> Iterator[int]:
        """The printers in `with redirect_stdout(buffer):`, which write to that."""
        made = [item.context_expr for item in node.items if isinstance(item.context_expr, ast.Call)]
        redirected = [call for call in made if self.body.resolve(call.func) == "contextlib.redirect_stdout"]
        if any(call.args and call.args[0] in self._buffers for call in redirected):
            for inner in (inner for statement in node.body for inner in walk(statement)):
                if isinstance(inner, ast.Call) and self._meaning(inner.func, scope) in PRINTERS:
                    yield id(inner.func)

    def _has_a_target(self, name: str, node: ast.Call) -> bool:
        """Whether a printer is told where to write; to the console is said by its own name, `sys.stderr`."""
        place = TARGET_PLACES.get(name)
        targets = [keyword.value for keyword in node.keywords if keyword.arg in TARGETS]
        targets += node.args[place : place + 1] if place is not None else []
        return any(not (isinstance(target, ast.Constant) and target.value is None) for target in targets)

    def _opens_a_buffer(self, node: ast.Call) -> bool:
        files = [keyword.value for keyword in node.keywords if keyword.arg in ("fileobj", "file", "source")]
        given = [*files, *node.args[:1]]
        # What another opener made was judged there.
        return any(file in self._buffers or self.body.maker(file) in OPENERS for file in given)

    def _by_name(self, node: ast.Name | ast.Attribute, scope: Scope) -> Iterator[Touch]:
        if not isinstance(node.ctx, ast.Load) and isinstance(node, ast.Name):
            return  # `os.environ |= {...}` does it, too
        name = self._meaning(node, scope)
        if name.startswith("builtins."):
            if name.removeprefix("builtins.") in BUILTINS:
                yield f"{name.removeprefix('builtins.')}()", node
        elif name in OPENERS or name in PRINTERS:
            used = self._called if name in PRINTERS else self._called | self._handed_on
            if not name.rpartition(".")[2][0].isupper() or id(node) in used:
                yield name, node
        elif is_input_or_output(name) and not self._was_told(node, name):
            yield name, node
        elif name.rpartition(".")[0] in PATHS and name.rpartition(".")[2] in PATH_METHODS:
            yield name, node  # handed on, as in `map(Path.read_text, paths)`

    @cached_property
    def _handed_on(self) -> set[int]:
        return set(map(id, handed_on(self.body.nodes)))

    def _was_told(self, node: ast.Name | ast.Attribute, name: str) -> bool:
        """Whether an import of this module told it already: `from os import environ`, `import socket`."""
        first: ast.expr = node
        while isinstance(first, ast.Attribute):
            first = first.value
        if not isinstance(first, ast.Name):
            return False  # a module that is fetched by its name
        brought = self.body.names.names.get(first.id, "")
        inside = isinstance(node, ast.Attribute) and is_input_or_output(name.rpartition(".")[0]) and name != brought
        return is_input_or_output(brought) or inside

    def _meaning(self, node: ast.expr, scope: Scope) -> str:
        """What an expression stands for; a builtin with `builtins.` before it."""
        if isinstance(node, ast.Name):
            if node.id in _BUILTIN_NAMES and node.id not in self.body.names.names:
                hidden = scope.hides(node.id)
                return "" if hidden else f"builtins.{node.id}"
            if node.id not in self.body.names.names and not self.body.names.stars:
                return ""
        elif not (isinstance(node, ast.Attribute) and self._may_lead_out(node)):
            return ""
        return self._led(self.body.resolve(node).replace("__builtins__.", "builtins."))

    def _led(self, found: str) -> str:
        """Where a name leads through modules of the repository."""
        module = found.rpartition(".")[0]
        while module and module not in self.structure.modules:
            module = module.rpartition(".")[0]
        led = self.structure.follow(found) if module else found
        return f"builtins.{led}" if led in BUILTINS else led

    def _may_lead_out(self, node: ast.expr) -> bool:
        """Whether a name, or what an attribute begins with, may be imported or a builtin.

        Most are `self` and locals, which need no look.
        """
        known = _BUILTIN_NAMES if type(node) is ast.Name else _BUILTIN_MODULES
        while type(node) is ast.Attribute:
            node = node.value
        if type(node) is not ast.Name:
            return True
        return node.id in self.body.names.names or node.id in known or bool(self.body.names.stars)

    @property
    def _imports_asyncio(self) -> bool:
        return any(meaning.partition(".")[0] == "asyncio" for meaning in self.body.names.names.values())

    @staticmethod
    def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
        if isinstance(node, ast.Import):
            return [alias.name for alias in node.names]
        return [] if node.level else [f"{node.module}.{alias.name}" for alias in node.names]


def _annotations(node: ast.AST) -> list[ast.expr]:
    """What a node says of types: who is given an archive did not open it."""
    if isinstance(node, (ast.arg, ast.AnnAssign)):
        return [node.annotation] if node.annotation else []
    return [node.returns] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns else []
