"""The operations of a cache's port in the contract's words, with the role of each parameter.

Roles: `key`, `keys`, `value`, `items` (a dictionary), `ttl`, `default`, `amount`, `loader`, `namespace`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, get_origin

from dovetail.conventions import words
from dovetail.errors import ContractError
from dovetail.hints import bare, optional
from dovetail.port import Operation, Parameter, Port
from dovetail.suites.cache.inference.by_load import with_loads
from dovetail.suites.calls.named_operations import called_like, reading, stated_call, taken_by_word
from dovetail.suites.calls.operation_call import OperationCall

WORDS = (
    "load", "get", "set", "add", "replace", "touch", "delete", "exists", "increment", "decrement", "pop", "get_many",
    "set_many", "delete_many", "clear", "size", "begin", "commit", "rollback",
)  # fmt: skip
"""The contract's words for what a cache does; those first that ask for more, as some names serve several."""

_ROLES: Mapping[str, tuple[str, ...]] = {
    "load": ("key", "loader", "ttl", "namespace"),
    "get": ("key", "default", "namespace"),
    "set": ("key", "value", "ttl", "namespace"),
    "add": ("key", "value", "ttl", "namespace"),
    "replace": ("key", "value", "ttl", "namespace"),
    "touch": ("key", "ttl", "namespace"),
    "delete": ("key", "namespace"),
    "exists": ("key", "namespace"),
    "increment": ("key", "amount", "ttl", "namespace"),
    "decrement": ("key", "amount", "ttl", "namespace"),
    "pop": ("key", "default", "namespace"),
    "get_many": ("keys", "namespace"),
    "set_many": ("items", "ttl", "namespace"),
    "delete_many": ("keys", "namespace"),
    "clear": ("namespace",),
    "size": ("namespace",),
    "begin": (),
    "commit": (),
    "rollback": (),
}
_OPTIONAL = {"ttl", "default", "amount", "namespace"}


def operations_of(port: Port, stated: Mapping[str, Any], owner: str) -> dict[str, OperationCall]:
    """How the contract calls what the port offers, by the contract's word.

    Args:
        port: the port.
        stated: by word, a method's name, or a function that takes the adapter first.
        owner: the contract's name, for messages.

    Raises:
        ContractError: a word or a method that is stated does not exist, or the port has nothing that reads or writes.
    """
    known = {word: _stated(port, word, each, owner) for word, each in stated.items()}
    found = taken_by_word(called_like(port, "cache.operations", WORDS), known, reading(_roles))
    _require(port, found)
    with_loads(found)
    return {word: found[word] for word in WORDS if word in found}


def _stated(port: Port, word: str, stated: Any, owner: str) -> OperationCall:
    if word not in WORDS:
        raise ContractError(
            f"operations of {owner} names {word!r}, which is none of a cache's", f"write one of {', '.join(WORDS)}"
        )
    needed = [role for role in _ROLES[word] if role not in _OPTIONAL]
    return stated_call(port, word, stated, owner, _roles, needed)


def _roles(word: str, operation: Operation) -> list[tuple[Parameter, str]] | None:
    """What is given; None where a parameter that must be given stands for nothing that is known."""
    wanted = list(_ROLES[word])
    given: list[tuple[Parameter, str]] = []
    for each in operation.parameters:
        if each.kind is inspect.Parameter.VAR_KEYWORD:
            continue
        role = _role(operation.name, each, wanted)
        if role is None and each.required:
            role = next((known for known in wanted if known not in _OPTIONAL), None)
            if role is None or (role == "loader" and not _is_loader(operation.name, each)):
                return None
        if role is not None:
            wanted.remove(role)
            given.append((each, role))
    return None if any(role not in _OPTIONAL for role in wanted) else given


def _role(name: str, each: Parameter, wanted: list[str]) -> str | None:
    if each.kind is inspect.Parameter.VAR_POSITIONAL:
        return "keys" if "keys" in wanted else None
    if "loader" in wanted and _is_loader(name, each):
        return "loader"
    return next((role for role in wanted if role != "loader" and each.name in words(f"cache.parameters.{role}")), None)


def _is_loader(operation: str, each: Parameter) -> bool:
    """Whether a parameter takes the function that loads what is missed."""
    hint = bare(optional(each.hint)[0])
    if get_origin(hint) is Callable or hint is Callable or "Callable" in str(hint):
        return True
    if each.name in words("cache.parameters.default"):
        return "_or_" in operation
    return each.name in words("cache.parameters.loader")


def _require(port: Port, found: Mapping[str, OperationCall]) -> None:
    reads, writes = {"get", "load", "get_many"} & set(found), {"set", "load", "set_many"} & set(found)
    first = next(iter(port.operations), "...")
    if not reads:
        raise ContractError(
            f"no method of {port.name} is called like a cache's get and takes a key",
            f'operations = {{"get": "{first}"}}, or a function: {{"get": lambda adapter, key: ...}}',
        )
    if not writes:
        raise ContractError(
            f"no method of {port.name} is called like a cache's set and takes a key and a value",
            f'operations = {{"set": "{first}"}}, or a function: {{"set": lambda adapter, key, value, ttl=None: ...}}',
        )
