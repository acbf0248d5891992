"""What a repository contract knows of its port: the operations in its own words, the key, the queries, the policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_origin, is_typeddict

from hypothesis.strategies import SearchStrategy

from dovetail.errors import ContractError
from dovetail.hints import optional
from dovetail.naming import plural, snake
from dovetail.policies import Policy
from dovetail.port import COLLECTION, MISSING, Port
from dovetail.records.sqlalchemy import forget_rows, is_mapped, unique_attributes
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.owner import Owner
from dovetail.suites.calls.pages import Page
from dovetail.suites.repository.examples.dictionaries import new_items
from dovetail.suites.repository.inference import without_effect
from dovetail.suites.repository.inference.absences import missing, missing_effect
from dovetail.suites.repository.inference.all_queries import read_queries
from dovetail.suites.repository.inference.any_case import AnyCase
from dovetail.suites.repository.inference.bulk import Bulk, read_bulks
from dovetail.suites.repository.inference.cached_by import CachedBy
from dovetail.suites.repository.inference.data import Data, adding, find_data, line_to_add
from dovetail.suites.repository.inference.effects import Effect, patching, read_effects
from dovetail.suites.repository.inference.generated import (
    as_never_saved,
    beside_the_state,
    filled_in,
    generated_fields,
    not_carried,
    version_field,
)
from dovetail.suites.repository.inference.key import Key, find_key
from dovetail.suites.repository.inference.methods import aggregate_of, asked_by_key, calls_of, methods_of, unscoped
from dovetail.suites.repository.inference.not_taken import not_taken
from dovetail.suites.repository.inference.order_asked import refuse_order
from dovetail.suites.repository.inference.owner import find_owner
from dovetail.suites.repository.inference.queries import Query, gives, has_choice, page_of, takes
from dovetail.suites.repository.inference.windows import Window, read_windows
from dovetail.suites.repository.inference.without_effect import refuse_allowances
from dovetail.values import Tolerance
from dovetail.values.changes import Changes
from dovetail.values.strategies import changed, for_type


@dataclass(frozen=True)
class Binding:
    """A port in the repository contract's own words.

    Attributes:
        port: the port.
        aggregate: the aggregate's class.
        key: how its key is read.
        operations: how the contract calls each operation that the port offers, by the contract's name for it.
        queries: the queries, by method name.
        measures: those queries that only count what is to be picked, or tell whether there is any.
        bulks: the operations on many at once, by method name.
        windows: the operations that give a part of a list, or promise its order, by method name.
        pages: how an answer is read that holds a list and is none, by method name.
        effects: the operations that write in a way of the port's own, by method name.
        unread: methods of the port for which nothing says what they promise.
        not_taken: by operation, why a method of its name was not taken for it, and the line that binds it.
        missing: the policy for an absent key, where stated or read from the annotations; likewise the others.
        failure: the policy for a failure of the store, where the contract states one.
        version: the field that counts saves, or None.
        unique: the fields on which no two aggregates may agree, each with its policy.
        owner: whose an aggregate is, where the operations ask for it, or None.
        stated_missing: the policy for an absent key where the contract itself states it.
        order: by operation name, the key function of the order that it promises.
        tolerances: by path, what a comparison with the caller's aggregate lets pass.
        stated_tolerances: those that the contract itself states.
        any_case: what it compares in any case.
        statements_per_row: by operation name, how many statements more it may send for each row or child.
        cached: how the cache is reached out of which the adapter answers, where it does.
        data: what a caller gives of a new aggregate, where `add` does not take the aggregate itself.
    """

    port: Port
    aggregate: type
    key: Key
    operations: Mapping[str, OperationCall]
    queries: Mapping[str, Query]
    measures: Mapping[str, Query]
    bulks: Mapping[str, Bulk]
    windows: Mapping[str, Window]
    pages: Mapping[str, Page]
    effects: Mapping[str, Effect]
    unread: tuple[str, ...]
    missing: Policy | None
    missing_delete: Policy | None
    missing_update: Policy | None
    duplicate: Policy | None
    stale: Policy | None
    rereads: str | None
    failure: Policy | None
    stated_missing: Policy | None
    order: Mapping[str, Callable[[Any], Any]]
    tolerances: Mapping[str, Tolerance]
    stated_tolerances: Mapping[str, Tolerance]
    any_case: AnyCase
    generated: frozenset[str]
    version: str | None
    unique: Mapping[str, Policy]
    owner: Owner | None
    strategy: Any = None
    explicit_changes: tuple[Callable[..., Any], ...] = ()
    names: tuple[str, str] = field(default=("", ""))
    not_taken: Mapping[str, str] = field(default_factory=dict)
    data: Data | None = None
    cached: CachedBy | None = None
    statements_per_row: Mapping[str, int] = field(default_factory=dict)

    @property
    def subject(self) -> Port:
        """What is held to the contract."""
        return self.port

    @cached_property
    def aggregates(self) -> SearchStrategy[Any]:
        """The strategy of valid aggregates that were never saved: as stated, else built from the type."""
        drawn = self.strategy if self.strategy is not None else for_type(self.aggregate)
        return changed(drawn, self.unsaved) if self.by_loading else drawn

    @cached_property
    def ordinary(self) -> SearchStrategy[Any]:
        """Aggregates of which no part is what a store may refuse, as far as their strategy is built from their type."""
        return self.aggregates if self.strategy is not None else for_type(self.aggregate, extremes=False)

    @cached_property
    def unique_fields(self) -> frozenset[str]:
        """The unique fields: those that are stated, and those that the aggregate's own mapping says are unique."""
        return frozenset(self.unique) | unique_attributes(self.kind)

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The fields on which no two aggregates of a scenario agree: unique ones, and those by which one is found."""
        single = (each.attributes for each in self.queries.values() if not has_choice(each, self.order))
        return self.unique_fields.union(*(each for each in single if len(each) == 1))

    @cached_property
    def keys(self) -> SearchStrategy[Any]:
        """Keys of the aggregate's kind, stored or not."""
        if self.key.hint is not MISSING and (self.strategy is None or self.generates_key):
            return for_type(optional(self.key.hint)[0], extremes=False)
        return changed(self.ordinary, self.key.read)

    @cached_property
    def changes(self) -> Changes:
        """How an aggregate is changed, its key apart."""
        names = (*self.key.attributes, self.version, self.scope, *self.generated, *self.unique)
        kept = frozenset(each for each in names if each is not None)
        valid = None if self.strategy is None else self.aggregates
        explicit = self.explicit_changes or tuple(new_items(self.aggregate, kept) if self.kind is dict else ())
        by_store = self.generated | ({self.version} if self.version else frozenset())
        return Changes(self.kind, kept, explicit, valid, by_store, beside_the_state(self.kind))

    def unsaved(self, aggregate: Any) -> Any:
        """The aggregate as it is before its first save: what the store fills in is at its default."""
        if self.mapped:
            forget_rows(aggregate)
        return as_never_saved(aggregate, self.generated | ({self.version} if self.version else set()))

    @property
    def scope(self) -> str | None:
        """The aggregate's attribute that says whose it is, where it has one and the operations ask for it."""
        return None if self.owner is None or self.owner.beside else self.owner.attribute

    @property
    def generates_key(self) -> bool:
        """Whether the store gives an aggregate its key."""
        return self.key.attribute in self.generated

    @property
    def kind(self) -> type:
        """The class of the aggregates at run time: a dictionary is no instance of the TypedDict that describes it."""
        return dict if is_typeddict(self.aggregate) else self.aggregate

    @property
    def lacking(self) -> str | None:
        """Why nothing that is about stored aggregates can be asked, as of a port that only reads; None where it can."""
        if self.offers("add", "save"):
            return None
        line = line_to_add(self.port, self.aggregate, self.owner)
        return f"{self.port.name} only reads; to hold it to more, write how one comes to be stored: {line}"

    @property
    def patching(self) -> Effect | None:
        """The update that is given a key and what is to change, where the port has one."""
        return patching(self.effects, self.aggregate)

    @property
    def by_loading(self) -> bool:
        """Whether a caller loads what it saves again: only there is what the store filled in, and a session."""
        return bool(self.generated or self.version or self.mapped)

    @cached_property
    def mapped(self) -> bool:
        """Whether the aggregate's class is itself mapped to a table, so that a unit of work tracks every change."""
        return is_mapped(self.aggregate)

    def offers(self, *alternatives: str) -> bool:
        """Whether the port has one of those operations, by the contract's names."""
        return any(name in self.operations for name in alternatives)

    def operation(self, *alternatives: str) -> OperationCall:
        """The first of those operations that the port offers.

        Raises:
            ContractError: it offers none of them.
        """
        for name in alternatives:
            if name in self.operations:
                return self.operations[name]
        reason = next((self.not_taken[name] for name in alternatives if name in self.not_taken), "")
        why, _, line = reason.partition("; write ")
        raise ContractError(
            f"{self.port.name} has no {' or '.join(alternatives)} that dovetail can read{why and ': '}{why}",
            line or f'name the method in the contract: operations = {{"{alternatives[0]}": "the_method"}}',
        )


