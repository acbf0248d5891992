"""`UnitOfWorkContract`: what a user writes once per unit of work, and once per adapter of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.calls.port_contract import StoreContract
from dovetail.suites.kernel.check import checks_in, needs
from dovetail.suites.kernel.options import mapping, option, policy, sequence
from dovetail.suites.kernel.source import Source
from dovetail.suites.kernel.subject import bound
from dovetail.suites.unit_of_work import clauses
from dovetail.suites.unit_of_work.binding import UnitBinding, bind
from dovetail.suites.unit_of_work.fake.making import fake_class
from dovetail.suites.unit_of_work.outbox import Outbox
from dovetail.suites.unit_of_work.scenario import UnitScenario

_with_operations = needs(
    lambda binding, _: binding.port is not None, "the unit of work has no port that declares operations"
)


class UnitOfWorkContract(StoreContract):
    """What every unit of work promises: what was done inside of it stands or falls together."""

    port: Any = option(
        text="the Protocol or ABC of the unit, or of what begins units",
        otherwise="none: a class with `__enter__` or `__aenter__` is one by itself",
        subject=True,
    )
    repositories: Mapping[str, Any] = mapping(
        "for each repository of the unit, by its attribute (`orders`, `repositories.orders`, `orders()`), its contract",
        otherwise="the attributes that the port, or the class of the adapter, annotates with a port whose contract is "
        "imported",
        example='{"orders": OrderRepositoryContract}',
    )
    operations: Mapping[str, str | Callable[..., Any]] = mapping(
        "for `enter run begin commit rollback flush savepoint`: the method's name, or a function of the unit; `enter` "
        "gives a context manager, `run` takes a function",
        otherwise="read from the names",
        example='{"commit": "complete"}',
    )
    leaving: str | None = option(
        text='what leaving without a commit does: `"discards"` or `"commits"`',
        otherwise='`"commits"` where the unit has no commit; else recorded',
    )

    swallowed: str | Policy | None = option(
        text='what a commit does after an error that was swallowed inside of the unit: `"commits"`, `"refuses"` or '
        "`raises(...)`",
        otherwise="recorded",
    )
    ended: str | Policy | None = option(
        text='what a unit does that is used after its block: `"refuses"`, `"works"` (what is committed is stored), '
        '`"ignores"` or `raises(...)`',
        otherwise="recorded",
    )
    reused: str | Policy | None = option(
        text='whether one unit can be begun again once it is over: `"works"`, `"refuses"` or `raises(...)`',
        otherwise="recorded, where the adapter itself is what is entered; else it must",
    )
    nested: str | Policy | None = option(
        text='what a unit inside of another one is: `"joins"` it, is a `"savepoint"` in it, `"refuses"` or '
        '`raises(...)`; `"unsupported"` where nobody may do that',
        otherwise="recorded, where it is one of these",
    )
    own_sessions: Sequence[Callable[..., Any]] = sequence(
        "functions that code inside of a unit may call, and that open and end a session of their own; one that takes "
        "an argument is given the adapter",
        otherwise="none; a unit of another client is one",
        example="[read_settings, lambda uow: uow.report()]",
        called_with="the adapter, or nothing",
    )
    at_once: str | Policy | None = option(
        text='what one unit does that is used in two threads or tasks at once: `"safe"`, `"refuses"` or `raises(...)`',
        otherwise="not tried",
    )
    conflict: Policy | None = policy(
        "what the later of two units is answered with that change one aggregate: `raises(...)`, `fails(...)`, or "
        "`replaces()` where the last one wins",
        otherwise="recorded",
    )
    unknown: Policy | None = policy(
        "what a commit is answered with whose outcome nobody knows, since the connection was lost meanwhile",
        otherwise="any error will do",
    )
    emits: Callable[[Any, Any], Any] | None = option(
        text="a function `(unit, aggregate)` that has one event come up in a unit, before the aggregate is added; "
        "it may return the event",
        otherwise="the clauses on events say nothing",
        example="lambda unit, order: order.place()",
        called_with="the open unit and an aggregate that is new",
    )
    events: Any = option(
        text="the list to which the events that went out are added, or a function `(uow)` that gives it",
        otherwise="what a handler is called with",
        example="lambda uow: uow.bus.published",
        called_with="the adapter",
    )
    subscribe: Callable[[Any, Callable[..., Any]], Any] | None = option(
        text="a function `(uow, handler)` that has a handler called with each event that goes out; the handler is a "
        "coroutine function where units are async",
        otherwise="the clauses on handlers say nothing",
        example="lambda uow, handler: uow.bus.subscribe(OrderPlaced, handler)",
        called_with="the adapter and a handler",
    )
    handlers: str | None = option(
        text='what a handler that fails does to those behind it: `"isolated"` or `"stops"`', otherwise="recorded"
    )
    outbox: Outbox | None = option(
        text="an `Outbox`: how what was stored to be sent is read, relayed and received ([the outbox](outbox.md)); "
        "what has a row come up is `emits`",
        otherwise="the clauses on the outbox say nothing",
        example="Outbox(rows=lambda uow: ..., relay=lambda uow, publish: ...)",
    )

    checks = (*(replace(each, applies=_with_operations) for each in checks_in(structure)), *checks_in(clauses))
    words = UnitScenario

    @classmethod
    def bind(cls) -> UnitBinding:
        return bind(cls)

    @classmethod
    def source(cls, binding: Any, given: Any) -> Source:
        """Where its adapters come from: of a store that fails otherwise inside of a unit, as that one."""
        source = super().source(binding, given)
        if hasattr(source.store, "of_units"):
            source.store = source.store.of_units()
        return source

    @classmethod
    def fake(cls) -> Any:
        """Make a working unit of work in memory, over a store of its own, with the fakes of its repositories.

        It does what the contract's policies say, and holds every clause itself.

        Raises:
            ContractError: the contract cannot be bound, or the unit is none that is entered by `with`.
        """
        made: Any = fake_class
        return made(cls)()

    @classmethod
    def shared(cls, binding: UnitBinding) -> Any:
        """The aggregates of the first repository, where they can be copied."""
        first = next(iter(binding.repositories.values()))
        return first.shared(bound(first))
