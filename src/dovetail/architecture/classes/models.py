"""Persistence models, recognised in the source by their table, their base or their mapping."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dovetail.architecture.classes.declarations import Class
from dovetail.architecture.classes.structure import Structure

if TYPE_CHECKING:
    from grimp import ImportGraph

    from dovetail.architecture.classes.declarations import Declarations

_WORDS = re.compile(
    rb"\b(__tablename__|__table__|\w*[cC]olumn|Mapped|relationship|models|fields|Model|\w*Document|SQLModel|Table"
    rb"|AbstractUser|AbstractBaseUser|HashModel|JsonModel|StructuredNode)\b"
)
_BASES = frozenset({
    "django.db.models.Model", "django.db.models.base.Model", "django.contrib.auth.models.AbstractUser",
    "django.contrib.auth.models.AbstractBaseUser", "peewee.Model", "tortoise.models.Model", "tortoise.Model",
    "mongoengine.Document", "mongoengine.DynamicDocument", "mongoengine.EmbeddedDocument", "beanie.Document",
    "odmantic.Model", "ormar.Model", "piccolo.table.Table", "pynamodb.models.Model", "redis_om.HashModel",
    "redis_om.JsonModel", "neomodel.StructuredNode", "flask_sqlalchemy.SQLAlchemy().Model",
})  # fmt: skip
# Who neither imports one of these, nor says one of these words, nor derives from who does, has no models.
_LIBRARIES = frozenset({base.partition(".")[0] for base in _BASES} | {"sqlalchemy", "sqlmodel"})
_TABLE_WORDS = (b"__table",)
_BASE_WORDS = (b"declarative_base", b"generate_base", b"as_declarative")
# One search for two of them.
_BASE_TEXTS = (b"declarative", b"generate_base")
# Of SQLAlchemy's own names these lead to a model's base; most that a module brings are columns and statements.
_LEADING_TO_BASES = re.compile(r"sqlalchemy(\.orm|\.ext)?$|(?i:base|declarative|registry|mapped)")
# What a call gives that models derive from: `Base = declarative_base()`.
_MADE_BASES = ("declarative_base()", "generate_base()")
_DECLARATIVE = frozenset({"sqlalchemy.orm.DeclarativeBase", "sqlalchemy.orm.DeclarativeBaseNoMeta"})
_TABLES = frozenset({"sqlalchemy.Table()", "sqlalchemy.schema.Table()", "sqlalchemy.sql.schema.Table()"})


def find_models(structure: Structure, graph: ImportGraph) -> Iterator[Class]:
    """The classes that are images of a table or a document, in the order of their modules.

    Args:
        structure: the classes of the repository.
        graph: its imports, those of third-party packages included.
    """
    importing = {name: _importing(graph, name) for name in _LIBRARIES}
    bases = {base.rpartition(".")[2] for base in _BASES if importing[base.partition(".")[0]]}
    for module in sorted(_worth_reading(structure, importing, bases)):
        if _WORDS.search(structure.text(module)) or structure.says(module, _TABLE_WORDS):
            yield from (cls for cls in structure.all_classes(module) if _is_model(structure, cls))


def _importing(graph: ImportGraph, library: str) -> set[str]:
    """The modules that import a library, which is no part of the repository itself."""
    foreign = library in graph.modules and graph.is_module_squashed(library)
    return graph.find_modules_that_directly_import(library) if foreign else set()


def _worth_reading(structure: Structure, importing: dict[str, set[str]], bases: set[str]) -> set[str]:
    """The modules with a table, or with a class that may derive from what a library or such a module declares.

    Django's fields alone make a model, whatever it derives from.
    """
    tables = structure.saying(*_TABLE_WORDS)
    sources = structure.saying(*_BASE_TEXTS)
    sources = {name for name in sources if structure.says(name, _BASE_WORDS)}.union(tables, *importing.values())
    names = bases.union(name for module in sources for name in _declared(structure.names(module)))
    read, waiting = set[str](), set(structure.headers.using(names)) if names else set()
    while waiting - read:
        given = {name for module in waiting - read for name in _derived(structure.declarations(module), names)}
        read |= waiting
        waiting = set(structure.headers.using(given - names))
        names |= given
    # A test may import Django too, and is no module of the structure.
    return read.union(tables, importing["django"] & structure.modules.keys())


def _declared(declared: Declarations | None) -> Iterator[str]:
    """The names from which a model may derive: classes, the bases that calls make, and what libraries bring."""
    yield from declared.classes if declared else ()
    for name, meaning in declared.names.items() if declared else ():
        library = meaning.partition(".")[0]
        is_base = bool(_LEADING_TO_BASES.search(meaning)) if library == "sqlalchemy" else library in _LIBRARIES
        if is_base or meaning.endswith(_MADE_BASES):
            yield name


def _derived(declared: Declarations | None, names: set[str]) -> Iterator[str]:
    """The classes that derive from one of some names, and the other names by which those go here."""
    if declared:
        for cls in declared.classes.values():
            if any(not names.isdisjoint(base.split(".")) for base in cls.bases):
                yield cls.name
        yield from (name for name, meaning in declared.names.items() if meaning.rpartition(".")[2] in names)


def find_mapped(structure: Structure, graph: ImportGraph) -> Iterator[Class]:
    """The classes that a call maps to a table: models, where they are not the domain's own."""
    importing = _importing(graph, "sqlalchemy")
    mapping = structure.saying(b"map_imperatively")
    mapping.update(module for module in importing & structure.modules.keys() if structure.says(module, (b"mapper",)))
    for module in sorted(mapping):
        body = structure.body(module)
        for function, call in body.calls() if body else ():
            is_mapping = function.endswith(".map_imperatively") or function == "sqlalchemy.orm.mapper"
            if body and call.args and is_mapping:
                cls = structure.find(structure.follow(body.names.resolve(call.args[0])))
                yield from (cls,) if cls else ()


