"""A gateway in memory, made from the contract: it gives the results that are stated, and fails as the port declares."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Failed, Fails, Makes, Policy, Raises, Returned, Returns
from dovetail.port import MISSING, result_arguments
from dovetail.suites.calls.closing import close_result
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.gateway.binding import Binding, covers
from dovetail.suites.gateway.stated import stated_result
from dovetail.values import code


class Controls:
    """What a test says to a fake, and asks of it: `gateway.dovetail`.

    Attributes:
        calls: each call so far: the operation's name, its arguments by position, and those by name.
    """

    def __init__(self, binding: Binding) -> None:
        self.calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []
        self._binding = binding
        self._answers: dict[str, tuple[Policy, int | None]] = {}

    def answer(self, operation: str, policy: Policy, times: int | None = None) -> None:
        """From now on, let an operation answer so: `answer("charge", raises(CardDeclined))`.

        Args:
            operation: its name.
            policy: an answer that the contract declares, as its failure, refusal, unknown or rejection.
            times: for so many calls; for all, where it is not said.

        Raises:
            ContractError: the port has no such operation, or its contract does not declare this.
        """
        contract = self._binding.contract.__name__
        if operation not in self._binding.operations:
            raise ContractError(
                f"the port of {contract} has no {operation}", f"its operations: {', '.join(self._binding.operations)}"
            )
        if not any(_is_one_of(policy, each) for each in declared(self._binding)):
            known = ", ".join(map(str, declared(self._binding))) or "nothing"
            raise ContractError(
                f"{contract} does not declare {policy}, so that no gateway answers it",
                f"it declares {known}; where the port has one more, state it: refusal = {{402: {policy}}}",
            )
        self._answers[operation] = (policy, times)

    def succeed(self, operation: str) -> None:
        """From now on, let an operation succeed again."""
        self._answers.pop(operation, None)

    def next_answer(self, operation: str) -> Policy | None:
        """How an operation answers now, where it does not succeed."""
        policy, times = self._answers.get(operation, (None, None))
        if times is not None:
            if times == 1:
                del self._answers[operation]
            else:
                assert policy is not None
                self._answers[operation] = (policy, times - 1)
        return policy


def fake_of(binding: Binding, answers: Mapping[str, Policy]) -> Any:
    """A gateway in memory.

    Raises:
        ContractError: the contract does not say what an operation gives.
    """
    for name, operation in binding.operations.items():
        if name not in binding.contract.results and operation.returns not in (None, type(None)):
            raise ContractError(
                f"{binding.contract.__name__} does not say what {name} gives, which its fake would answer",
                f'write it in the class: results = {{"{name}": ...}}, a value or a function of the arguments',
            )
    members = {name: _member(binding, name, operation) for name, operation in binding.operations.items()}
    base = binding.port.type
    made = type(f"Fake{base.__name__}", () if getattr(base, "_is_protocol", False) else (base,), members)()
    made.dovetail = Controls(binding)
    for name, policy in answers.items():
        made.dovetail.answer(name, policy)
    return made


def declared(binding: Binding) -> list[Policy]:
    """Every answer besides a success that the contract declares."""
    contract = binding.contract
    refusal = contract.refusal
    refusals = list(refusal.values()) if isinstance(refusal, Mapping) else [refusal]
    stated = [contract.failure, contract.unknown, contract.rejection, *refusals]
    return [each for each in stated if each is not None]


def _member(binding: Binding, name: str, operation: OperationCall) -> Callable[..., Any]:
    """The method of a fake that stands for an operation."""

    def answered(self: Any, *args: Any, **kwargs: Any) -> Any:
        self.dovetail.calls.append((name, args, kwargs))
        policy = self.dovetail.next_answer(name)
        if policy is not None:
            return policy.made_of(args, kwargs) if isinstance(policy, Makes) else _answered(policy, binding, name)
        stated = stated_result(binding.contract, name, args, kwargs)
        value = None if stated is MISSING else copy.deepcopy(stated)
        hint = binding.port.operations[name].returns
        return value if result_arguments(hint) is None else close_result(Returned(value), hint, name)

    async def answered_async(self: Any, *args: Any, **kwargs: Any) -> Any:
        return answered(self, *args, **kwargs)

    made: Any = answered_async if operation.awaited else answered
    declared_as = getattr(binding.port.type, name, None)
    if callable(declared_as):
        made.__signature__ = inspect.signature(declared_as)
        made.__annotations__ = dict(getattr(declared_as, "__annotations__", {}))
    made.__name__, made.__qualname__ = name, f"Fake{binding.port.type.__name__}.{name}"
    member: Callable[..., Any] = made
    return member


def _answered(policy: Policy, binding: Binding, name: str) -> Any:
    message = f"{name} of the fake of {binding.contract.__name__}"
    if isinstance(policy, Raises):
        raise _made(policy.errors[0], message)
    if isinstance(policy, Fails):
        error = policy.errors[0] if policy.errors else message
        held = _made(error, message) if isinstance(error, type) and issubclass(error, Exception) else error
        return close_result(Failed(held), binding.port.operations[name].returns, name)
    assert isinstance(policy, Returns), f"{policy} is no answer of a gateway: {code(policy)}"
    return copy.deepcopy(policy.value)


def _made(error: type[BaseException], message: str) -> BaseException:
    """An error of a class, without its own constructor where that takes more than a message."""
    try:
        return error(message)
    except TypeError:
        return error.__new__(error, message)


def _is_one_of(policy: Any, stated: Any) -> bool:
    """Whether a policy is one that is stated, or names some of its errors, or narrower ones."""
    if policy == stated:
        return True
    if type(policy) is not type(stated) or not isinstance(policy, (Raises, Fails)):
        return False
    return all(any(covers(each, error) for each in stated.errors) for error in policy.errors)
