"""What an adapter's constructor is given beside its store: fresh objects, and values that do for a scratch store."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.conventions import words

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class, Declarations, Function
    from dovetail.architecture.classes.structure import Structure
    from dovetail.architecture.model import Architecture

# A parameter's name, its annotation, whether it is required, and where the annotation is read.
Parameter = tuple[str, "ast.expr | None", bool, "Declarations"]
URL, DATABASE = "URL", "DATABASE"
"""What a suite calls the address of a scratch server, and the database on it."""
SHARED = "@store"
"""Stands for what the store gives, where a part of the adapter takes it too; the suite's own name for it goes there."""
_LEVELS = {
    "client": r"\b(?:Async)?(?:IOMotor|Mongo)Client\b",
    "database": r"\b(?:Async)?(?:IOMotor)?Database\b",
    "collection": r"\b(?:Async)?(?:IOMotor)?Collection\b",
}
_NAMED = {"client": r"client|mongo", "database": r"(^|_)(db|database)$", "collection": r"collection$"}
_ADDRESS = re.compile(r"(^|_)(url|uri|dsn)$|connection_str")
_DATABASE = re.compile(r"^(db|database)(_name)?$")
_ANY_NAME = re.compile(r"(collection|table|bucket|index|prefix|namespace|queue|topic)(_name)?$")
_FACTORIES = {"Factory", "Singleton", "Resource", "ThreadLocalSingleton", "partial"}
_DEEP = 3


@dataclass(frozen=True)
class Argument:
    """What an adapter's constructor is given for a parameter of its own, beside the store's one thing.

    Attributes:
        name: the parameter.
        cls: the class of which a fresh object does; None where a literal does.
        arguments: what that class is given.
        literal: the text of the value, where it is no object of the repository's own.
    """

    name: str
    cls: Class | None
    arguments: tuple[Argument, ...] = ()
    literal: str = ""

    @property
    def text(self) -> str:
        """The value as it is written."""
        inside = ", ".join(f"{each.name}={each.text}" for each in self.arguments)
        return self.literal or f"{self.cls.name if self.cls else None}({inside})"

    @property
    def classes(self) -> Iterator[Class]:
        """The classes that are to be imported for it."""
        if self.cls is not None:
            yield self.cls
        for each in self.arguments:
            yield from each.classes


class Arguments:
    """What the parameters of one adapter can be given without asking anybody.

    Attributes:
        mongo: the driver of MongoDB by which an object among them reaches it, once one is met.
    """

    def __init__(
        self, adapter: Class, architecture: Architecture, takes_store: Callable[[str, ast.expr | None], object]
    ) -> None:
        self.mongo = ""
        self._takes_store = takes_store
        self._adapter = adapter
        self._hexagon = architecture.hexagon
        self._structure = architecture.hexagon.structure

    def of(self, name: str, annotation: ast.expr | None, declared: Declarations) -> Argument | None:
        """The argument for a parameter of the adapter; None where only a person knows it."""
        return self._argument(self._adapter, name, annotation, declared, 0)

    def _argument(
        self, owner: Class, name: str, annotation: ast.expr | None, declared: Declarations, depth: int
    ) -> Argument | None:
        if isinstance(annotation, ast.Name) and annotation.id in ("str", "int"):
            literal = self._literal(owner, name, text=annotation.id == "str")
            return None if literal is None else Argument(name, None, literal=literal)
        if depth == _DEEP or not isinstance(annotation, ast.Name | ast.Attribute):
            return None
        cls = self._structure.find(self._structure.follow(declared.resolve(annotation)))
        chosen = cls is not None and self._hexagon.is_interface(cls)
        if cls is not None and chosen:
            cls = self._only_one(cls)
        made = None if cls is None else self._object(name, cls, depth)
        if cls is None or made is None or not chosen or SHARED in made.text or URL in made.text:
            return made
        return None if self._libraries(cls) & words("imports.adapters") else made  # it would reach what is in use

    def _object(self, name: str, cls: Class, depth: int) -> Argument | None:
        """A fresh object of a class, as far as its own arguments are known."""
        parameters = parameters_of(cls, self._structure)
        bare = "__init__" in cls.methods or not (cls.decorators or self._structure.foreign_bases(cls))
        if parameters is None or not bare:
            return None
        self.mongo = self.mongo or next((each for each in ("motor", "pymongo") if each in self._libraries(cls)), "")
        given = [
            Argument(each[0], None, literal=SHARED)
            if self._takes_store(*each[:2])
            else self._argument(cls, *each[:2], each[3], depth + 1)
            for each in parameters
            if each[2]
        ]
        return None if None in given else Argument(name, cls, tuple(each for each in given if each is not None))

    def _libraries(self, cls: Class) -> set[str]:
        declared = self._structure.declarations(cls.module)
        return {meaning.partition(".")[0] for meaning in declared.names.values()} if declared else set()

    def _only_one(self, port: Class) -> Class | None:
        """The adapter of a port that others ask for: one in memory, or the only one that there is."""
        found = [each for each in self._hexagon.heirs_of([port]) if not self._hexagon.is_interface(each)]
        in_memory = [each for each in found if re.search(r"(?i)memory|fake|dummy|stub", each.name)]
        chosen = in_memory or found
        return chosen[0] if len(chosen) == 1 else None

    def _literal(self, owner: Class, name: str, *, text: bool) -> str | None:
        """The text of a value: what reaches a scratch server, what the code itself gives, or any name."""
        if text and _ADDRESS.search(name):
            return URL
        if text and _DATABASE.search(name):
            return DATABASE
        if (given := next(self._given(owner, name), None)) is not None:
            return given
        return '"scratch"' if text and _ANY_NAME.search(name) else None

    def _given(self, cls: Class, name: str) -> Iterator[str]:
        """What the code gives for a parameter where it makes an object of a class, or has a container make it."""
        parameters = parameters_of(cls, self._structure) or []
        place = next((at for at, each in enumerate(parameters) if each[0] == name), None)
        for module in sorted(self._structure.modules):
            body = self._structure.body(module) if self._structure.says(module, (cls.name.encode(),)) else None
            for call in ast.walk(body.tree) if body else ():
                if isinstance(call, ast.Call) and (skipped := _makes(call, cls.name)) is not None:
                    values = [each.value for each in call.keywords if each.arg == name]
                    values += call.args[skipped:][place : place + 1] if place is not None else []
                    yield from (repr(each.value) for each in values if isinstance(each, ast.Constant) and each.value)


