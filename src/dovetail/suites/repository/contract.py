"""`RepositoryContract`: what a user writes once per port, and once per adapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, cast

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.calls.port_contract import HasPort, PortT_co, StoreContract
from dovetail.suites.kernel.check import Check, checks_in
from dovetail.suites.kernel.options import Given, mapping, option, policy, sequence, strategy
from dovetail.suites.kernel.refusals import refuse_other_words
from dovetail.suites.kernel.source import Source, source_of
from dovetail.suites.repository import clauses
from dovetail.suites.repository.binding import Binding, bind
from dovetail.suites.repository.clauses.failing import nothing_shared
from dovetail.suites.repository.clauses.rereading import FRESH, KEPT
from dovetail.suites.repository.fake import fake_class
from dovetail.suites.repository.fake.units import Units, is_fake_of, tracks
from dovetail.suites.repository.inference.cached_by import CachedBy
from dovetail.suites.repository.scenario import RepositoryScenario


class RepositoryContract(StoreContract):
    """What every adapter of a repository port promises.

    Everything but `port` is inferred from the port's annotations, and can be said outright.
    """

    aggregate: Any = option(text="the class that is kept", otherwise="what save takes, else what get gives")
    aggregates: Any = strategy(
        "a Hypothesis strategy of valid aggregates",
        otherwise="built from the class: its fields, hostile values mixed in",
        example="st.builds(...)",
        draws="valid aggregates",
    )
    key: str | tuple[str, ...] | Callable[[Any], Any] | None = option(
        text="an attribute, a dotted path, several of them, or a function",
        otherwise="the parameters of get: their names, then their types",
        called_with="an aggregate",
    )
    operations: Mapping[str, str | Callable[..., Any]] = mapping(
        "for `save add update get delete exists all count`: the method's name, or a function `(adapter, *arguments)`",
        otherwise="read from the names",
        example='{"save": "put"}',
    )
    queries: Mapping[str, Callable[..., bool]] = mapping(
        "method -> predicate `(aggregate, *arguments) -> bool`",
        otherwise="`find_by_customer_id(customer_id)`, `count_by_status(status)`, `list(status=None)` and the like: "
        "equality on that attribute",
        example='{"find_overdue": lambda order, today: order.due < today}',
        called_with="an aggregate and the query's arguments",
    )
    effects: Mapping[str, Callable[..., Any]] = mapping(
        "for an operation that writes in a way of its own: a function `(aggregate, *arguments)` that gives the "
        "aggregate afterwards",
        otherwise="`update(id, patch)`, where every field of the patch may be left out; else none; one that takes an "
        "aggregate must not undo what another client saved, where there is a `version`",
        example='{"archive": lambda order: replace(order, archived=True)}',
        called_with="a copy of an aggregate and the operation's arguments",
    )
    missing: Policy | None = policy(
        "what an absent key is answered with",
        otherwise="`-> Order | None` says `returns(None)`, a Result says `fails()`",
        of_key=True,
    )
    missing_delete: Policy | None = policy(
        "what deleting the absent is answered with",
        otherwise="`-> bool` says `returns(False)`",
        of_key=True,
    )
    missing_update: Policy | None = policy(
        "what updating the absent is answered with, by the aggregate or by a key and a patch",
        otherwise="`-> bool` says `returns(False)`",
        of_key=True,
    )
    duplicate: Policy | None = policy("what adding under a stored key is answered with", otherwise="recorded")
    stale: Policy | None = policy(
        "what saving over a newer version is answered with", otherwise="recorded, where there is a `version`"
    )
    failure: Policy | None = policy(
        "what any operation is answered with when the store fails", otherwise="anything but an absence will do"
    )
    rereads: str | None = option(
        text="what a client that stays open finds, after a save of its own, of what another one saved meanwhile: "
        '`"fresh"`, the new state, or `"kept"`, maybe the old one',
        otherwise="recorded, where the old state is found",
    )
    version: str | None = option(
        text="the field that counts saves", otherwise="an int `version` or `revision`, where `stale` is given"
    )
    unique: Mapping[str, Policy] = mapping(
        "fields on which no two aggregates may agree, each with its policy",
        otherwise="none",
        example='{"email": raises(EmailTaken)}',
    )
    partial: Sequence[str] = sequence(
        "operations that add many, and may leave some of them stored where another one is refused",
        otherwise="all are stored or none, where `duplicate` or `unique` says by which error a second one is refused",
        example='["add_all"]',
    )
    scope: str | None = option(
        text="the attribute that says whose an aggregate is, or the parameter that does so where no attribute does",
        otherwise="the second parameter of get and delete, where it names an attribute, or is an object that has it "
        "(`user: User` for `owner_id`)",
    )
    order: Mapping[str, Callable[[Any], Any]] = mapping(
        "for an operation that promises an order, its key function, where one that gives a single aggregate gives the "
        "first; `as_asked` for many in the order of the keys given",
        otherwise="lists are compared as bags",
        example='{"find_all": lambda order: order.placed_at}',
        called_with="an aggregate",
    )
    generated: Sequence[str] = sequence(
        "fields that the store fills in",
        otherwise="a key that is None by default",
        example='["id"]',
    )
    changes: Sequence[Callable[..., Any]] = sequence(
        "functions that change an aggregate",
        otherwise="its public methods that change state; where it has none, new values for its fields: of their types, "
        "or, where `aggregates` is given, what another aggregate has there",
        example="[close, reopen]",
        called_with="an aggregate, and with drawn arguments where it has more parameters",
    )
    cached: CachedBy | None = option(
        text="for an adapter that answers out of a cache, how that is reached: `CachedBy(empty=..., down=..., "
        "poison=...)`, functions of the adapter",
        otherwise="it has none, and REPO-35 to REPO-40 do not apply",
        example="CachedBy(empty=lambda orders: orders.cache.clear())",
        called_with="the adapter",
    )
    compare: Mapping[str, Any] = mapping(
        "by path, what a comparison lets pass, each with its reason",
        otherwise="nothing: exact, by structure, types included",
        example='{"lines": any_order("the table has no position")}',
    )

    statements_per_row: Mapping[str, int] = mapping(
        "for an operation that may send more for each row or child that it gives: how many statements more",
        otherwise="none: a list, a query or a get sends no more for many than for few",
        example='{"find_all": 1}',
    )

    checks = checks_in(clauses, structure)
    apart: ClassVar[Check[Any] | None] = nothing_shared
    words = RepositoryScenario

    @classmethod
    def bind(cls) -> Binding:
        refuse_other_words(cls, "rereads", (FRESH, KEPT))
        binding = bind(cls.read_port(), cls)
        return replace(binding, cached=None) if is_fake_of(cls.adapter, cls) else binding  # a fake has no cache

    @classmethod
    def fake(cls: type[HasPort[PortT_co]], *held: Any) -> PortT_co:
        """Make a working in-memory implementation of the port, over a store of its own.

        It answers as the port's annotations and the contract's policies say, and holds every clause itself.

        Args:
            *held: aggregates that are stored from the start, as a port that only reads needs them.

        Raises:
            ContractError: the contract cannot be bound to its port.
        """
        return cast("PortT_co", fake_class(cls)(*held))

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:
        """As for any adapter; a fake that tracks what it is given is opened once for each unit of work."""
        alone = "adapter" in given.outright or given["store"] is None  # what is given outright comes before a store
        if "store" not in given.outright and alone and tracks(binding) and is_fake_of(given["adapter"], cls):
            return source_of(given["adapter"], Units(given["adapter"]), cls.__name__)
        return super().source(binding, given)

    @classmethod
    def shared(cls, binding: Binding) -> Any:
        """Aggregates; none where their class is mapped: a copy would share its instrumentation with the original."""
        return None if binding.mapped else binding.aggregates
