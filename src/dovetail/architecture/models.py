"""Persistence models, recognised in the source by their table, their base or their mapping."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from dovetail.architecture.declarations import Class
from dovetail.architecture.structure import Structure

_WORDS = re.compile(rb"\b(__tablename__|__table__|models|Model|Document|SQLModel|Entity)\b")
_BASES = frozenset({
    "django.db.models.Model",
    "peewee.Model",
    "tortoise.models.Model",
    "tortoise.Model",
    "mongoengine.Document",
    "beanie.Document",
})  # fmt: skip


def find_models(structure: Structure) -> Iterator[Class]:
    """The classes that are images of a table or a document, in the order of their modules."""
    for module in sorted(structure.modules):
        if _WORDS.search(structure.text(module)):
            yield from (cls for cls in structure.classes(module) if _is_model(structure, cls))


def _is_model(structure: Structure, cls: Class) -> bool:
    if {"__tablename__", "__table__"} & cls.attributes:
        return True
    foreign = structure.foreign_bases(cls)
    if cls.keywords.get("table") == "True" and "sqlmodel.SQLModel" in foreign:
        return True
    return bool(_BASES & foreign) and not _is_abstract(cls)


def _is_abstract(cls: Class) -> bool:
    """Django's `class Meta: abstract = True`."""
    metas = (member for member in cls.node.body if isinstance(member, ast.ClassDef) and member.name == "Meta")
    return any("abstract = True" in ast.unparse(meta) for meta in metas)
