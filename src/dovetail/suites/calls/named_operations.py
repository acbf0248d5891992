"""The operations of a port that are called like a contract's words, or that the contract states for them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.hints import resolve
from dovetail.port import FunctionKind, Operation, Parameter, Port
from dovetail.port.operation import operation as read_operation
from dovetail.suites.calls.operation_call import OperationCall, called_with, method, operation_call
from dovetail.suites.kernel.options import stated

Roles = Callable[[str, Operation], "dict[str, str] | None"]
"""Of a word and an operation, what its parameters stand for; None where the operation cannot be that of the word."""
Parts = Callable[[str, Operation], "list[tuple[Parameter, str]] | None"]
"""The same, with the parameters themselves in their order."""


def named_operations(
    contract: Any, port: Port, vocabulary: str, words: Mapping[str, Sequence[str]], roles: Roles
) -> dict[str, OperationCall]:
    """How a contract calls what a port offers, by the contract's word.

    Args:
        contract: its `operations` say by word the name of a method, or a function that takes the adapter first.
        port: the port.
        vocabulary: where the conventions have the names of each word, as in `password_hasher.operations`.
        words: each word with the roles that it is given, in the order in which a function of the contract takes them.
        roles: reads the parameters of an operation.

    Raises:
        ContractError: a word or a method that is stated does not exist, or takes other arguments.
    """

    def read(word: str, operation: Operation) -> OperationCall | None:
        given = roles(word, operation)
        return None if given is None else operation_call(operation, given)

    operations, owner = stated(contract, "operations"), contract.__name__
    known = {word: _stated(port, word, each, words, owner, roles) for word, each in operations.items()}
    return taken_by_word(called_like(port, vocabulary, words), known, read)


def taken_by_word(
    named: Iterable[tuple[str, Operation]],
    stated: Mapping[str, OperationCall],
    read: Callable[[str, Operation], OperationCall | None],
) -> dict[str, OperationCall]:
    """How a contract calls what a port offers, by word: as stated, else by the first operation that serves a word.

    Args:
        named: each word with an operation that is called like it, the likeliest first.
        stated: by word, how what the contract states is called.
        read: how an operation is called for a word; None where it cannot be.
    """
    found = dict(stated)
    taken = {each.name for each in found.values()}
    for word, operation in named:
        call = read(word, operation) if word not in found and operation.name not in taken else None
        if call is not None:
            found[word] = call
            taken.add(operation.name)
    return found


def called_like(port: Port, vocabulary: str, words: Iterable[str]) -> Iterator[tuple[str, Operation]]:
    """Each word with the operations of a port that are called like it, the likeliest names first."""
    for word in words:
        for name in ordered(f"{vocabulary}.{word}"):
            if name in port.operations:
                yield word, port.operations[name]


def roles_in_order(
    operation: Operation, wanted: Sequence[str], is_named: Callable[[Parameter, str], bool], needed: int | None = None
) -> dict[str, str] | None:
    """What parameters stand for: by their names where these say it, and in order where they do not.

    Args:
        operation: the operation.
        wanted: the roles, in the usual order.
        is_named: whether a parameter is called like a role, or has its type.
        needed: how many of the roles there must be a parameter for, the first ones; all where not given.

    Returns:
        By parameter its role; None where one that must be given has none, or a role that is needed has no parameter.
    """
    given: dict[str, str] = {}
    for each in operation.parameters:
        role = next((role for role in wanted if role not in given.values() and is_named(each, role)), None)
        if role is not None:
            given[each.name] = role
    for each in operation.required:
        if each.name not in given:
            left = next((role for role in wanted if role not in given.values()), None)
            if left is None:
                return None
            given[each.name] = left
    must = wanted if needed is None else wanted[:needed]
    return given if set(must) <= set(given.values()) else None


def reading(parts: Parts) -> Callable[[str, Operation], OperationCall | None]:
    """How a method of the port is called for a word; None where it cannot be."""

    def read(word: str, operation: Operation) -> OperationCall | None:
        given = parts(word, operation)
        return None if given is None else called_with(operation, method(operation.name), given)

    return read


def stated_call(port: Port, word: str, stated: Any, owner: str, parts: Parts, needed: Sequence[str]) -> OperationCall:
    """How what a contract states for a word is called: a method, or a function that takes the adapter first.

    Args:
        port: the port.
        word: the contract's word.
        stated: the method's name, or the function.
        owner: the contract's name, for messages.
        parts: reads the parameters of an operation.
        needed: what such a function is given besides the adapter, for messages.

    Raises:
        ContractError: there is no such method, or it takes other arguments.
    """
    written = callable(stated)
    if written:
        hints = resolve(stated) if inspect.isfunction(stated) else {}
        name = getattr(stated, "__name__", word)
        operation = read_operation(word if name == "<lambda>" else name, stated, hints, receiver=True)
    else:
        operation = operation_named(port, stated, owner)
    given = parts(word, operation)
    if given is None:
        raise ContractError(
            f"what is stated for {word} in operations of {owner} takes other arguments than that needs",
            f'operations = {{"{word}": lambda {", ".join(("adapter", *needed))}: ...}}',
        )
    return called_with(operation, stated if written else method(stated), given, written=written)


def operation_named(port: Port, stated: str, owner: str) -> Operation:
    """The operation of a port that a contract names.

    Raises:
        ContractError: there is none.
    """
    if stated not in port.operations:
        raise ContractError(
            f"operations of {owner} names {stated!r}, and {port.name} has no such method",
            f"its methods are {', '.join(port.operations)}",
        )
    return port.operations[stated]


def _stated(
    port: Port, word: str, stated: Any, words: Mapping[str, Sequence[str]], owner: str, roles: Roles
) -> OperationCall:
    if word not in words:
        raise ContractError(
            f"operations of {owner} names {word!r}, which is no word of its kind", f"write one of {', '.join(words)}"
        )
    if callable(stated):
        return _written(word, stated, words[word], owner)
    operation = operation_named(port, stated, owner)
    read = roles(word, operation)
    if read is None:
        raise ContractError(
            f"{stated}, which operations of {owner} names for {word}, takes other arguments than that",
            f'write a function: operations = {{"{word}": lambda {", ".join(("adapter", *words[word]))}: ...}}',
        )
    return operation_call(operation, read)


def _written(word: str, function: Callable[..., Any], roles: Sequence[str], owner: str) -> OperationCall:
    """How a function of the contract is called: it takes the adapter, and a word's values in their order."""
    try:
        read = read_operation(word, function, resolve(function) if inspect.isfunction(function) else {}, receiver=True)
    except ValueError:  # built in, and without a signature
        read = None
    if read is None or len(read.required) > len(roles):
        raise ContractError(
            f"what operations of {owner} states for {word} takes other arguments than that needs",
            f'operations = {{"{word}": lambda {", ".join(("adapter", *roles))}: ...}}',
        )
    given = tuple(zip(read.parameters, roles, strict=False))
    return OperationCall(
        word, function, given, read.returns, awaited=read.function_kind is FunctionKind.ASYNC, written=True
    )
