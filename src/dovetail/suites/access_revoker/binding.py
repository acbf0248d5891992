"""What a revoker's contract knows of its port: how access is granted, checked, refreshed and revoked."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.port import MISSING, Operation, Parameter
from dovetail.suites.calls.named_operations import named_operations, roles_in_order
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.port_contract import PortBinding
from dovetail.suites.environment.texts import from_text

WORDS: Mapping[str, tuple[str, ...]] = {
    "revoke_all": ("user",),
    "is_revoked": ("token",),
    "refresh": ("refresh",),
    "revoke": ("token",),
    "grant": ("user",),
    "check": ("token",),
}
"""The contract's words, with what each is given."""

_MAY_HAVE = ("expires", "user")


@dataclass(frozen=True, slots=True)
class RevokerBinding(PortBinding):
    """A revoker's port in the contract's own words.

    Attributes:
        operations: by word, how the port or the contract does it.
        paths: by name, the ways in which access is used: the check, and those that the contract states.
        users: whose access it is, several.
    """

    operations: Mapping[str, OperationCall]
    paths: Mapping[str, OperationCall]
    users: tuple[str, ...]

    @property
    def revoking(self) -> tuple[str, ...]:
        """The words that revoke: one access, or all of a user."""
        return tuple(word for word in ("revoke", "revoke_all") if word in self.operations)


def bind(contract: Any) -> RevokerBinding:
    """Read a port, and what its contract states.

    Raises:
        ContractError: nothing revokes, or nothing grants or checks access; the remedy is the line to write.
    """
    port = contract.read_port()
    operations = named_operations(contract, port, "access_revoker.operations", WORDS, _roles)
    if not {"revoke", "revoke_all"} & operations.keys():
        first = next(iter(port.operations), "...")
        raise ContractError(
            f"no method of {port.name} is called like one that revokes access",
            f'operations = {{"revoke": "{first}"}}, or {{"revoke_all": "{first}"}} where it takes a user',
        )
    paths = {"check": operations["check"]} if "check" in operations else {}
    paths |= {"is_revoked": operations["is_revoked"]} if "is_revoked" in operations and not paths else {}
    paths |= {name: _path(name, function) for name, function in contract.paths.items()}
    if not paths:
        raise ContractError(
            f"nothing says how access is checked that {port.name} revokes",
            'operations = {"check": lambda opened, token: ...}, a function of what the adapter or the store opens',
        )
    if "grant" not in operations and "is_revoked" not in operations:
        raise ContractError(
            f"nothing says how access is granted that {port.name} revokes",
            'operations = {"grant": lambda opened, user: ...}, a function of what the adapter or the store opens',
        )
    return RevokerBinding(port, contract, operations, paths, _users(contract, operations))


def _roles(word: str, operation: Operation) -> dict[str, str] | None:
    """What parameters stand for; what takes nobody but a user revokes all of it, whatever it is called."""
    names_user = any(_is_named(each, "user") for each in operation.required)
    if word == "revoke_all" and operation.name in ordered("access_revoker.operations.revoke") and not names_user:
        return None
    if word == "revoke":
        if names_user and len(operation.required) == 1:
            return None
        first = "refresh" if any(_is_named(each, "refresh") for each in operation.parameters) else "token"
        return roles_in_order(operation, (first, *_MAY_HAVE), _is_named, needed=1)
    return roles_in_order(operation, WORDS[word], _is_named)


def _is_named(each: Parameter, role: str) -> bool:
    if role not in {"user", "expires", "refresh"}:
        return False
    return any(word in each.name.lower() for word in ordered(f"access_revoker.parameters.{role}"))


def _path(name: str, function: Any) -> OperationCall:
    """A way of using access, as the contract states it: a function of what is opened and the token."""
    parameters = list(inspect.signature(function).parameters.values()) if callable(function) else []
    if len(parameters) != 2:
        raise ContractError(
            f"the path {name!r} is no function of what is opened and a token",
            f'paths = {{"{name}": lambda opened, token: ...}}',
        )
    token = Parameter(parameters[1].name, parameters[1].kind)
    awaited = inspect.iscoroutinefunction(function)
    return OperationCall(name, function, ((token, "token"),), awaited=awaited, written=True)


def _users(contract: Any, operations: Mapping[str, OperationCall]) -> tuple[str, ...]:
    """Whose access it is: as stated, else numbers where the port has numbers, else UUIDs."""
    if contract.users:
        return tuple(str(each) for each in contract.users)
    hints = [each.hint for call in operations.values() for each, role in call.roles if role == "user"]
    uuids = [str(UUID(int=0x5D0F_0000_4000_8000_0000_0000_0000_0001 + each)) for each in range(3)]
    for hint in hints:
        if from_text(hint) is int:
            return ("101", "1011", "10")
    return tuple(uuids)


def taking(operation: OperationCall, role: str) -> Any:
    """The type of the parameter with that role; `MISSING` where there is none."""
    return next((each.hint for each, its in operation.roles if its == role), MISSING)


def named(operation: OperationCall, role: str) -> str:
    """The name of the parameter with that role; empty where there is none."""
    return next((each.name for each, its in operation.roles if its == role), "")
