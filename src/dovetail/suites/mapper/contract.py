"""`MapperContract`: what a user writes once per mapper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from dovetail.policies import Policy
from dovetail.port import MISSING
from dovetail.suites.check import Check
from dovetail.suites.contract import Contract
from dovetail.suites.driver import Driver
from dovetail.suites.mapper.binding import Binding, bind
from dovetail.suites.mapper.clauses import (
    absence,
    collections,
    corrupt,
    isolation,
    leaves,
    members,
    reaching,
    repeating,
    round_trip,
    tables,
)
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.suites.mapper.source import MapperSource, database
from dovetail.suites.source import Source
from dovetail.suites.stating import stated


class MapperContract(Contract):
    """What every mapper between domain objects and persistence models promises.

    Attributes:
        mapper: a class with static methods, an instance, a class that needs no arguments, a module, or a model with
            `from_entity` and `to_entity`. Which function goes which way is read from annotations and names.
        to_model: the name of the mapper's method to the model, or a function in its place.
        to_domain: the name of the mapper's method to the domain, or a function in its place.
        domain: the type of the domain's objects, or a strategy of them; read from the annotations where not given. With
            a strategy, nothing is tried that it does not give.
        rows: a strategy (or the type) of models as the database holds them, where those are more than `to_model` makes.
        table: the table of models that do not say it themselves, such as dict rows.
        errors: how a corrupt row is refused: `raises(CorruptOrder)`, or `fails(...)` for a failed Result.
        store: an engine (or a fixture or a callable that gives one) of a scratch database, for a round trip through the
            model's real tables.
    """

    mapper: Any = None
    to_model: str | Callable[..., Any] | None = None
    to_domain: str | Callable[..., Any] | None = None
    domain: Any = None
    rows: Any = None
    table: Any = None
    errors: Policy | None = None
    adapter: Any = MISSING  # the mapper is its own: no fixture of that name is meant

    checks: ClassVar[tuple[Check[Any], ...]] = (
        round_trip.deep_round_trip,
        reaching.every_field_reaches_the_model,
        round_trip.model_round_trip,
        isolation.neither_side_is_touched,
        repeating.same_model_again,
        members.every_member_and_subclass,
        leaves.times,
        leaves.decimals,
        leaves.text,
        leaves.integers,
        absence.falsy_is_not_absent,
        absence.absent_is_not_default,
        collections.order_and_duplicates,
        corrupt.corrupt_rows_are_refused,
        repeating.no_creation_logic,
        tables.values_fit_the_columns,
        corrupt.refusals_name_the_column,
        tables.comes_back_from_its_table,
    )

    @classmethod
    def bind(cls) -> Binding:
        return bind(cls, stated(cls, "to_model"), stated(cls, "to_domain"))

    @classmethod
    def source(cls, binding: Any, adapter: Any, store: Any) -> Source:  # noqa: ARG003 - the mapper is its own
        return MapperSource(binding.port.name, database(store, binding.tables, cls.__name__), binding.tables)

    @classmethod
    def scenario(cls, binding: Any, driver: Driver, source: Any, draw: Callable[[Any], Any]) -> MapperScenario:
        return MapperScenario(binding, driver, source, draw)
