"""What a hasher's contract knows of its port: its operations, and how a password of the port is made of a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.hints import bare, optional
from dovetail.port import MISSING, Operation, Parameter
from dovetail.suites.calls.named_operations import named_operations, roles_in_order
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.port_contract import PortBinding
from dovetail.suites.environment.texts import from_text
from dovetail.suites.kernel.options import stated

WORDS: Mapping[str, tuple[str, ...]] = {
    "verify_and_update": ("password", "hash"),
    "needs_rehash": ("hash",),
    "hash": ("password",),
    "verify": ("password", "hash"),
}
"""The contract's words, with what each is given."""


@dataclass(frozen=True, slots=True)
class HasherBinding(PortBinding):
    """A hasher's port in the contract's own words.

    Attributes:
        operations: by word, how the port is called.
        password: makes a password of the port out of a text; may refuse it as the domain does.
    """

    operations: Mapping[str, OperationCall]
    password: Callable[[str], Any]

    @property
    def answers_none(self) -> bool:
        """Whether a right password is answered with nothing, so that a wrong one can only raise."""
        return "verify" in self.operations and bare(self.operations["verify"].returns) is type(None)


def bind(contract: Any) -> HasherBinding:
    """Read a port, and what its contract states.

    Raises:
        ContractError: no operation hashes, or nothing says how a password is made; the remedy is the line to write.
    """
    port = contract.read_port()
    operations = named_operations(contract, port, "password_hasher.operations", WORDS, _roles)
    if "hash" not in operations:
        first = next(iter(port.operations), "...")
        raise ContractError(
            f"no method of {port.name} is called like a hasher's hash and takes a password",
            f'operations = {{"hash": "{first}"}}, or a function: {{"hash": lambda adapter, password: ...}}',
        )
    return HasherBinding(port, contract, operations, _password(contract, operations["hash"]))


def _roles(word: str, operation: Operation) -> dict[str, str] | None:
    usual = WORDS[word]
    # A parameter `password_hash` is a hash, and `password` is none, so that hashes are looked for first.
    wanted = tuple(sorted(usual)) if len(usual) > 1 else usual
    says = any(_is_hash(each) for each in operation.parameters)
    return roles_in_order(operation, wanted if says else usual, _is_named)


def _is_named(each: Parameter, role: str) -> bool:
    return role == "hash" and _is_hash(each)


def _is_hash(each: Parameter) -> bool:
    """Whether a parameter takes a hash, by its name or by that of its type."""
    named = (each.name.lower(), getattr(optional(each.hint)[0], "__name__", "").lower())
    return any(word in name for word in ordered("password_hasher.parameters.hash") for name in named)


def _password(contract: Any, operation: OperationCall) -> Callable[[str], Any]:
    """What makes a password of the port: as the contract states it, else by the type of the parameter."""
    given = stated(contract, "password")
    if given is not None:
        made: Callable[[str], Any] = given
        return made
    hint = next((each.hint for each, role in operation.roles if role == "password"), MISSING)
    make = from_text(hint)
    if make is None:
        name = getattr(optional(hint)[0], "__name__", str(hint))
        raise ContractError(
            f"nothing says how a {name} is made of a text, and {operation.name} takes one",
            f"password = a function of a text that gives one: password = staticmethod(lambda text: {name}(...))",
        )
    return make
