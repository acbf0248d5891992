"""Classes and functions as their source declares them."""

from __future__ import annotations

import ast
import builtins
import typing
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_ABSTRACT = frozenset({
    "abc.abstractmethod", "abc.abstractproperty", "abc.abstractclassmethod", "abc.abstractstaticmethod",
})  # fmt: skip
_PROPERTIES = frozenset({"property", "functools.cached_property", "abc.abstractproperty"})
# Decorators under which a method is still called as its signature says.
_TRANSPARENT = frozenset({
    "abc.abstractmethod", "classmethod", "staticmethod", "typing.override", "typing.final", "typing.overload",
    "typing_extensions.override", "typing_extensions.final", "typing_extensions.overload",
})  # fmt: skip

# What `from ... import *` brings from the modules in which ports are written, and paths made.
_STARRED = {
    "abc": {"ABC", "ABCMeta", "abstractmethod"},
    "pathlib": {"Path", "PosixPath", "WindowsPath"},
    "typing": {*typing.__all__},
}


@dataclass(eq=False, repr=False)
class Function:
    """A method or a module's function.

    Attributes:
        name: as declared.
        node: its syntax, the body left out: of thousands of modules it would be most of the memory.
        decorators: their dotted names, resolved through the module's imports; "?" for what has none.
        empty: whether it does nothing: no more than a docstring, `...`, `pass` or `raise NotImplementedError`.
        refuses: whether it does nothing and says so: `raise NotImplementedError`.
        generates: whether it is a generator, which gives nothing before somebody goes through it.
        in_class: whether it is a method.
    """

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    decorators: tuple[str, ...]
    empty: bool
    in_class: bool = False
    refuses: bool = False
    generates: bool = False

    @property
    def line(self) -> int:
        """Where it is defined."""
        return self.node.lineno

    @property
    def public(self) -> bool:
        """Whether callers outside may use it."""
        return not self.name.startswith("_")

    @cached_property
    def abstract(self) -> bool:
        """Whether a subclass must define it."""
        return not _ABSTRACT.isdisjoint(self.decorators)

    @property
    def is_property(self) -> bool:
        """Whether it is read as an attribute."""
        return not _PROPERTIES.isdisjoint(self.decorators) or any(
            decorator.endswith((".setter", ".deleter")) for decorator in self.decorators
        )

    @property
    def bound(self) -> bool:
        """Whether its first parameter is filled in for its callers."""
        return self.in_class and "staticmethod" not in self.decorators

    @property
    def as_declared(self) -> bool:
        """Whether no decorator may have changed how it is called."""
        return set(self.decorators) <= _TRANSPARENT

    @property
    def header(self) -> str:
        """Its first line, decorators left out."""
        bare = type(self.node)(**{**vars(self.node), "decorator_list": [], "body": [ast.Expr(ast.Constant(...))]})
        return ast.unparse(bare).partition("\n")[0]

    @property
    def annotations(self) -> list[ast.expr]:
        """Every annotation in its signature."""
        arguments = self.node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        found = [argument.annotation for argument in every if argument is not None]
        return [annotation for annotation in (*found, self.node.returns) if annotation is not None]


