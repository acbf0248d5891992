"""What a mail contract knows of its port: its calls, whom their messages go to, and what the port declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from dovetail.errors import ContractError
from dovetail.port import Port
from dovetail.suites.calls.operation_call import operation_call
from dovetail.suites.gateway.binding import Binding, Call
from dovetail.suites.gateway.certificates import INSTALL, can_be_made
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.stated import arguments_of, refuse_everything, refuse_unknown, stated_result
from dovetail.values import code

TLS = ("starttls", "implicit")


@dataclass(frozen=True)
class MailBinding(Binding):
    """A port that sends mail, in the contract's own words."""

    def call(self, name: str, arguments: Any) -> Call:
        args, kwargs = arguments_of(self.contract, self.port, name, arguments)
        return Call(self.operations[name], args, kwargs, Reply(), stated_result(self.contract, name, args, kwargs))

    def recipients(self, call: Call) -> list[str] | None:
        """Whom the message of a call goes to, where the contract says it; in lower case."""
        name = call.operation.name
        stated = self.contract.recipients.get(name)
        if stated is None:
            return None
        found = stated(*call.args, **call.kwargs) if callable(stated) else stated
        if isinstance(found, str) or not isinstance(found, Sequence):
            raise ContractError(
                f"recipients[{name!r}] of {self.contract.__name__} gives {code(found)}, which is no list",
                f'recipients = {{"{name}": lambda order, address: [address]}}',
            )
        return sorted(each.lower() for each in found)


def bind(contract: Any, port: Port) -> MailBinding:
    """Read a port and what its contract states into a binding.

    Raises:
        ContractError: something is missing; the remedy is the line to write.
    """
    operations = {name: operation_call(each, {}) for name, each in port.operations.items()}
    refuse_unknown(contract, port, operations, ("calls", "results", "recipients"))
    for name in ("failure", "refusal", "unknown", "partial"):
        refuse_everything(contract, name)
    if contract.tls is not None and contract.tls not in TLS:
        raise ContractError(f"tls of {contract.__name__} is {contract.tls!r}", 'write tls = "starttls" or "implicit"')
    if contract.tls is not None and not can_be_made():
        raise ContractError(f"{contract.__name__} states tls, and no certificate can be made", INSTALL)
    calls: Mapping[str, Any] = contract.calls
    strategies = {name: each if isinstance(each, st.SearchStrategy) else st.just(each) for name, each in calls.items()}
    fixed = frozenset(name for name, each in calls.items() if not isinstance(each, st.SearchStrategy))
    return MailBinding(port, contract, operations, strategies, fixed)
