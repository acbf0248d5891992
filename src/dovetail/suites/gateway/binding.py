"""What a gateway contract knows of its port: its calls, the provider's replies, and what the port declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from hypothesis import strategies as st

from dovetail.errors import ContractError
from dovetail.faults.provider import Request
from dovetail.policies import Answer, Makes, Policy, Returned
from dovetail.port import MISSING, Port
from dovetail.suites.calls.operation_call import OperationCall, operation_call
from dovetail.suites.calls.port_contract import PortBinding
from dovetail.suites.gateway.reply import Reply
from dovetail.suites.gateway.stated import (
    arguments_of,
    refuse_everything,
    refuse_statuses,
    refuse_unknown,
    stated_result,
)
from dovetail.values import code, identical


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation.

    Attributes:
        operation: what is called.
        args: its arguments by position.
        kwargs: its arguments by name.
        reply: what the provider answers on success.
        expected: the result that the contract states for it; `MISSING` where it states none.
        before: what the provider answers to requests that the call needs besides, such as `POST /token`.
        main: the request that the reply answers, where the contract names it: `GET /stations?page=2`.
    """

    operation: OperationCall
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    reply: Reply
    expected: Any = MISSING
    before: Mapping[str, Reply] = field(default_factory=dict)
    main: str = ""

    def beside(self, request: Request) -> Reply | None:
        """The answer to a request that the call needs besides the one that it is about; None for that one.

        A request that is named with its query is told from the same path with another one, as pages are.
        """
        if "?" in self.main and _is_named(request, self.main):
            return None
        named = [each for each in self.before if _is_named(request, each)]
        return self.before[max(named, key=len)] if named else None

    @property
    def first_page(self) -> Reply | None:
        """The answer to the request of the same path that comes before the main one; None where there is none."""
        return next((each for named, each in self.before.items() if self._is_page(named)), None)

    @property
    def leafing(self) -> Call:
        """The same call, where the requests for each of its pages are those that it is about."""
        return replace(self, before={name: each for name, each in self.before.items() if not self._is_page(name)})

    def _is_page(self, named: str) -> bool:
        path = self.main.partition("?")[0]
        return bool(path) and named.partition("?")[0] == path

    def line(self) -> str:
        """The call as a person writes it."""
        given = [*map(code, self.args), *(f"{name}={code(value)}" for name, value in self.kwargs.items())]
        text = self.operation.called("gateway", given)
        return f"await {text}" if self.operation.awaited else text


def _is_named(request: Request, name: str) -> bool:
    """Whether a request is the one of this name: its path, and at least the parameters of its query."""
    named, asked = urlsplit(name.partition(" ")[2]), urlsplit(request.target)
    same = f"{request.method} {asked.path}" == f"{name.partition(' ')[0]} {named.path}"
    return same and set(parse_qsl(named.query, True)) <= set(parse_qsl(asked.query, True))


