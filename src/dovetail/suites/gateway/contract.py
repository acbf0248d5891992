"""`GatewayContract`: what a user writes once per port of an outside service, and once per adapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.calls.port_contract import PortContract
from dovetail.suites.gateway import clauses
from dovetail.suites.gateway.binding import Binding, bind
from dovetail.suites.gateway.fake import fake_of
from dovetail.suites.gateway.scenario import GatewayScenario
from dovetail.suites.gateway.source import GatewaySource
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.options import Given, count, mapping, option, policy, seconds, sequence


class GatewayContract(PortContract):
    """What every adapter of an outside service promises while the provider behind it misbehaves on a real socket."""

    adapter: Any = option(
        text="a callable that takes the URL of a provider and gives an adapter (or a context manager or an awaitable "
        "of one); a parameter `sleep`, `clock` or `ca` is handed over; or a pytest fixture that gives such a callable",
        otherwise="required",
        fixture=True,
        sought=True,
    )
    calls: Mapping[str, Any] = mapping(
        "operation -> how it is called: a tuple of arguments, or a strategy of tuples (or of dictionaries, by name)",
        otherwise="required",
        example='{"charge": ("order-1", 100)}',
    )
    replies: Mapping[str, Any] = mapping(
        "operation -> the `Reply` that the provider gives on success, or a function of the arguments; for "
        'several requests, by request, the main one last: `{"POST /token": Reply(...), "POST /charges": Reply(...)}`',
        otherwise="required for each operation in `calls`",
        example='{"charge": Reply(201, json={"id": "ch_1"})}',
        called_with="the arguments of the call",
    )
    results: Mapping[str, Any] = mapping(
        "operation -> the result of a success, or a function of the arguments that gives it",
        otherwise="any of the declared type",
        example='{"charge": Receipt("ch_1")}',
        called_with="the arguments of the call",
    )
    optional: Mapping[str, Any] = mapping(
        "operation -> the fields of its reply's document that the provider may leave out: `customer.name`",
        otherwise="what an annotation of the result allows to be None",
        example='{"charge": ["description"]}',
    )
    failure: Policy | None = policy(
        "how any operation answers a failure of the provider: `raises(PaymentsUnavailable)`, or `fails(...)` for a "
        "failed Result",
        otherwise="the clauses on failures do not apply",
    )
    refusal: Any = option(
        text="how a refusal of the provider is answered (4xx): a policy, or by status: `{402: raises(CardDeclined)}`",
        otherwise="GATE-08 does not apply",
        of_key=True,
    )

    unknown: Policy | None = policy(
        "how an operation answers where its request went out and no answer came, so that nobody knows if it was done",
        otherwise="the declared failure",
    )
    key: str | None = option(
        text="the header by which the provider knows a request that it was sent before",
        otherwise="`Idempotency-Key`, where a request has one",
    )
    idempotent: Sequence[str] = sequence(
        "the operations that are safe to repeat without a key, whatever their method is",
        otherwise="those whose requests are all GET, HEAD, PUT, DELETE or OPTIONS",
        example='["quote"]',
    )
    attempts: int | None = count(
        "how often a call is tried, the first time included",
        otherwise="GATE-10 does not apply",
        example="3",
    )
    backoff: float | None = seconds(
        "how many seconds the longest wait between two attempts has; the waits before it are to grow, and to "
        "differ from call to call",
        otherwise="GATE-29 does not apply",
        example="30.0",
    )
    in_progress: Any = option(
        text='how a repeated call is answered that the provider is busy with, and says so by 409: `"result"` where it '
        "waits for the result, or a policy",
        otherwise="GATE-31 asks for replayed answers alone",
    )
    deadline: float | None = seconds(
        "how many seconds a call may take in all, attempts and waits included; keep it short in tests, for it is "
        "really waited for",
        otherwise="the clauses on time do not apply",
        example="2.0",
    )
    breaker: int | None = count(
        "after how many failures the breaker opens",
        otherwise="the clauses on breakers do not apply",
        example="5",
    )
    recovery: float | None = seconds(
        "after how many seconds an open breaker lets one call through",
        otherwise="GATE-25 does not apply",
        example="30.0",
    )
    breaker_of: str | None = option(
        text='what has a breaker of its own: `"operation"`, or `"adapter"` where all operations share one',
        otherwise="GATE-32 does not apply",
    )
    rejection: Policy | None = policy(
        "how a call is answered while the breaker is open", otherwise="the declared failure"
    )
    secrets: Sequence[str] = sequence(
        "what the adapter is given and must tell nobody",
        otherwise="the credentials in the headers and queries of its requests",
        example='["sk_test_4242"]',
    )
    largest: int | None = count(
        "how many bytes of an answer are read at most",
        otherwise="GATE-22 asks for `pages` alone",
        example="1_000_000",
    )
    pages: int | None = count(
        "how many pages of an answer are read at most; `replies` names two of them, each with its query, the last "
        'page last: `{"GET /stations": Reply(...), "GET /stations?page=2": Reply(...)}`',
        otherwise="GATE-22 asks for `largest` alone",
        example="100",
    )
    correlation: Mapping[str, Any] = mapping(
        "header -> a function that sets the id which goes out in it, such as `request_id.set` of a context variable",
        otherwise="GATE-27 does not apply",
        example='{"X-Request-ID": request_id.set}',
        called_with="the id",
    )

    live: str | None = option(
        text="the URL of a sandbox of the provider, which `pytest --live` asks", otherwise="GATE-34 does not apply"
    )

    checks = checks_in(clauses, structure)
    words = GatewayScenario

    @classmethod
    def fake(cls, **answers: Policy) -> Any:
        """Make a gateway in memory, which gives the results that the contract states and fails as it declares.

        Args:
            **answers: operations that do not succeed, each with its answer: `fake(charge=raises(CardDeclined))`.
                `fake().dovetail.answer("charge", raises(CardDeclined))` says so later; `.dovetail.calls` has the calls.

        Raises:
            ContractError: the contract does not say what an operation gives, or does not declare such an answer.
        """
        return fake_of(cls.bind(), answers)

    @classmethod
    def bind(cls) -> Binding:
        return bind(cls, cls.read_port())

    @classmethod
    def source(cls, binding: Any, given: Given) -> GatewaySource:
        return GatewaySource(binding, given["adapter"], cls.__name__)
