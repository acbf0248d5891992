"""What a repository contract knows of its port: the operations in its own words, the key, the queries, the policies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_origin, is_typeddict

from hypothesis.strategies import SearchStrategy

from dovetail.errors import ContractError
from dovetail.policies import Fails, Policy, Returns
from dovetail.port import COLLECTION, MISSING, Operation, Port, result_arguments
from dovetail.suites.mapper.transient import transient_fields
from dovetail.suites.repository.attributes import attributes
from dovetail.suites.repository.bulk import Bulk, read_bulk
from dovetail.suites.repository.key import Key, find_key
from dovetail.suites.repository.mapped import filled_by_mapping, is_mapped
from dovetail.suites.repository.methods import (
    aggregate_of,
    methods_of,
    refuse_unknown,
    roles_of,
    unscoped,
    written,
)
from dovetail.suites.repository.newborn import filled_in, generated_fields, newborn, version_field
from dovetail.suites.repository.owner import Owner, find_owner
from dovetail.suites.repository.queries import Query, gives, infer_filters, infer_query, stated_query, takes
from dovetail.suites.repository.roles import Word, optional, word
from dovetail.suites.repository.words import plural, snake
from dovetail.values import Tolerance, ignored
from dovetail.values.changes import Changes
from dovetail.values.strategies import for_type


@dataclass(frozen=True)
class Binding:
    """A port in the repository contract's own words.

    Attributes:
        port: the port.
        aggregate: the aggregate's class.
        key: how its key is read.
        words: the operations that the contract knows, by word.
        queries: the queries, by method name.
        measures: those queries that only count what is to be picked, or tell whether there is any.
        bulks: the operations on many at once, by method name.
        unread: methods of the port for which nothing says what they promise.
        missing: the policy for an absent key, where stated or read from the annotations; likewise the others.
        failure: the policy for a failure of the store, where the contract states one.
        version: the field that counts saves, or None.
        unique: the fields on which no two aggregates may agree, each with its policy.
        owner: whose an aggregate is, where the operations ask for it, or None.
        stated_missing: the policy for an absent key where the contract itself states it.
        order: by operation name, the key function of the order that it promises.
        tolerances: by path, what a comparison with the caller's aggregate lets pass.
        stated_tolerances: those that the contract itself states.
    """

    port: Port
    aggregate: type
    key: Key
    words: Mapping[str, Word]
    queries: Mapping[str, Query]
    measures: Mapping[str, Query]
    bulks: Mapping[str, Bulk]
    unread: tuple[str, ...]
    missing: Policy | None
    missing_delete: Policy | None
    missing_update: Policy | None
    duplicate: Policy | None
    stale: Policy | None
    failure: Policy | None
    stated_missing: Policy | None
    order: Mapping[str, Callable[[Any], Any]]
    tolerances: Mapping[str, Tolerance]
    stated_tolerances: Mapping[str, Tolerance]
    generated: frozenset[str]
    version: str | None
    unique: Mapping[str, Policy]
    owner: Owner | None
    strategy: Any = None
    explicit_changes: tuple[Callable[..., Any], ...] = ()
    names: tuple[str, str] = field(default=("", ""))

    @cached_property
    def aggregates(self) -> SearchStrategy[Any]:
        """The strategy of valid aggregates that were never saved: as stated, else built from the type."""
        drawn = self.strategy if self.strategy is not None else for_type(self.aggregate)
        return drawn.map(self.unsaved) if self.by_loading else drawn

    @cached_property
    def distinct(self) -> frozenset[str]:
        """The fields on which no two aggregates of a scenario agree: unique ones, and those that a query finds by."""
        single = (query.attributes for query in self.queries.values() if not query.many and len(query.attributes) == 1)
        return frozenset(self.unique).union(*single)

    @cached_property
    def keys(self) -> SearchStrategy[Any]:
        """Keys of the aggregate's kind, stored or not."""
        if self.key.hint is not MISSING and (self.strategy is None or self.generates_key):
            return for_type(optional(self.key.hint)[0], extremes=False)
        return self.aggregates.map(self.key.read)

    @cached_property
    def changes(self) -> Changes:
        """How an aggregate is changed, its key apart."""
        names = (*self.key.attributes, self.version, self.scope, *self.generated, *self.unique)
        kept = frozenset(each for each in names if each is not None)
        valid = None if self.strategy is None else self.aggregates
        explicit = self.explicit_changes or tuple(_items(self.aggregate, kept) if self.kind is dict else ())
        return Changes(self.kind, kept, explicit, valid)

    def unsaved(self, aggregate: Any) -> Any:
        """The aggregate as it is before its first save: what the store fills in is at its default."""
        return newborn(aggregate, self.generated | ({self.version} if self.version else set()))

    @property
    def scope(self) -> str | None:
        """The attribute that says whose an aggregate is, where the operations ask for it."""
        return None if self.owner is None else self.owner.attribute

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
        if "add" in self.words or "save" in self.words:
            return None
        line = f'operations = {{"add": lambda adapter, {self.names[0]}: ...}}'
        return f"{self.port.name} only reads; to hold it to more, write how one comes to be stored: {line}"

    @property
    def by_loading(self) -> bool:
        """Whether a caller must load an aggregate to save it again: what the store filled in is only there."""
        return bool(self.generated or self.version)

    @cached_property
    def mapped(self) -> bool:
        """Whether the aggregate's class is itself mapped to a table, so that a unit of work tracks every change."""
        return is_mapped(self.aggregate)

    def word(self, *alternatives: str) -> Word:
        """The first of those words that the port offers.

        Raises:
            ContractError: it offers none of them.
        """
        for name in alternatives:
            if name in self.words:
                return self.words[name]
        raise ContractError(
            f"{self.port.name} has no {' or '.join(alternatives)} that dovetail can read",
            f'name the method in the contract: operations = {{"{alternatives[0]}": "the_method"}}',
        )