@dataclass(frozen=True)
class Binding(PortBinding):
    """A port of an outside service in the contract's own words.

    Attributes:
        operations: the operations that are called, by name.
        calls: by operation, a strategy of the arguments of a call.
        fixed: the operations whose arguments are always the same.
    """

    operations: Mapping[str, OperationCall]
    calls: Mapping[str, st.SearchStrategy[Any]]
    fixed: frozenset[str] = field(default=frozenset())

    @property
    def lacking(self) -> str | None:
        """Why no random scenario can be made; None where one can."""
        return None if self.calls else "no operation is called: calls = {...}"

    @property
    def awaited(self) -> bool:
        """Whether the port is async."""
        return any(each.awaited for each in self.operations.values())

    @property
    def key(self) -> str:
        """The header that makes a repeated request one request."""
        return str(self.contract.key or "Idempotency-Key")

    def call(self, name: str, arguments: Any) -> Call:
        """A call with arguments as a strategy gives them: a tuple by position, or a dictionary by name.

        Raises:
            ContractError: they are neither.
        """
        args, kwargs = arguments_of(self.contract, self.port, name, arguments)
        expected = stated_result(self.contract, name, args, kwargs)
        *before, (main, reply) = self._replies(name, args, kwargs).items()
        return Call(self.operations[name], args, kwargs, reply, expected, dict(before), main)

    def _replies(self, name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Mapping[str, Reply]:
        """The provider's answers by request, of which the last is the one that the operation is about."""
        given = self.contract.replies[name]
        replies = given(*args, **kwargs) if callable(given) else given
        found = replies if isinstance(replies, Mapping) else {"": replies}
        if not found or not all(isinstance(each, Reply) for each in found.values()):
            raise ContractError(
                f"replies[{name!r}] of {self.contract.__name__} gives {code(replies)}, which is no Reply",
                f'replies = {{"{name}": Reply(json={{...}})}}, or where it sends several requests, by request, the one '
                f'that it is about last: {{"{name}": {{"POST /token": Reply(...), "POST /{name}": Reply(...)}}}}',
            )
        return found

    def optional(self, call: Call) -> Sequence[str]:
        """The fields of a reply that may be missing, as the contract or the provider's document says."""
        name = call.operation.name
        stated: Sequence[str] = self.contract.optional.get(name, ())
        return stated or getattr(self.contract.replies, "optional", {}).get(name, ())

    def refusal(self, status: int) -> Policy | None:
        """How an operation answers that refusal of the provider, where the contract says it for this very status."""
        stated = self.contract.refusal
        return stated.get(status) if isinstance(stated, Mapping) else None

    @property
    def refusals(self) -> Sequence[Policy]:
        """The refusals that the contract states."""
        stated = self.contract.refusal
        return list(stated.values()) if isinstance(stated, Mapping) else [stated] if stated is not None else []

    def recognised(self, call: Call, answer: Answer) -> Answer:
        """An answer, told apart where it is what the contract makes of the arguments as nothing was found.

        An operation with other arguments than a refusal is made of does not refuse in that way.
        """
        able = [each for each in self.refusals if isinstance(each, Makes) and each.takes(call.args, call.kwargs)]
        made = (each.made_of(call.args, call.kwargs) for each in able)
        if isinstance(answer, Returned) and any(identical(each, answer.value) for each in made):
            return replace(answer, absent=True)
        return answer

    def refuses(self, answer: Answer) -> bool:
        """Whether it is one of the refusals that the contract states."""
        return any(each.accepts(answer) for each in self.refusals)

    def refuses_apart(self, answer: Answer) -> bool:
        """Whether it is a refusal that is told apart from a failure: by another error, or by a narrower one."""
        return any(each.accepts(answer) and not self._covers_failure(each) for each in self.refusals)

    def unknown_apart(self, answer: Answer) -> bool:
        """Whether it says that nobody knows, apart from a failure: by another error, or by a narrower one."""
        unknown = self.contract.unknown
        narrower = bool(getattr(unknown, "errors", ())) and not self._covers_failure(unknown)
        return self.unknown(answer) and (narrower or not self.fails(answer))

    def _covers_failure(self, policy: Any) -> bool:
        """Whether an error of a policy is the declared failure, or a base of it."""
        failures = getattr(self.contract.failure, "errors", ())
        return any(covers(error, each) for error in getattr(policy, "errors", ()) for each in failures)

    def fails(self, answer: Answer) -> bool:
        """Whether it is the declared failure."""
        return self.contract.failure is not None and bool(self.contract.failure.accepts(answer))

    def unknown(self, answer: Answer) -> bool:
        """Whether it says that nobody knows whether the call was carried out."""
        return self.contract.unknown is not None and bool(self.contract.unknown.accepts(answer))

    def expected_failure(self) -> str:
        """The declared failure, as a finding tells it."""
        stated = [str(each) for each in (self.contract.failure, self.contract.unknown) if each is not None]
        return " or ".join(stated)


def covers(error: Any, other: Any) -> bool:
    """Whether one error of a policy is another, or is a base of it."""
    both = isinstance(error, type) and isinstance(other, type)
    return issubclass(other, error) if both else bool(error == other)


def bind(contract: Any, port: Port) -> Binding:
    """Read a port and what its contract states into a binding.

    Raises:
        ContractError: something is missing; the remedy is the line to write.
    """
    operations = {name: operation_call(each, {}) for name, each in port.operations.items()}
    refuse_unknown(contract, port, operations, ("calls", "replies", "results", "optional"))
    for name in contract.calls:
        if name not in contract.replies:
            raise ContractError(
                f"{contract.__name__} does not say what the provider answers to {name}",
                f'write it in the class: replies = {{"{name}": Reply(json={{...}})}}',
            )
    refuse_statuses(contract)
    for name in ("failure", "refusal", "unknown", "rejection"):
        refuse_everything(contract, name)
    strategies = {
        name: each if isinstance(each, st.SearchStrategy) else st.just(each) for name, each in contract.calls.items()
    }
    fixed = frozenset(name for name, each in contract.calls.items() if not isinstance(each, st.SearchStrategy))
    return Binding(port, contract, operations, strategies, fixed)