def _makes(call: ast.Call, name: str) -> int | None:
    """How many arguments of a call stand before those of the class that it makes; None where it makes another."""
    called = ast.unparse(call.func).rpartition(".")[2]
    if called == name:
        return 0
    made = call.args and ast.unparse(call.args[0]).rpartition(".")[2] == name
    return 1 if made and called in _FACTORIES else None


def mongo_level(name: str, annotation: ast.expr | None) -> str:
    """What of MongoDB a parameter takes, or nothing: a `client`, a `database` or a `collection`."""
    text = ast.unparse(annotation) if annotation is not None else ""
    patterns, said = (_LEVELS, text) if text else (_NAMED, name)
    return next((level for level, pattern in patterns.items() if re.search(pattern, said)), "")


def parameters_of(cls: Class, structure: Structure) -> list[Parameter] | None:
    """What the constructor of a class takes; None where that is anything."""
    for each in structure.lineage(cls):
        declared = structure.declarations(each.module)
        if declared is None:
            continue
        if "__init__" in each.methods:
            found = _of_function(each.methods["__init__"], declared)
            return None if found is None else [_unwrapped(parameter, structure) for parameter in found]
        if any(name.endswith("dataclass") for name in each.decorators):
            return [_unwrapped(parameter, structure) for parameter in _of_fields(each, declared)]
    return []


def _unwrapped(parameter: Parameter, structure: Structure) -> Parameter:
    """A parameter without what `Annotated` adds, also under another name: `Db = Annotated[Session, Depends(...)]`."""
    name, annotation, required, declared = parameter
    if (inner := _annotated(annotation)) is not None:
        return name, inner, required, declared
    dotted, seen = declared.resolve(annotation), set[str]()
    if isinstance(annotation, ast.Name):
        dotted = f"{declared.module}.{annotation.id}"
    while dotted not in seen:
        seen.add(dotted)
        module, _, alias = dotted.rpartition(".")
        body, there = structure.body(module), structure.declarations(module)
        if body is None or there is None:
            break
        for node in body.tree.body:
            if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == [alias]:
                inner = _annotated(node.value)
                return parameter if inner is None else (name, inner, required, there)
        dotted = there.names.get(alias, dotted)  # brought there by an import
    return parameter


def _annotated(expression: ast.expr | None) -> ast.expr | None:
    """The type in `Annotated[type, ...]`."""
    if not isinstance(expression, ast.Subscript) or not isinstance(expression.slice, ast.Tuple):
        return None
    return expression.slice.elts[0] if ast.unparse(expression.value).endswith("Annotated") else None


def _of_function(function: Function, declared: Declarations) -> list[Parameter] | None:
    arguments = function.node.args
    if (arguments.vararg or arguments.kwarg) and len(arguments.args) < 2:
        return None
    positional = [*arguments.posonlyargs, *arguments.args]
    optional = len(positional) - len(arguments.defaults)
    found = [(each.arg, each.annotation, place < optional, declared) for place, each in enumerate(positional)][1:]
    keyword = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    return [*found, *((each.arg, each.annotation, default is None, declared) for each, default in keyword)]


def _of_fields(cls: Class, declared: Declarations) -> list[Parameter]:
    return [
        (each.target.id, each.annotation, each.value is None, declared)
        for each in cls.statements
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    ]
