"""Answers what a port does not do as the contract's policies say, and says what to write where they do not."""

from __future__ import annotations

import copy
from typing import Any

from dovetail.hints import optional
from dovetail.policies import (
    Answer,
    Appends,
    Failed,
    Fails,
    Ignores,
    Makes,
    Policy,
    Raised,
    Raises,
    Replaces,
    Returned,
    Returns,
)
from dovetail.port import MISSING, Operation, result_arguments
from dovetail.suites.calls.operation_call import returned
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.fake.errors import Event, UnstatedError

_ABSENCES = {"missing": "get", "missing_delete": "delete", "missing_update": "update"}


class Refusals:
    """The policies of a contract, as answers.

    Args:
        binding: the port in the contract's words.
        contract: the contract's name, for messages.
    """

    def __init__(self, binding: Binding, contract: str) -> None:
        self._binding = binding
        self._contract = contract

    def refused(self, operation: Operation, name: str, event: Event) -> Answer:
        """What an operation answers to an event, by the policy of that name."""
        policy = self._policy(operation, name)
        if policy is not None:
            return self.answered(operation, policy, event)
        said = f"{event.message}, and {self._contract} does not say how {operation.name} answers that"
        return Raised(UnstatedError(f"{said}\n  write it in the contract: {self._line(operation, name)}"))

    def answered(self, operation: Operation, policy: Policy, event: Event) -> Answer:
        match policy:
            case Returns(value):
                return Returned(_same(value))
            case Makes():
                return Returned(policy.of(event.subject, event.parts, event.owner))
            case Raises((first, *_)):
                return Raised(event.make(first))
            case Fails((first, *_)):
                return Failed(event.make(first))
            case Fails():
                opened = result_arguments(operation.returns)
                return Failed(event.of_type(opened[1] if opened is not None else MISSING))
            case Ignores() | Replaces() | Appends() | Raises():
                return Returned(_nothing_done(operation))

    def _policy(self, operation: Operation, name: str) -> Policy | None:
        """The policy that the contract states; of a second method, first what its annotation says."""
        policy: Policy | None = getattr(self._binding, name)
        asked = self._binding.operations.get(_ABSENCES.get(name, ""))
        if name not in _ABSENCES or (asked is not None and asked.name == operation.name):
            return policy
        hint, or_none = optional(returned(operation))
        if or_none or hint is bool:
            return Returns(None if or_none else False)
        stands_for_it = asked is not None and (asked.written or asked.name == operation.name.lstrip("_"))
        stated = policy is self._binding.stated_missing or not isinstance(policy, Returns)
        return policy if stands_for_it or (stated and not isinstance(policy, Makes)) else None

    def _line(self, operation: Operation, name: str) -> str:
        """The line that states a policy; it speaks of the method that is its operation's own."""
        line = f"{name} = {'ignores()' if name == 'missing_delete' else 'raises(...)'}"
        absent_in = _ABSENCES.get(name, "")
        meant = self._binding.operations.get(absent_in)
        if meant is None or meant.written or meant.name == operation.name:
            return line
        return f'operations = {{"{absent_in}": "{operation.name}"}} and {line}'


def _same(value: Any) -> Any:
    """A policy's value for a caller to keep: a copy, or the value itself where a copy would be another one."""
    copied = copy.deepcopy(value)
    return copied if copied == value else value


def _nothing_done(operation: Operation) -> Any:
    """What an operation that had no effect answers."""
    hint, _ = optional(returned(operation))
    return {bool: False, int: 0}.get(hint) if isinstance(hint, type) else None
