"""What names mean by convention: the vocabularies of `contracts/conventions.toml`.

The file is read when the first question is asked that needs it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from dovetail.catalogue import directory


@cache
def ordered(path: str) -> tuple[str, ...]:
    """The words of a list, in their order; `path` names it, as in `windows.limit`."""
    found: Any = _document()
    for step in path.split("."):
        found = found[step]
    return tuple(found.split())


@cache
def words(path: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(ordered(path))


@cache
def operations() -> dict[str, str]:
    """The names under which ports offer the operations of a repository, each with the contract's own name for it."""
    return {
        name: operation for operation in operation_names() for name in ordered(f"repository.operations.{operation}")
    }


def operation_names() -> tuple[str, ...]:
    """The operations of a repository, by the contract's own names."""
    return tuple(_document()["repository"]["operations"])


@cache
def identity_names(noun: str) -> tuple[str, ...]:
    """The usual names of an entity's identity, the likeliest first.

    Args:
        noun: the entity's class name, in snake case.
    """
    return tuple(name.format(noun=noun) for name in ordered("identities.entity"))


@cache
def key_names(noun: str) -> tuple[str, ...]:
    """The usual names of an aggregate's key, the likeliest first."""
    return (*identity_names(noun), *ordered("identities.key"))


def begins_with(name: str, path: str) -> bool:
    """Whether a name is one of the words of a list, or begins with one and an underscore."""
    return any(name == word or name.startswith(f"{word}_") for word in ordered(path))


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads((directory() / "conventions.toml").read_text(encoding="utf-8"))
