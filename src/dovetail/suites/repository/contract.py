"""`RepositoryContract`: what a user writes once per port, and once per adapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol, TypeVar, cast

from dovetail.errors import ContractError
from dovetail.policies import Policy
from dovetail.port import read_port
from dovetail.suites import structure
from dovetail.suites.check import Check
from dovetail.suites.contract import Contract
from dovetail.suites.driver import Driver
from dovetail.suites.repository.binding import Binding, bind
from dovetail.suites.repository.clauses import (
    answering,
    atomic,
    conflicts,
    copies,
    deleting,
    failing,
    finding,
    keys,
    listing,
    many,
    model,
    owners,
    racing,
    saving,
)
from dovetail.suites.repository.fake import fake_class
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.suites.source import Source

PortT_co = TypeVar("PortT_co", covariant=True)


class _HasPort(Protocol[PortT_co]):
    """A contract, as a type checker sees it: what its port is, its fake is."""

    @property
    def port(self) -> type[PortT_co]: ...


class RepositoryContract(Contract):
    """What every adapter of a repository port promises.

    Everything but `port` is inferred from the port's annotations, and can be said outright.

    Attributes:
        aggregate: the aggregate's class, where no annotation names it.
        aggregates: a strategy of valid aggregates; built from the aggregate's type where it is not given.
        key: the attribute's name, a dotted path, several of them, or a function that gives an aggregate's key.
        operations: for `save add update get delete exists all count`, the port's method, or a function
            `(adapter, *arguments)`.
        queries: for a method of the port, the predicate `(aggregate, *arguments) -> bool` of what it picks.
        missing: what an absent key is answered with; likewise `missing_delete` and `missing_update`.
        duplicate: what adding under a stored key is answered with.
        stale: what saving over a newer version is answered with.
        failure: what any operation is answered with when the store fails, e.g. `raises(OrdersUnavailable)`; where it is
            not stated, any answer will do but that of an absence.
        generated: the fields that the store fills in; a key that is None by default is one.
        version: the field that counts saves; an int `version` or `revision` where `stale` is given.
        unique: the fields on which no two aggregates may agree, each with its policy.
        scope: the attribute that says whose an aggregate is, for ports whose operations also take an owner.
        order: for an operation that promises an order, its key function.
        changes: functions that change an aggregate as the domain does.
    """

    aggregate: Any = None
    aggregates: Any = None
    key: str | tuple[str, ...] | Callable[[Any], Any] | None = None
    operations: Mapping[str, str | Callable[..., Any]] = {}
    queries: Mapping[str, Callable[..., bool]] = {}
    missing: Policy | None = None
    missing_delete: Policy | None = None
    missing_update: Policy | None = None
    duplicate: Policy | None = None
    stale: Policy | None = None
    failure: Policy | None = None
    generated: Sequence[str] = ()
    version: str | None = None
    unique: Mapping[str, Policy] = {}
    scope: str | None = None
    order: Mapping[str, Callable[[Any], Any]] = {}
    changes: Sequence[Callable[..., Any]] = ()

    checks: ClassVar[tuple[Check[Any], ...]] = (
        structure.every_operation_exists,
        structure.every_call_is_accepted,
        structure.same_colour,
        structure.compatible_annotations,
        answering.declared_types,
        finding.found_as_saved,
        finding.absent_key,
        copies.callers_copy,
        copies.loaded_copy,
        copies.unsaved_change,
        finding.seen_by_a_fresh_connection,
        saving.saved_again,
        saving.child_order,
        saving.equal_children,
        conflicts.duplicate_key,
        deleting.deleted_is_absent,
        deleting.deleting_the_absent,
        deleting.gone_for_good,
        listing.exists_agrees,
        listing.count_agrees,
        listing.all_is_complete,
        listing.query_picks_exactly,
        keys.keys_are_exact,
        conflicts.stale_save,
        atomic.failed_save_leaves_nothing,
        failing.failure_is_no_absence,
        finding.lives_on_after_its_connection,
        failing.nothing_shared,
        model.agrees_with_the_model,
        racing.writers_lose_nothing,
        answering.answer_agrees_with_effect,
        owners.out_of_scope,
        conflicts.updating_the_absent,
        conflicts.unique_fields,
        many.many_at_once,
    )
    apart: ClassVar[Check[Any] | None] = failing.nothing_shared

    @classmethod
    def bind(cls) -> Binding:
        if cls.port is None:
            raise ContractError(f"{cls.__name__} has no port", "write it in the class: port = OrderRepository")
        return bind(read_port(cls.port), cls)

    @classmethod
    def fake(cls: type[_HasPort[PortT_co]], *held: Any) -> PortT_co:
        """Make a working in-memory implementation of the port, over a store of its own.

        It answers as the port's annotations and the contract's policies say, and holds every clause itself.

        Args:
            *held: aggregates that are stored from the start, as a port that only reads needs them.

        Raises:
            ContractError: the contract cannot be bound to its port.
        """
        return cast("PortT_co", fake_class(cls)(*held))

    @classmethod
    def scenario(cls, binding: Any, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> RepositoryScenario:
        return RepositoryScenario(binding, driver, source, draw)
