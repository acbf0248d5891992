"""The operations of an event store's port in the contract's words, with the role of each parameter.

Roles: `stream`, `events` (many) or `event` (one), `expected`, `lower`, `upper`, `most`, `backwards`, `types`, `time`,
`version`, `snapshot`, `handler`, `subscriber`, `position`, `streams`.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator, Mapping
from typing import Any, get_origin

from dovetail.conventions import words
from dovetail.errors import ContractError
from dovetail.hints import element, optional
from dovetail.introspection.signatures import VARIADIC
from dovetail.port import MISSING, Operation, Parameter, Port
from dovetail.suites.calls.named_operations import called_like, reading, stated_call, taken_by_word
from dovetail.suites.calls.operation_call import OperationCall

WORDS = (
    "append", "load", "last", "version", "exists", "read_all", "by_type", "since", "delete", "save_snapshot",
    "load_snapshot", "subscribe", "receive", "acknowledge", "reached", "append_many",
)  # fmt: skip
"""The contract's words for what an event store does."""

_READING = ("stream", "lower", "upper", "most", "backwards", "types")
_ROLES: Mapping[str, tuple[str, ...]] = {
    "append": ("stream", "events", "expected"),
    "load": _READING,
    "last": ("stream",),
    "version": ("stream",),
    "exists": ("stream",),
    "read_all": ("lower", "upper", "most", "backwards", "types"),
    "by_type": ("types", "lower", "upper", "most"),
    "since": ("lower", "most"),
    "delete": ("stream", "expected"),
    "save_snapshot": ("stream", "version", "snapshot"),
    "load_snapshot": ("stream", "upper"),
    "subscribe": ("handler",),
    "receive": ("subscriber", "most"),
    "acknowledge": ("subscriber", "position"),
    "reached": ("subscriber",),
    "append_many": ("streams",),
}
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    word: tuple(role for role in roles if role in {"stream", "types", "handler", "subscriber", "position", "streams"})
    for word, roles in _ROLES.items()
    if word not in {"append", "load", "read_all"}
} | {"load": ("stream",), "read_all": (), "save_snapshot": ("stream", "snapshot")}


def operations_of(port: Port, stated: Mapping[str, Any], owner: str) -> dict[str, OperationCall]:
    """How the contract calls what the port offers, by the contract's word.

    Args:
        port: the port.
        stated: by word, a method's name, or a function that takes the adapter first.
        owner: the contract's name, for messages.

    Raises:
        ContractError: a word or a method that is stated does not exist, or the port has no append or no load.
    """
    known = {word: _stated(port, word, each, owner) for word, each in stated.items()}
    found = taken_by_word(_named(port), known, reading(_roles))
    _require(port, found)
    return {word: found[word] for word in WORDS if word in found}


def roles(call: OperationCall) -> frozenset[str]:
    """What a call can be given."""
    return frozenset(role for _, role in call.roles)


def _named(port: Port) -> Iterator[tuple[str, Operation]]:
    """The operations that are called like one of the contract's, the likeliest names first."""
    for word, operation in called_like(port, "event_store.operations", [each for each in WORDS if each != "since"]):
        if word == "read_all" and _asks_for_time(operation):
            yield "since", operation
        elif word == "load" and not _asks_for_stream(operation):
            yield "read_all", operation
        else:
            yield word, operation


def _asks_for_time(operation: Operation) -> bool:
    return any(optional(each.hint)[0] is dt.datetime for each in operation.parameters)


def _asks_for_stream(operation: Operation) -> bool:
    """Whether it takes a stream's name: by the name of a parameter, or since something must be given."""
    if any(each.name in words("event_store.parameters.stream") for each in operation.parameters):
        return True
    return any(each.name not in words("event_store.parameters.lower") for each in operation.required)


def _stated(port: Port, word: str, stated: Any, owner: str) -> OperationCall:
    if word not in WORDS:
        raise ContractError(
            f"operations of {owner} names {word!r}, which is none of an event store's",
            f"write one of {', '.join(WORDS)}",
        )
    return stated_call(port, word, stated, owner, _roles, _REQUIRED.get(word) or ("events",))


def _roles(word: str, operation: Operation) -> list[tuple[Parameter, str]] | None:
    """What is given; None where a parameter that must be given stands for nothing that is known."""
    wanted = list(_ROLES[word])
    given: list[tuple[Parameter, str]] = []
    for each in operation.parameters:
        if each.kind is inspect.Parameter.VAR_KEYWORD:
            continue
        role = _role(word, each, wanted)
        if role is None and each.required:
            role = wanted[0] if wanted and wanted[0] in _REQUIRED.get(word, _ROLES["append"]) else None
            if role is None:
                return None
        if role is not None:
            wanted.remove("events" if role == "event" else role)
            given.append((each, role))
    missing = {"events"} if word == "append" else set(_REQUIRED[word])
    return None if missing & set(wanted) else given


def _role(word: str, each: Parameter, wanted: list[str]) -> str | None:
    for role in wanted:
        if role == "events":
            if each.name in words("event_store.parameters.events") or element(optional(each.hint)[0]) is not None:
                return "events" if _is_many(each) else "event"
        elif each.kind not in VARIADIC and (_is_named(each, role) or (word == "since" and _is_moment(each, role))):
            return role
    return None


def _is_named(each: Parameter, role: str) -> bool:
    """Whether a parameter's name, and its type as far as that says anything, are those of a role."""
    if role == "most":
        return each.name in words("windows.limit")
    if role == "version":
        return each.name in words("event_store.parameters.expected")
    if role == "backwards" and optional(each.hint)[0] not in (bool, MISSING):
        return False
    return each.name in words(f"event_store.parameters.{role}")


def _is_moment(each: Parameter, role: str) -> bool:
    return role == "lower" and optional(each.hint)[0] is dt.datetime


def _is_many(each: Parameter) -> bool:
    """Whether a parameter takes several events: by its annotation, else by its name."""
    if each.kind is inspect.Parameter.VAR_POSITIONAL:
        return True
    hint = optional(each.hint)[0]
    if hint is MISSING or get_origin(hint) is dict:
        return each.name.endswith(("s", "all"))
    return element(hint) is not None or hint in (list, tuple)


def _require(port: Port, found: Mapping[str, OperationCall]) -> None:
    for word, taking in (("append", "stream, events, expected_version"), ("load", "stream")):
        if word not in found:
            first = next((each for each in port.operations), "...")
            raise ContractError(
                f"no method of {port.name} is called like an event store's {word} and takes what that needs",
                f'operations = {{"{word}": "{first}"}}, or a function: {{"{word}": lambda adapter, {taking}: ...}}',
            )