def bind(port: Port, contract: Any) -> Binding:
    """Read a port and what its contract states into a binding.

    Raises:
        ContractError: something cannot be inferred; the remedy is the line to write.
    """
    kept, stated = aggregate_of(port, contract), dict(contract.operations)
    without_effect.refuse_misnamed(port, aggregate := get_origin(kept) or kept, contract)
    owner = find_owner(port, aggregate, contract.scope)
    methods = methods_of(port, aggregate, stated, owner)
    asked = unscoped(get, owner) if (get := methods.get("get")) is not None else ()
    key = find_key(aggregate, asked, get.name if get is not None else "", contract.key)
    data = find_data(port, methods, stated, aggregate, owner)
    methods = adding(asked_by_key(methods, stated, aggregate, key, owner), data)
    operations = calls_of(port, methods, stated, aggregate, key, owner, data)
    any_case = AnyCase.stated(contract.compare, key)
    queries = read_queries(port, aggregate, owner, methods, contract.queries, any_case.attributes)
    taken = {*queries, *(each.name for each in methods.values())}
    bulks = read_bulks(port, aggregate, key, get, owner, taken, contract.partial)
    listed = operations["all"].name if "all" in operations else ""
    windows = dict(read_windows(port, aggregate, key, owner, listed, queries, contract.order))
    refuse_allowances(port, contract.statements_per_row)
    refuse_order(port, aggregate, contract.order, {listed, *queries, *bulks, *windows})
    generated = generated_fields(aggregate, key, contract) | not_carried(aggregate, data, owner)
    version, noun = version_field(aggregate, contract), snake(aggregate.__name__)
    unread = tuple(name for name in port.operations if name not in {*taken, *bulks, *COLLECTION})
    left = [port.operations[name] for name in unread if name not in {*windows, *contract.effects}]
    effects = read_effects(port, aggregate, key, owner, contract.effects, [each.name for each in left])
    untold = (each for each in left if each.name not in effects or effects[each.name].after is None)
    alike = not_taken(untold, {*operations, *stated}, aggregate, key, owner)
    binding = Binding(
        port=port,
        aggregate=aggregate,
        key=key,
        operations=operations,
        queries={name: each for name, each in queries.items() if each.measure is None},
        measures={name: each for name, each in queries.items() if each.measure is not None},
        bulks=bulks,
        windows=windows,
        pages={name: page for name, each in port.operations.items() if (page := page_of(each, aggregate)) is not None},
        effects=effects,
        unread=unread,
        missing=contract.missing or missing(get, operations.get("get")),
        missing_delete=contract.missing_delete or missing_effect(methods.get("delete")),
        missing_update=contract.missing_update or missing_effect(methods.get("update")),
        duplicate=contract.duplicate,
        stale=contract.stale,
        failure=contract.failure,
        stated_missing=contract.missing,
        order=dict(contract.order),
        tolerances=beside_the_state(aggregate) | filled_in(generated, version) | dict(contract.compare),
        any_case=any_case,
        stated_tolerances=beside_the_state(aggregate) | dict(contract.compare),
        generated=generated,
        version=version,
        unique=dict(contract.unique),
        rereads=contract.rereads,
        owner=owner,
        strategy=for_type(kept) if contract.aggregates is None and kept is not aggregate else contract.aggregates,
        explicit_changes=tuple(contract.changes),
        names=(noun, plural(noun)),
        not_taken=alike,
        data=data,
        cached=contract.cached,
        statements_per_row=dict(contract.statements_per_row),
    )
    called = {*operations, *(each.name for each in bulks.values()), *(["update"] if binding.patching else [])}
    without_effect.refuse_without_effect(port, contract, called, alike, queries)
    if not queries and any(gives(each, aggregate) for each in port.operations.values()):
        binding.operation("get", "all")
    if any(takes(each, aggregate) for each in port.operations.values()):
        binding.operation("add", "save")
    return binding
