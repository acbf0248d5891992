"""What names say of a mapper: which way a function goes, and which class is a model."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any, Literal, get_origin, is_typeddict

from dovetail.conventions import words
from dovetail.naming import snake
from dovetail.port import MISSING
from dovetail.records.sqlalchemy import is_declared

Direction = Literal["model", "domain"]


_PLAIN = (Mapping, list, tuple, str, bytes)
_INTO = frozenset({"to", "into", "as", "2"})
_MODEL_CLASS = re.compile(
    r"(Model|Row|Rows|Record|Table|ORM|Orm|Dao|DAO|Dto|DTO|Document|Doc|Schema|Data|Db|DB|Json|JSON|PO|Persistence|Struct)$"
    r"|^(Db|DB|Sql|SQL|Orm|ORM|Stored|Persisted|Persistent|Raw)[A-Z]"
)


def direction(name: str, nouns: frozenset[str] = frozenset()) -> Direction | None:
    """Which way a function goes, as far as its name says: `to_row`, `from_entity`, `order_to_model`, `hydrate`.

    Args:
        name: the function's name.
        nouns: the words that the domain's type is made of.
    """
    parts = snake(name).replace("2", "_2_").split("_")
    parts = [part for part in parts if part]
    for position, word in enumerate(parts):
        before, after = set(parts[:position]), set(parts[position + 1 :])
        if word in _INTO and after:
            return _towards(before, after, nouns)
        if word == "from" and after:
            return _towards(after, before, nouns)
    if words("mapper.out").intersection(parts):
        return "model"
    return "domain" if words("mapper.back").intersection(parts) else None


def _towards(source: set[str], target: set[str], nouns: frozenset[str]) -> Direction | None:
    if target & words("mapper.model") or source & words("mapper.domain"):
        return "model"
    if target & words("mapper.domain") or source & words("mapper.model") or target & nouns:
        return "domain"
    return "model" if source & nouns else None


def modelness(hint: Any) -> int:
    """How much a type looks like a model rather than like the domain: 4 for what can be nothing else."""
    if hint is MISSING or hint is Any:
        return 0
    cls = get_origin(hint) or hint
    if not inspect.isclass(cls):
        return 0
    if is_typeddict(cls) or (issubclass(cls, _PLAIN) and not hasattr(cls, "_fields")):
        return 4
    if is_declared(cls):
        return 4
    return _named(cls)


def _named(cls: type) -> int:
    module = set(cls.__module__.split("."))
    score = 2 if _MODEL_CLASS.search(cls.__name__) else 0
    score += 1 if module & words("packages.storage") else 0
    return score - (1 if module & words("packages.core") else 0)
