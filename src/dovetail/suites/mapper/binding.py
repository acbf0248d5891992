"""What a mapper contract knows of its mapper: the two ways, the domain's objects, the policies."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_origin

from hypothesis import strategies as st

from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.policies import Fails, Policy
from dovetail.port import MISSING
from dovetail.records import is_mapped
from dovetail.suites.kernel.subject import Subject
from dovetail.suites.mapper.columns import tables_in
from dovetail.suites.mapper.directions.direction import Way, choose, way_of, ways_of
from dovetail.suites.mapper.directions.mapped_class import ways_of_mapping
from dovetail.values import Tolerance, ignored
from dovetail.values.changes import Changes
from dovetail.values.strategies import for_type
from dovetail.values.transient_fields import transient_fields


@dataclass(frozen=True)
class Binding:
    """A mapper in the contract's own words.

    Attributes:
        subject: the mapper, as the reports call it.
        to_model: the way from the domain.
        to_domain: the way back.
        domain: the domain's type; `MISSING` where only a strategy is given.
        strategy: the strategy that the contract states, or None.
        rows: a strategy of models as the database holds them, or None.
        table: the table of models that do not say it themselves, or None.
        errors: how a corrupt row is refused, where that is known.
        stated_tolerances: by path, what a comparison lets pass.
    """

    subject: Subject
    to_model: Way
    to_domain: Way
    domain: Any
    strategy: Any
    rows: Any
    table: Any
    errors: Policy | None
    stated_tolerances: Mapping[str, Tolerance] = field(default_factory=dict)

    @cached_property
    def objects(self) -> st.SearchStrategy[Any]:
        """The strategy of the domain's objects: as stated, else built from the type."""
        return self.strategy if self.strategy is not None else for_type(self.domain)

    @property
    def mapped(self) -> bool:
        """Whether SQLAlchemy maps the domain's class itself, and is the mapper."""
        return is_mapped(self.domain) and self.domain == self.to_model.gives

    @property
    def copied(self) -> bool:
        """Whether the domain's objects can be copied; where SQLAlchemy maps them, a copy shares its instrumentation."""
        return not is_mapped(self.domain)

    @property
    def inferred(self) -> bool:
        """Whether all that the domain's types allow may be tried, and not only what a stated strategy gives."""
        return self.strategy is None

    @cached_property
    def transient(self) -> frozenset[str]:
        """The names of fields that are no part of an object's state."""
        return frozenset() if self.domain is MISSING else transient_fields(self.domain)

    @cached_property
    def tolerances(self) -> Mapping[str, Tolerance]:
        """What a comparison of domain objects lets pass."""
        own = {f"**.{name}": ignored("recorded events are no part of the state") for name in sorted(self.transient)}
        return {**own, **self.stated_tolerances}

    @cached_property
    def changes(self) -> Changes | None:
        """How the domain changes an object; None where nothing can be known of that."""
        if not self.inferred or not inspect.isclass(self.domain):
            return None
        changes = Changes(self.domain, frozenset())
        return changes if changes.mutators else None

    @property
    def model_type(self) -> Any:
        """The type of the models; `MISSING` where nothing says it."""
        return self.to_model.gives if self.to_model.gives is not MISSING else self.to_domain.takes

    @cached_property
    def tables(self) -> list[Any]:
        """The tables that the models are written to, as far as they or the contract say."""
        return list(tables_in(self.table if self.table is not None else self.model_type))

    @property
    def noun(self) -> str:
        """What an object is called in a scenario."""
        cls = get_origin(self.domain) or self.domain
        return snake(cls.__name__) if inspect.isclass(cls) and self.domain is not MISSING else "value"


def bind(contract: Any, out: Any, back: Any) -> Binding:
    """Read a mapper and what its contract states into a binding.

    Raises:
        ContractError: something cannot be inferred; the remedy is the line to write.
    """
    mapper = contract.mapper
    stated = contract.domain
    strategy = stated if isinstance(stated, st.SearchStrategy) else None
    wanted = stated if strategy is None else None
    if out is not None and back is not None:
        to_model, to_domain = way_of(out, mapper, "to_model"), way_of(back, mapper, "to_domain")
    elif mapper is None and is_mapped(wanted):
        to_model, to_domain = ways_of_mapping(wanted)
    elif mapper is None:
        raise ContractError(
            f"{contract.__name__} has no mapper",
            "write it in the class: mapper = OrderMapper, or its two functions: to_model = ... and to_domain = ..., "
            "or domain = Order where SQLAlchemy maps the class itself",
        )
    else:
        to_model, to_domain = _chosen(contract, mapper, wanted, out, back)
    domain = wanted if wanted is not None else _domain_of(to_model, to_domain, contract, needed=strategy is None)
    return Binding(
        subject=_subject(mapper, to_model, contract),
        to_model=to_model,
        to_domain=to_domain,
        domain=domain,
        strategy=strategy,
        rows=_strategy(contract.rows),
        table=contract.table,
        errors=contract.errors or (Fails(()) if to_domain.result else None),
        stated_tolerances=dict(contract.compare),
    )


def _chosen(contract: Any, mapper: Any, domain: Any, out: Any, back: Any) -> tuple[Way, Way]:
    """The two ways, one of which the contract may state."""
    name = str(getattr(mapper, "__name__", type(mapper).__name__))
    if out is not None or back is not None:
        known = way_of(out if out is not None else back, mapper, "to_model" if out is not None else "to_domain")
        others = [each for each in ways_of(mapper) if each.name != known.name]
        pairs = [choose([known, each], domain, name) for each in others]
        found = [pair for pair in pairs if pair[0 if out is not None else 1] is known]
        if len(found) == 1:
            return found[0]
        missing = "to_domain" if out is not None else "to_model"
        raise ContractError(f"{contract.__name__} does not say {missing}", f'write it too: {missing} = "..."')
    return choose(ways_of(mapper), domain, name)


def _domain_of(out: Way, back: Way, contract: Any, *, needed: bool) -> Any:
    for hint in (out.takes, back.gives):
        if hint is not MISSING and hint not in (Any, object):
            return hint
    if needed:
        raise ContractError(
            f"cannot tell which type {contract.__name__} maps: {out.name} and {back.name} have no annotation",
            "write it in the contract: domain = Order, or a strategy of its objects",
        )
    return MISSING


def _subject(mapper: Any, out: Way, contract: Any) -> Subject:
    named = mapper if mapper is not None else contract.domain if is_mapped(contract.domain) else out.function
    if isinstance(named, types.ModuleType):
        return Subject(named.__name__.rpartition(".")[2], named.__name__)
    owner = named if hasattr(named, "__qualname__") else type(named)
    if owner.__name__ == "<lambda>":
        owner = contract
    return Subject(owner.__name__, f"{owner.__module__}:{owner.__qualname__}")


def _strategy(given: Any) -> Any:
    return given if given is None or isinstance(given, st.SearchStrategy) else for_type(given)
