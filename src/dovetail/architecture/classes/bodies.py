"""A module read down to its last statement: for rules that look at what functions do."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dovetail.architecture.classes.bindings import Binding, bindings
from dovetail.architecture.classes.declarations import Declarations
from dovetail.architecture.classes.read_declarations import aliases
from dovetail.architecture.classes.syntax import walk
from dovetail.architecture.classes.visible import Visible

# What gives the module that it is told by its name.
_IMPORTING = frozenset({"importlib.import_module", "importlib.__import__", "__import__", "builtins.__import__"})
_PLAIN = frozenset({ast.Name, ast.Attribute})
# The statements that give a name what another one stands for.
_NAMING = frozenset({ast.Import, ast.ImportFrom, ast.Assign})


@dataclass(eq=False, repr=False)
class Body:
    """The syntax of a module, and what the names in it stand for.

    Attributes:
        tree: its whole syntax.
        names: what it declares, and what its functions import and rename for themselves.
    """

    tree: ast.Module
    names: Declarations

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Everything in it: going through a tree takes as long as reading it, and is done once."""
        return walk(self.tree)

    @cached_property
    def bindings(self) -> list[Binding]:
        """What its names are bound to, in order."""
        return bindings(self.nodes)

    @cached_property
    def visible(self) -> Visible:
        """Which of those count where a name stands."""
        return Visible(self.tree, self.nodes)

    def resolve(self, expression: ast.expr | None) -> str:
        """The dotted name that an expression stands for, or "?"."""
        inner, attributes = expression, list[str]()
        while type(inner) is ast.Attribute:
            attributes.append(inner.attr)
            inner = inner.value
        fetched = self._fetched(inner) if isinstance(inner, ast.Call | ast.Subscript) else ""
        return ".".join((fetched, *reversed(attributes))) if fetched else self.names.resolve(expression)

    def _fetched(self, expression: ast.Call | ast.Subscript) -> str:
        """What is fetched by its name: out of a module, or as a module; "" where nothing is."""
        if isinstance(expression, ast.Subscript):
            looked_up = _looked_up(expression)
            named = self._text(looked_up[1]) if looked_up else None
            return f"{self._owner(looked_up[0])}.{named}" if looked_up and named is not None else ""
        if isinstance(expression.func, ast.Call):  # `attrgetter("environ")(os)`
            getter, given = expression.func, expression.args
            named = self._text(getter.args[0]) if len(getter.args) == len(given) == 1 else None
            gets = named is not None and self.resolve(getter.func) == "operator.attrgetter"
            return f"{self._owner(given[0])}.{named}" if gets else ""
        if isinstance(expression.func, ast.Name) and expression.func.id == "getattr":
            named = self._text(expression.args[1]) if len(expression.args) > 1 else None
            return f"{self._owner(expression.args[0])}.{named}" if named is not None else ""
        may_import = expression.args and type(expression.func) in _PLAIN
        module = expression.args[0].value if may_import and isinstance(expression.args[0], ast.Constant) else None
        if not isinstance(module, str) or self.resolve(expression.func) not in _IMPORTING:
            return ""
        # `__import__("os.path")` gives `os`.
        whole = expression.keywords or self.resolve(expression.func).endswith("import_module")
        return module if whole else module.partition(".")[0]

    def _text(self, expression: ast.expr) -> str | None:
        """A text that is written out, or is the one that a name of this module stands for."""
        if isinstance(expression, ast.Name):
            bound = self.visible.of(expression)
            only = bound[0].value if len(bound) == 1 and not bound[0].drawn else None
            return only.value if isinstance(only, ast.Constant) and isinstance(only.value, str) else None
        return expression.value if isinstance(expression, ast.Constant) and isinstance(expression.value, str) else None

    def maker(self, expression: ast.expr) -> str:
        """The dotted name of the class, or function, that has made what an expression stands for; "" where unknown."""
        if isinstance(expression, ast.Call):
            return self.resolve(expression.func)
        name = expression.attr if isinstance(expression, ast.Attribute) else getattr(expression, "id", "")
        return self._makers.get(name, "")

    @cached_property
    def _makers(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for bound in self.bindings:
            value = bound.value.value if isinstance(bound.value, ast.Await) else bound.value
            if isinstance(value, ast.Call) and not bound.drawn:
                found[bound.name] = self.resolve(value.func)
            elif bound.annotation and not bound.value:
                found.setdefault(bound.name, self.resolve(bound.annotation))
        return found

    def _owner(self, expression: ast.expr) -> str:
        """A module of which something is fetched by name; `__builtins__` is one of two names of the same.

        "?" for what begins with a variable, which may be called like a module: `getattr(code, "name")`.
        """
        resolved = self.resolve(expression)
        first = expression
        while isinstance(first, ast.Attribute):
            first = first.value
        variable = isinstance(first, ast.Name) and first.id not in self.names.names
        if variable and resolved.partition(".")[0] == getattr(first, "id", "") != "__builtins__":
            return "?"
        return "builtins" if resolved == "__builtins__" else resolved

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call, with the dotted name of what is called."""
        for node in self.nodes:
            if type(node) is ast.Call:
                yield self.resolve(node.func), node

    def uses(self) -> Iterator[tuple[str, int]]:
        """Every dotted name that an import, an attribute or a name brought by `*` stands for, with its line."""
        for node in self.nodes:
            if isinstance(node, ast.ImportFrom):
                source = self.names.source_of(node)
                yield from ((f"{source}.{alias.name}", node.lineno) for alias in node.names)
            elif isinstance(node, ast.Attribute) or (isinstance(node, ast.Name) and self.names.stars):
                yield self.resolve(node), node.lineno
            elif type(node) is ast.Call and (fetched := self._fetched(node)):
                yield fetched, node.lineno


def _looked_up(expression: ast.Subscript) -> tuple[ast.expr, ast.expr] | None:
    """The module and the name, where something is fetched as `vars(module)["name"]` or `module.__dict__["name"]`.

    `__builtins__` may be a dictionary by itself.
    """
    owner, key = expression.value, expression.slice
    if isinstance(owner, ast.Attribute) and owner.attr == "__dict__":
        return owner.value, key
    if isinstance(owner, ast.Name) and owner.id == "__builtins__":
        return owner, key
    called = isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "vars"
    return (owner.args[0], key) if called and isinstance(owner, ast.Call) and owner.args else None


def read_body(declared: Declarations, tree: ast.Module) -> Body:
    """Read what the functions of a module say beside what it declares."""
    names = dict(declared.names)
    body = Body(tree, replace(declared, names=names))
    for node in body.nodes:
        if type(node) in _NAMING:
            for name, meaning in _meanings(node, body):
                if names.setdefault(name, meaning).endswith("()"):
                    names[name] = meaning
    return body


def _meanings(node: ast.AST, body: Body) -> Iterable[tuple[str, str]]:
    return _renamed(node, body) if isinstance(node, ast.Assign) else aliases(node, body.names).items()


def _renamed(node: ast.Assign, body: Body) -> Iterator[tuple[str, str]]:
    """`Orders = SqlOrders` within a function, and `system = __import__("os")` anywhere."""
    if isinstance(node.value, ast.Name | ast.Attribute | ast.Call):
        meaning = body.resolve(node.value)
        targets = (target.id for target in node.targets if isinstance(target, ast.Name))
        yield from ((name, meaning) for name in targets if meaning not in ("?", name))
