"""What a provider's contract knows of its port: its operations, whose tokens they take, and who is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.hints import bare, optional
from dovetail.policies import Policy
from dovetail.port import MISSING, Operation, Parameter
from dovetail.suites.calls.named_operations import named_operations, roles_in_order
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.port_contract import PortBinding
from dovetail.suites.environment.texts import from_text
from dovetail.suites.identity_provider.forging.keys import Key, new_key
from dovetail.suites.kernel.options import stated

WORDS: Mapping[str, tuple[str, ...]] = {
    "authenticate": ("user", "password"),
    "issue": ("subject",),
    "identify": ("token",),
}
"""The contract's words, with what each is given."""

_MANY = 8


@dataclass(frozen=True, slots=True)
class IdentityBinding(PortBinding):
    """A provider's port in the contract's own words.

    Attributes:
        operations: by word, how the port is called.
        key: what valid tokens are signed with, where dovetail signs them.
        present: makes what the port takes out of a token's text.
        subjects: who tokens are issued to.
    """

    operations: Mapping[str, OperationCall]
    key: Key | None
    present: Callable[[str], Any]
    subjects: tuple[str, ...]

    @property
    def takes_token(self) -> bool:
        """Whether the operation that identifies is given the token; else the adapter is made with it."""
        return "identify" in self.operations and bool(self.operations["identify"].roles)

    @property
    def rejection(self) -> Policy | None:
        """How wrong credentials are answered, where the contract states it."""
        policy: Policy | None = self.contract.rejection or self.contract.invalid
        return policy

    @property
    def says_who(self) -> bool:
        """Whether a valid token is answered with somebody, and not with a bare yes."""
        return bare(self.operations["identify"].returns) not in (bool, type(None))

    @property
    def answers_none(self) -> bool:
        """Whether a valid token is answered with nothing, so that any other one raises."""
        return bare(self.operations["identify"].returns) is type(None)


def bind(contract: Any) -> IdentityBinding:
    """Read a port, and what its contract states.

    Raises:
        ContractError: nothing identifies or authenticates, or no valid token can be made; a remedy says what to write.
    """
    port = contract.read_port()
    operations = named_operations(contract, port, "identity_provider.operations", WORDS, _roles)
    if not {"identify", "authenticate"} & operations.keys():
        first = next(iter(port.operations), "...")
        raise ContractError(
            f"no method of {port.name} is called like one that says whose a token is, or who signs in",
            f'operations = {{"identify": "{first}"}}, or {{"authenticate": "{first}"}}',
        )
    subjects = tuple(str(each) for each in contract.subjects or _usual_subjects(operations))
    return IdentityBinding(
        port, contract, operations, _key(contract, operations), _present(contract, operations), subjects
    )


def _roles(word: str, operation: Operation) -> dict[str, str] | None:
    if word == "identify":  # a provider that is made for one request is given nothing
        return roles_in_order(operation, WORDS[word], _is_named, needed=0)
    if word == "issue" and any(each.name in {"payload", "claims", "data"} for each in operation.required):
        return None
    return roles_in_order(operation, WORDS[word], _is_named)


def _is_named(each: Parameter, role: str) -> bool:
    if role not in {"user", "password"}:
        return False
    return any(word in each.name.lower() for word in ordered(f"identity_provider.parameters.{role}"))


def _key(contract: Any, operations: Mapping[str, OperationCall]) -> Key | None:
    """What tokens are signed with: the contract's key, or one that is made where it states an algorithm alone."""
    if contract.mint is not None:
        return None
    held = stated(contract, "key")
    if held is not None:
        return Key(contract.algorithm or "HS256", held)
    if contract.algorithm is not None:
        return new_key(contract.algorithm)
    if "identify" in operations and "issue" not in operations:
        raise ContractError(
            f"nothing says how a valid token for {contract.__name__} is made",
            'state what tokens are signed with: algorithm = "RS256" (a key is made, and handed over to a parameter '
            "`key` of the adapter's callable), or key = ...; or a function: mint = staticmethod(lambda sub, exp: ...)",
        )
    return None


def _present(contract: Any, operations: Mapping[str, OperationCall]) -> Callable[[str], Any]:
    given = stated(contract, "request")
    if given is not None:
        made: Callable[[str], Any] = given
        return made
    roles = operations["identify"].roles if "identify" in operations else ()
    hint = roles[0][0].hint if roles else MISSING
    make = from_text(hint)
    if make is None:
        name = getattr(optional(hint)[0], "__name__", str(hint))
        raise ContractError(
            f"nothing says how a {name} is made of a token, and {operations['identify'].name} takes one",
            f"request = a function of a token's text that gives one: request = staticmethod(lambda token: {name}(...))",
        )
    return make


def _usual_subjects(operations: Mapping[str, OperationCall]) -> list[str]:
    """Numbers where the port's users have numbers, else UUIDs."""
    numbers = [str(1001 + each) for each in range(_MANY)]
    uuids = [str(UUID(int=0x5D0F_0000_4000_8000_0000_0000_0000_0001 + each)) for each in range(_MANY)]
    hints = [each.hint for each, _ in operations["issue"].roles] if "issue" in operations else []
    hints += [operations["identify"].returns] if "identify" in operations else []
    for hint in hints:
        make = from_text(hint)
        if make is not None and not _takes(make, uuids[0]):
            return numbers
    return uuids


def _takes(make: Callable[[str], Any], text: str) -> bool:
    try:
        make(text)
    except Exception:  # noqa: BLE001 - whatever the constructor of a class of the domain refuses it with
        return False
    return True