@dataclass(eq=False, repr=False)
class Class:
    """A class.

    Attributes:
        name: as declared.
        module: the dotted name of its module.
        line: where it is defined.
        statements: what its body says, methods left out.
        bases: their dotted names, resolved through the module's imports, subscripts left out; "?" for what has none.
        keywords: the keywords of its header, such as `metaclass`, as dotted names or literals.
        methods: every function in its body, the last of each name.
        attributes: the names that its body assigns or annotates, or its methods assign on `self`.
        decorators: their dotted names.
    """

    name: str
    module: str
    line: int
    statements: tuple[ast.stmt, ...]
    bases: tuple[str, ...]
    keywords: dict[str, str]
    methods: dict[str, Function]
    attributes: frozenset[str]
    decorators: tuple[str, ...]

    @cached_property
    def dotted(self) -> str:
        """Its module and name."""
        return f"{self.module}.{self.name}"

    @cached_property
    def stated(self) -> dict[str, ast.expr | None]:
        """What its body assigns or annotates, each with its value; one that is only annotated has none."""
        found: dict[str, ast.expr | None] = {}
        for statement in self.statements:
            if isinstance(statement, ast.Assign):
                found |= {target.id: statement.value for target in statement.targets if isinstance(target, ast.Name)}
            elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                name = statement.target.id
                found[name] = statement.value or found.get(name)
        return found

    @cached_property
    def is_protocol(self) -> bool:
        """Whether it is itself a Protocol, not only an implementation of one."""
        return bool({"typing.Protocol", "typing_extensions.Protocol"} & set(self.bases))

    @cached_property
    def is_abstract(self) -> bool:
        """Whether it declares something that subclasses must define."""
        return any(method.abstract for method in self.methods.values())

    @cached_property
    def only_refuses(self) -> bool:
        """Whether all that it defines asks its heirs for it, by `raise NotImplementedError`."""
        operations = [method for method in self.methods.values() if not method.name.startswith("__")]
        return bool(operations) and all(method.refuses and method.public for method in operations)

    @property
    def is_called_abstract(self) -> bool:
        """Whether its header says that it is no class to be built."""
        return "abc.ABC" in self.bases or self.keywords.get("metaclass") == "abc.ABCMeta"

    @cached_property
    def public_methods(self) -> dict[str, Function]:
        """What callers may call: neither private, nor special, nor read as an attribute."""
        return {name: method for name, method in self.methods.items() if method.public and not method.is_property}


@dataclass(eq=False, repr=False)
class Declarations:
    """What one module declares at its top.

    Attributes:
        module: its dotted name.
        path: its file.
        names: each imported or assigned alias, with the dotted name that it stands for.
        stars: the modules of which everything is imported.
        classes: by name.
        functions: by name.
        nested: the classes that stand in functions and in other classes.
        yields: whether any function may be a generator.
    """

    module: str
    path: Path
    names: dict[str, str] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    classes: dict[str, Class] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)
    nested: list[Class] = field(default_factory=list)
    yields: bool = False

    def resolve(self, expression: ast.expr | None) -> str:
        """The dotted name that an expression stands for in this module, or "?"."""
        attributes: list[str] = []
        while not isinstance(expression, ast.Name):
            if isinstance(expression, ast.Attribute):
                attributes.append(expression.attr)
                expression = expression.value
            elif isinstance(expression, ast.Subscript):
                expression = expression.value
            elif isinstance(expression, ast.Constant) and isinstance(expression.value, str):
                expression = parse_annotation(expression.value)
            else:
                return "?"
        first = self._resolve_name(expression.id)
        return ".".join((first, *reversed(attributes))) if attributes and first != "?" else first

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.module if self.path.name == "__init__.py" else self.module.rpartition(".")[0]

    def source_of(self, statement: ast.ImportFrom) -> str:
        """The absolute name of the module that a `from ... import` names."""
        if not statement.level:
            return statement.module or ""
        parts = self.package.split(".")
        base = ".".join(parts[: len(parts) - statement.level + 1])
        return f"{base}.{statement.module}" if statement.module else base

    def parts(self, annotation: ast.expr) -> list[ast.expr]:
        """The names that an annotation is made of, those inside strings included."""
        found: list[ast.expr] = []
        for node in ast.walk(annotation):
            if isinstance(node, ast.Name | ast.Attribute):
                found.append(node)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                inner = parse_annotation(node.value)
                found += self.parts(inner) if inner else []
        return found

    def _resolve_name(self, name: str) -> str:
        if name in self.classes or name in self.functions:
            return f"{self.module}.{name}"
        if name in self.names:
            return self.names[name]
        known = next((star for star in self.stars if name in _STARRED.get(star, ())), None)
        if known:
            return f"{known}.{name}"
        # Whatever is no builtin was brought by one of the others.
        return f"{self.module}.{name}" if self.stars and not hasattr(builtins, name) else name


def parse_annotation(annotation: str) -> ast.expr | None:
    """The expression in a string; None where the string is not an expression."""
    try:
        return ast.parse(annotation, mode="eval").body
    except SyntaxError:
        return None
