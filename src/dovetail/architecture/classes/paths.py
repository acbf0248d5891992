"""Which expressions of a module are a `pathlib.Path`, as far as its source says."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from dovetail.architecture.classes import path_methods
from dovetail.architecture.classes.bindings import Binding, bindings
from dovetail.architecture.classes.bodies import Body
from dovetail.architecture.classes.declarations import parse_annotation
from dovetail.architecture.classes.read_declarations import top_level

if TYPE_CHECKING:
    from dovetail.architecture.classes.structure import Structure


class Paths:
    """The paths of one module."""

    def __init__(self, body: Body, structure: Structure, known: dict[str, Paths] | None = None) -> None:
        self._body = body
        self._structure = structure
        # The modules may import each other's paths.
        self._known = {} if known is None else known
        self._known[body.names.module] = self
        # Those that are being looked at: `path = path / name` is one if the other is.
        self._open: list[Binding] = []

    def touched_by(self, called: ast.Attribute) -> bool:
        """Whether calling this method reads or writes the file system.

        A name of which the module says nothing counts as a path where it reads or writes a whole file, and the module
        imports `Path`: it may have come out of a list of them.
        """
        if called.attr not in path_methods.PATH_METHODS:
            return False
        unknown = isinstance(called.value, ast.Name) and called.value.id not in self._annotated
        if called.attr in path_methods.OF_TEXTS and isinstance(called.value, ast.Name | ast.Attribute):
            return self._is_path(called.value) and path_methods.last_word(called.value) not in self._other
        return self._is_path(called.value) or (unknown and called.attr in path_methods.TEXTS and self._imports_path)

    def _is_path(self, expression: ast.expr | None) -> bool:
        if isinstance(expression, ast.Call):
            if getattr(expression.func, "id", "") == "next" and expression.args:
                return self._holds_paths(expression.args[0]) or any(map(self._is_path, expression.args[1:]))
            cast = len(expression.args) > 1 and self._body.resolve(expression.func) == "typing.cast"
            return self._says_path(expression.args[0]) if cast else self._makes_a_path(expression.func)
        if isinstance(expression, ast.BinOp):
            divided = isinstance(expression.op, ast.Div)
            return divided and (self._is_path(expression.left) or self._is_path(expression.right))
        if isinstance(expression, ast.IfExp | ast.BoolOp):
            one = [expression.body, expression.orelse] if isinstance(expression, ast.IfExp) else expression.values
            return any(map(self._is_path, one))
        if isinstance(expression, ast.NamedExpr | ast.Await):
            return self._is_path(expression.value)
        if isinstance(expression, ast.Subscript):
            return self._holds_paths(expression.value)
        if isinstance(expression, ast.Attribute):
            return (
                expression.attr in self._named
                or self._is_the_class(expression)
                or (expression.attr == "parent" and self._is_path(expression.value))
                or self._is_one_elsewhere(expression)
                or self._is_held_elsewhere(expression)
            )
        return isinstance(expression, ast.Name) and (
            (expression.id in self._named and self._is_one_here(expression))
            or self._is_the_class(expression)
            or (self._is_one_elsewhere(expression) and not self._body.visible.of(expression))
        )

    def _is_one_elsewhere(self, expression: ast.expr) -> bool:
        """Whether a name is imported from another module of the repository, which has a path under it."""
        there, name = self._elsewhere(self._body.resolve(expression))
        return there is not None and there.any_is_one(name, there.at_the_top)

    def _is_held_elsewhere(self, expression: ast.Attribute) -> bool:
        """Whether an attribute is that of an object whose class, in another module, says that it is a path."""
        there, name = self._elsewhere(self._body.maker(expression.value))
        held = there is not None and name in there._body.names.classes  # noqa: SLF001
        return there is not None and held and there.any_is_one(expression.attr, there._body.bindings)  # noqa: SLF001

    def any_is_one(self, name: str, among: list[Binding]) -> bool:
        """Whether one of some bindings makes a name a path."""
        return any(
            self._says_path(bound.annotation) if bound.annotation else self._gives_a_path(bound)
            for bound in among
            if bound.name == name
        )

    def _elsewhere(self, dotted: str) -> tuple[Paths | None, str]:
        """The paths of the module in which a name is defined, where that is another one, and the name there."""
        source, _, name = dotted.rpartition(".")
        if source == self._body.names.module or not self._may_have_paths(source, name):
            return None, name
        module, _, name = self._structure.follow(dotted).rpartition(".")
        if module not in self._known and self._may_have_paths(module, name):
            body = self._structure.body(module)
            if body:
                Paths(body, self._structure, self._known)
        return (self._known.get(module) if module != self._body.names.module else None), name

    def _may_have_paths(self, module: str, name: str) -> bool:
        """Whether a module of the repository says a name, and `pathlib`; a package may hand on what others have."""
        file = self._structure.modules.get(module)
        text = self._structure.text(module) if file else b""
        return name.encode() in text and (b"pathlib" in text or str(file).endswith("__init__.py"))

    @cached_property
    def at_the_top(self) -> list[Binding]:
        """What the module's own statements bind, and no function's."""
        return bindings(self._body.tree.body)

    def _is_one_here(self, name: ast.Name) -> bool:
        """Whether a name that is a path somewhere is one where it stands, and no variable of another function's."""
        reaching = self._body.visible.of(name)
        if any(each.drawn and not each.annotation and not self._gives_a_path(each) for each in reaching):
            # Of what a loop goes through nothing may be known: then what else the name stands for tells.
            reaching = self._body.visible.around(name)
        bound = [each for each in reaching if each not in self._open]
        self._open += bound
        try:
            return not bound or any(
                self._says_path(each.annotation) if each.annotation else self._gives_a_path(each) for each in bound
            )
        finally:
            del self._open[len(self._open) - len(bound) :]

    def _makes_a_path(self, called: ast.expr) -> bool:
        """Whether what is called gives a path: the class, a method of a path, or a function annotated so."""
        if isinstance(called, ast.Attribute) and called.attr in path_methods.NEW_PATHS and self._is_path(called.value):
            return True
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        if self._is_the_class(called) or name in self._functions:
            return True
        there, name = self._elsewhere(self._body.resolve(called))
        function = there._body.names.functions.get(name) if there else None  # noqa: SLF001
        return there is not None and function is not None and there._says_path(function.node.returns)  # noqa: SLF001

    @cached_property
    def _imports_path(self) -> bool:
        return any(meaning in path_methods.PATHS or meaning == "pathlib" for meaning in self._body.names.names.values())

    @cached_property
    def _annotated(self) -> set[str]:
        return {bound.name for bound in self._body.bindings if bound.annotation}

    def _is_the_class(self, expression: ast.expr) -> bool:
        """Whether an expression is `Path` itself, a class of this module that derives from it, or a new type of it."""
        resolved = self._body.resolve(expression)
        return resolved in path_methods.PATHS or resolved in self._kinds or getattr(expression, "id", "") in self._kinds

    @cached_property
    def _kinds(self) -> set[str]:
        found = {
            cls.dotted for cls in self._body.names.classes.values() if not path_methods.PATHS.isdisjoint(cls.bases)
        }
        for bound in self._body.bindings:
            kind = bound.value
            made = self._body.resolve(kind.func) if isinstance(kind, ast.Call) else ""
            if isinstance(kind, ast.Call) and kind.args and made.endswith((".NewType", ".TypeVar")):
                limits = [item.value for item in kind.keywords if item.arg == "bound"]
                kind = (*limits, *kind.args)[0 if limits else -1]
            alike = isinstance(kind, ast.Name | ast.Attribute) and not (bound.annotation or bound.drawn)
            found |= {bound.name} if alike and self._body.resolve(kind) in path_methods.PATHS else set()
        return found

    @cached_property
    def _functions(self) -> set[str]:
        """The functions that give a path: by their annotation, else by what they return."""
        functions = [node for node in self._body.nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
        found = {node.name for node in functions if node.returns and self._says_path(node.returns)}
        self.__dict__["_functions"] = found
        named = Counter(node.name for node in functions)
        unsaid = [node for node in functions if node.returns is None and named[node.name] == 1]
        returned = {
            node.name: [each.value for each in top_level(node.body) if isinstance(each, ast.Return)] for node in unsaid
        }
        while more := {name for name in returned.keys() - found if any(map(self._is_path, returned[name]))}:
            found |= more
        return found

    @cached_property
    def _properties(self) -> set[str]:
        """The properties that give a path: they are read as attributes."""
        classes = [*self._body.names.classes.values(), *self._body.names.nested]
        read = {name for cls in classes for name, method in cls.methods.items() if method.is_property}
        return read & self._functions

    def _says_path(self, annotation: ast.expr | None) -> bool:
        """Whether an annotation says `Path`, or that among others: `Path | None`, not `list[Path]`."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            return self._says_path(parse_annotation(annotation.value))
        if isinstance(annotation, ast.BinOp):
            return self._says_path(annotation.left) or self._says_path(annotation.right)
        if isinstance(annotation, ast.Subscript):
            wrapped = self._body.resolve(annotation.value).rpartition(".")[2] in path_methods.WRAPPERS
            inner = annotation.slice
            return wrapped and any(map(self._says_path, inner.elts if isinstance(inner, ast.Tuple) else [inner]))
        return annotation is not None and self._is_the_class(annotation)

    @cached_property
    def _collections(self) -> set[str]:
        """The names that are annotated as something that holds paths."""
        return {bound.name for bound in self._body.bindings if self._says_paths(bound.annotation)}

    @cached_property
    def _other(self) -> set[str]:
        """The names that are, somewhere in the module, something else than a path."""
        return {
            bound.name
            for bound in self._body.bindings
            if (bound.annotation and not self._says_path(bound.annotation))
            or (bound.value and not bound.annotation and not self._is_path(bound.value))
        }

    @cached_property
    def _named(self) -> set[str]:
        """The variables and attributes that are annotated as a path, or are given one."""
        found = {bound.name for bound in self._body.bindings if bound.annotation and self._says_path(bound.annotation)}
        self.__dict__["_named"] = found
        found |= self._properties
        while True:
            more = {
                bound.name
                for bound in self._body.bindings
                if bound.name not in found and not bound.annotation and self._gives_a_path(bound)
            }
            if not more:
                return found
            found |= more

    def _gives_a_path(self, bound: Binding) -> bool:
        return self._holds_paths(bound.value) if bound.drawn else self._is_path(bound.value)

    def _holds_paths(self, expression: ast.expr | None) -> bool:
        """Whether a loop over something gives paths: a collection of them, in another order too, or a folder's."""
        if isinstance(expression, ast.Call):
            return self._gives_paths(expression)
        if isinstance(expression, ast.GeneratorExp | ast.ListComp | ast.SetComp):
            return self._is_path(expression.elt)
        if isinstance(expression, ast.List | ast.Tuple | ast.Set):
            return any(map(self._is_path, expression.elts))
        if isinstance(expression, ast.Dict | ast.DictComp):
            held = expression.values if isinstance(expression, ast.Dict) else [expression.value]
            return any(map(self._is_path, held))
        if isinstance(expression, ast.Attribute) and expression.attr == "parents":
            return self._is_path(expression.value)
        if not isinstance(expression, ast.Name | ast.Attribute):
            return False
        return path_methods.last_word(expression) in self._collections or (
            self._imports_path and self._is_filled_with_paths(expression)
        )

    def _gives_paths(self, call: ast.Call) -> bool:
        called, name = call.func, path_methods.last_word(call.func)
        if name in self._givers:
            return True
        if isinstance(called, ast.Attribute):
            in_a_folder = name in path_methods.FOLDERS and self._is_path(called.value)
            return in_a_folder or (name in ("items", "values", "copy") and self._holds_paths(called.value))
        made = name == "map" and any(map(self._makes_a_path, call.args[:1]))
        return made or (name in path_methods.SAME_VALUES and any(map(self._holds_paths, call.args)))

    def _is_filled_with_paths(self, expression: ast.Name | ast.Attribute) -> bool:
        """Whether a name is given, where it stands, a collection that is written out; an attribute, anywhere."""
        given = self._body.bindings if isinstance(expression, ast.Attribute) else self._body.visible.of(expression)
        plain = (each for each in given if each.value and not (each.annotation or each.drawn))
        bound = [each for each in plain if each.name == path_methods.last_word(expression) and each not in self._open]
        self._open += bound
        try:
            return any(self._holds_paths(each.value) for each in bound)
        finally:
            del self._open[len(self._open) - len(bound) :]

    @cached_property
    def _givers(self) -> set[str]:
        """The functions that are annotated as giving several paths."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return {node.name for node in self._body.nodes if isinstance(node, kinds) and self._says_paths(node.returns)}

    def _says_paths(self, annotation: ast.expr | None) -> bool:
        """Whether an annotation says something that holds paths: `list[Path]`, `dict[Sku, Path]`.

        Of `list[tuple[Path, Valve]]` nobody knows which of the two is meant, and a valve of the repository's opens too.
        """
        if annotation is None or self._says_path(annotation):
            return False
        if self._says_path(path_methods.mapped_to(annotation)):
            return True
        parts = self._body.names.parts(annotation)
        return any(map(self._is_the_class, parts)) and not any(map(self._is_another_class, parts))

    def _is_another_class(self, part: ast.expr) -> bool:
        dotted = self._structure.follow(self._body.resolve(part))
        return not self._is_the_class(part) and self._structure.find(dotted) is not None