def find_tables(structure: Structure, graph: ImportGraph) -> Iterator[str]:
    """The dotted names that stand for a table itself: `orders = Table("orders", metadata, ...)`."""
    for module in sorted(_importing(graph, "sqlalchemy") & structure.modules.keys()):
        declared = structure.declarations(module) if structure.says(module, (b"Table",)) else None
        for name, meaning in declared.names.items() if declared else ():
            if meaning in _TABLES:
                yield f"{module}.{name}"


def _is_model(structure: Structure, cls: Class) -> bool:
    if _is_abstract(cls):
        return False
    foreign = structure.foreign_bases(cls)
    return (
        _has_a_table(cls)
        or bool(_BASES & foreign)
        or any(base.endswith(_MADE_BASES) for base in foreign)
        or any(is_declarative_base(base) for base in structure.lineage(cls)[1:])
        or (cls.keywords.get("table") == "True" and "sqlmodel.SQLModel" in foreign)
        or (bool(foreign) and _has_django_fields(structure, cls))
    )


def _has_a_table(cls: Class) -> bool:
    return any(cls.stated.get(name) for name in ("__tablename__", "__table__"))


def _is_abstract(cls: Class) -> bool:
    """SQLAlchemy's `__abstract__ = True`, and Django's `class Meta: abstract = True`."""
    flag = cls.stated.get("__abstract__")
    metas = (member for member in cls.statements if isinstance(member, ast.ClassDef) and member.name == "Meta")
    return (flag is not None and ast.unparse(flag) == "True") or any(
        "abstract = True" in ast.unparse(meta) for meta in metas
    )


def is_declarative_base(cls: Class) -> bool:
    """Whether a class is the one that all models of SQLAlchemy's derive from, and none itself."""
    return not _DECLARATIVE.isdisjoint(cls.bases) or any(name.endswith("as_declarative") for name in cls.decorators)


def _has_django_fields(structure: Structure, cls: Class) -> bool:
    """Columns of Django's, whatever library the base comes from."""
    declared = structure.declarations(cls.module)
    calls = (value.func for value in cls.stated.values() if isinstance(value, ast.Call))
    return declared is not None and any(declared.resolve(called).startswith("django.db.models.") for called in calls)