def bind(port: Port, contract: Any) -> Binding:
    """Read a port and what its contract states into a binding.

    Raises:
        ContractError: something cannot be inferred; the remedy is the line to write.
    """
    kept = aggregate_of(port, contract)
    aggregate = get_origin(kept) or kept
    stated = dict(contract.operations)
    refuse_unknown(port, stated, contract.queries)
    owner = find_owner(port, aggregate, contract.scope)
    methods = methods_of(port, aggregate, stated, owner)
    get = methods.get("get")
    asked = unscoped(get, owner) if get is not None else ()
    key = find_key(aggregate, asked, get.name if get is not None else "", contract.key)
    words = {name: word(each, roles_of(port, name, each, aggregate, key, owner)) for name, each in methods.items()}
    words |= {name: written(name, each) for name, each in stated.items() if callable(each)}
    taken = {each.name for each in methods.values()}
    queries = {name: stated_query(port.operations[name], aggregate, each) for name, each in contract.queries.items()}
    for name, operation in port.operations.items():
        if (
            name not in taken
            and name not in queries
            and (query := infer_query(operation, aggregate, owner)) is not None
        ):
            queries[name] = query
    if (listing := methods.get("all")) is not None and listing.name not in contract.queries:
        queries |= dict(infer_filters(listing, aggregate, owner))
    bulks = {
        name: bulk
        for name, operation in port.operations.items()
        if name not in taken
        and name not in queries
        and (bulk := read_bulk(operation, aggregate, key, get, owner)) is not None
    }
    generated = generated_fields(aggregate, key, contract)
    version = version_field(aggregate, contract)
    noun = snake(aggregate.__name__)
    binding = Binding(
        port=port,
        aggregate=aggregate,
        key=key,
        words=words,
        queries={name: each for name, each in queries.items() if each.measure is None},
        measures={name: each for name, each in queries.items() if each.measure is not None},
        bulks=bulks,
        unread=tuple(name for name in port.operations if name not in {*taken, *queries, *bulks, *COLLECTION}),
        missing=contract.missing or _missing(get, words.get("get")),
        missing_delete=contract.missing_delete or _missing_effect(methods.get("delete")),
        missing_update=contract.missing_update or _missing_effect(methods.get("update")),
        duplicate=contract.duplicate,
        stale=contract.stale,
        failure=contract.failure,
        stated_missing=contract.missing,
        order=dict(contract.order),
        tolerances=_beside_the_state(aggregate) | filled_in(generated, version) | dict(contract.compare),
        stated_tolerances=_beside_the_state(aggregate) | dict(contract.compare),
        generated=generated,
        version=version,
        unique=dict(contract.unique),
        owner=owner,
        strategy=for_type(kept) if contract.aggregates is None and kept is not aggregate else contract.aggregates,
        explicit_changes=tuple(contract.changes),
        names=(noun, plural(noun)),
    )
    if not queries and any(gives(each, aggregate) for each in port.operations.values()):
        binding.word("get", "all")
    if any(takes(each, aggregate) for each in port.operations.values()):
        binding.word("add", "save")
    return binding


def _items(table: type, kept: Collection[str]) -> Iterator[Callable[..., Any]]:
    """Changes of a dictionary: a new value for each of the items that a TypedDict describes."""
    return (_new_item(name, hint) for name, hint in attributes(table).items() if name not in kept)


def _new_item(name: str, hint: Any) -> Callable[..., Any]:
    def changed(table: dict[str, Any], value: Any) -> dict[str, Any]:
        return table | {name: value}

    changed.__name__ = f"with_{name}"
    changed.__annotations__ = {"value": hint}
    return changed


def _beside_the_state(aggregate: type) -> dict[str, Tolerance]:
    """What an aggregate holds that is none of its state: recorded events, and what a mapping fills in."""
    recorded = {f"**.{name}": ignored("recorded events are no state") for name in transient_fields(aggregate)}
    paths = filled_by_mapping(aggregate) if is_mapped(aggregate) else ()
    return recorded | {path: ignored("the mapping fills it in") for path in paths}


def _missing(get: Operation | None, read: Word | None) -> Policy | None:
    if get is None or read is None or read.returns is MISSING:
        return None
    if optional(read.returns)[1]:
        return Returns(None)
    return Fails(()) if read.result else None


def _missing_effect(operation: Operation | None) -> Policy | None:
    """What a bool or an optional entity says of an effect that did not happen; a Result may as well fail."""
    if operation is None or result_arguments(operation.returns) is not None:
        return None
    hint = operation.returns
    if hint is bool:
        return Returns(False)
    return Returns(None) if hint is not MISSING and optional(hint)[1] else None
