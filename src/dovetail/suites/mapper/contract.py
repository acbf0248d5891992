"""`MapperContract`: what a user writes once per mapper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dovetail.policies import Policy
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.options import Given, mapping, option, policy, stated, strategy
from dovetail.suites.kernel.source import Source
from dovetail.suites.mapper import clauses
from dovetail.suites.mapper.binding import Binding, bind
from dovetail.suites.mapper.scenario import MapperScenario
from dovetail.suites.mapper.source import MapperSource, database


class MapperContract(Contract):
    """What every mapper between domain objects and persistence models promises."""

    mapper: Any = option(
        text="a class with static methods, an instance, a class that needs no arguments, a module, or a model with "
        "`from_entity` and `to_entity`; which function goes which way is read from annotations and names",
        otherwise="required, or the next two",
        binds=True,
    )
    to_model: str | Callable[..., Any] | None = option(
        text="the name of the mapper's method to the model, or a function in its place",
        otherwise="read from the mapper",
    )
    to_domain: str | Callable[..., Any] | None = option(
        text="the name of the mapper's method to the domain, or a function in its place",
        otherwise="read from the mapper",
    )
    domain: Any = strategy(
        "the type of the domain's objects, or a strategy of them: then nothing is tried that it does not give",
        otherwise="read from the annotations",
        example="st.builds(...)",
        draws="valid objects",
    )
    rows: Any = strategy(
        "a strategy (or the type) of models as the database holds them, where those are more than `to_model` makes",
        otherwise="what `to_model` makes",
        example="st.builds(...)",
        draws="models",
    )
    table: Any = option(
        text="the table, or several, of models that do not say it themselves, such as dict rows",
        otherwise="read from the model",
    )
    errors: Policy | None = policy(
        "how a corrupt row is refused: `raises(CorruptOrder)`, or `fails(...)` for a failed Result",
        otherwise="a Result says `fails()`; else MAP-14 and MAP-17 do not apply",
    )
    store: Any = option(
        text="an engine (or a fixture or a callable that gives one) of a scratch database, for a round trip through "
        "the model's real tables",
        otherwise="MAP-18 does not apply",
        fixture=True,
    )
    prepare: Any = option(
        text="a function `(session, object)` that puts in the rows to which the object's refer by a foreign key",
        otherwise="they refer to none",
        called_with="a session and an object of the domain",
    )
    compare: Mapping[str, Any] = mapping(
        "by path, what a comparison lets pass, each with its reason",
        otherwise="nothing: exact, by structure, types included; see [compare](compare.md)",
        example='{"lines": any_order("the table has no position")}',
    )

    checks = checks_in(clauses)
    words = MapperScenario

    @classmethod
    def bind(cls) -> Binding:
        return bind(cls, stated(cls, "to_model"), stated(cls, "to_domain"))

    @classmethod
    def source(cls, binding: Any, given: Given) -> Source:
        store = database(given["store"], binding.tables, cls.__name__)
        return MapperSource(binding.subject.name, store, binding.tables, stated(cls, "prepare"))

    @classmethod
    def shared(cls, binding: Any) -> Any:
        """Objects of the domain, unless their class is mapped itself."""
        return binding.objects if binding.copied else None
