"""The tables of an adapter: the metadata that they are in, the modules that declare them, the call that maps them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.architecture.classes.models import is_declarative_base

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class
    from dovetail.architecture.classes.structure import Structure
    from dovetail.architecture.model import Architecture

_DIALECT = re.compile(rb"\bsqlalchemy\.dialects(?:\.|\s+import\s+)(postgresql|mysql|oracle|mssql)\b")
# SQLAlchemy's types in capitals are those of a database that has them; SQLite takes a column `UUID` for a number.
_CAPITALS = re.compile(
    rb"\bUUID\(as_uuid|\b(?:sa|sqlalchemy)\.(?:UUID|ARRAY)\b"
    rb"|from sqlalchemy(?:\.types)? import [^\n]*\b(?:UUID|ARRAY)\b"
)
_MADE = ("declarative_base()", "generate_base()")
_SERVERS = {"postgresql": "PostgreSQL", "mysql": "MySQL", "oracle": "Oracle", "mssql": "SQL Server"}


@dataclass(frozen=True)
class Tables:
    """The tables of an adapter.

    Attributes:
        module: the module with the object that has the metadata.
        name: that object's name there.
        is_metadata: whether it is the metadata itself.
        modules: the modules that declare tables in it, which must be imported for it to be whole.
        mappings: the dotted names of the functions that map the domain's classes to it, and must be called.
        server: the database that some of its columns have types of, where that is not SQLite.
    """

    module: str
    name: str
    is_metadata: bool
    modules: tuple[str, ...]
    mappings: tuple[str, ...] = ()
    server: str = ""

    @property
    def expression(self) -> str:
        """What gives the metadata."""
        return self.name if self.is_metadata else f"{self.name}.metadata"


def find_tables_of(adapter: Class, architecture: Architecture) -> Tables | None:
    """The tables of an adapter: those that are nearest by imports, else the only ones of the repository."""
    structure, graph = architecture.hexagon.structure, architecture.code.graph
    found = list(_of_models(architecture)) + list(_of_metadata(architecture))
    modules = [cls.module for cls in structure.lineage(adapter)]

    def distance(tables: Tables) -> int:
        chains = [
            graph.find_shortest_chain(module, other)
            for module in modules
            for other in (tables.module, *tables.modules)
            if module != other
        ]
        near = [len(chain) for chain in chains if chain]
        return 0 if {tables.module, *tables.modules} & set(modules) else min(near, default=1000)

    return min(found, key=distance, default=None)


def _of_models(architecture: Architecture) -> Iterator[Tables]:
    """The declarative bases, each with the modules of its models."""
    by_base: dict[tuple[str, str], dict[str, None]] = {}
    for model in architecture.models:
        base = _base_of(model, architecture)
        if base is not None:
            by_base.setdefault(base, {})[model.module] = None
    for (module, name), models in by_base.items():
        modules = tuple(sorted(models))
        yield Tables(module, name, is_metadata=False, modules=modules, server=_server(architecture, modules))


def _base_of(model: Class, architecture: Architecture) -> tuple[str, str] | None:
    """Where the declarative base of a model is, and what it is called there."""
    structure = architecture.hexagon.structure
    for cls in structure.lineage(model)[1:]:
        if is_declarative_base(cls):
            return cls.module, cls.name
    if "sqlmodel.SQLModel" in structure.foreign_bases(model):
        return "sqlmodel", "SQLModel"
    for cls in structure.lineage(model):
        for base in cls.bases:
            if (beside := _made_beside(cls, base, structure)) is not None:
                return beside
            where, _, name = structure.assigned(base).rpartition(".")
            declared = structure.declarations(where)
            if declared and declared.names.get(name, "").endswith(_MADE):
                return where, name
    return None


def _made_beside(model: Class, base: str, structure: Structure) -> tuple[str, str] | None:
    """Where a base is that the model's own module makes by a call, and what it is called there."""
    declared = structure.declarations(model.module)
    if declared is None or not base.endswith(_MADE):
        return None
    return next(((model.module, name) for name, meaning in declared.names.items() if meaning == base), None)


def _of_metadata(architecture: Architecture) -> Iterator[Tables]:
    """What is called `MetaData()` or `registry()`, with the functions that map classes to it."""
    structure = architecture.hexagon.structure
    for module in sorted(structure.modules):
        if not structure.says(module, (b"MetaData(", b"registry(")):
            continue
        declared = structure.declarations(module)
        for name, meaning in declared.names.items() if declared else ():
            if re.fullmatch(r"sqlalchemy\.(\w+\.)*(MetaData|registry)\(\)", meaning):
                is_metadata = meaning.endswith("MetaData()")
                using = tuple(_using(architecture, module))
                mappings = tuple(_mappings(architecture, using))
                yield Tables(module, name, is_metadata, using, mappings, _server(architecture, using))


def _server(architecture: Architecture, modules: tuple[str, ...]) -> str:
    """The database whose own types some modules import, or nothing."""
    structure = architecture.hexagon.structure
    texts = [structure.text(each) for each in modules if each in structure.modules]
    found = next(filter(None, map(_DIALECT.search, texts)), None)
    if found:
        return _SERVERS[found[1].decode()]
    return "PostgreSQL" if any(map(_CAPITALS.search, texts)) else ""


def _using(architecture: Architecture, module: str) -> Iterator[str]:
    structure, graph = architecture.hexagon.structure, architecture.code.graph
    for each in sorted({module, *graph.find_modules_that_directly_import(module)} & structure.modules.keys()):
        if structure.says(each, (b"Table(", b"map_imperatively", b"mapper(")):
            yield each


def _mappings(architecture: Architecture, modules: tuple[str, ...]) -> Iterator[str]:
    """The functions without arguments that map classes, which nobody calls at import."""
    for module in modules:
        body = architecture.hexagon.structure.body(module)
        for node in body.tree.body if body else ():
            if isinstance(node, ast.FunctionDef) and not (node.args.args or node.args.kwonlyargs):
                calls = [ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)]
                if {"map_imperatively", "mapper"} & {call.rpartition(".")[2] for call in calls}:
                    yield f"{module}.{node.name}"
