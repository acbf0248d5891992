"""Strategies that users give, and what is said where one is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, NewType

import pytest
from drawing import many
from hypothesis import strategies as st

from dovetail.errors import ContractError
from dovetail.values.strategies import for_field, for_type, register, registered

Code = NewType("Code", str)


@dataclass
class Customer:
    name: str
    extra: Any


class Legacy:
    def __init__(self, number, kind="x"):  # type: ignore[no-untyped-def]
        self.number = number


@dataclass
class Order:
    code: Code
    customers: list[Customer]


@dataclass
class Payload:
    data: dict[str, Any]
    made: Unknown  # type: ignore[name-defined]  # noqa: F821


@dataclass
class Relaxed:
    name: str
    data: dict[str, Any] = field(default_factory=lambda: {"a": 1})
    anything: Any = 7
    lost: Unknown = None  # type: ignore[name-defined]  # noqa: F821
    _domain_events: list[int] = field(default_factory=list)


class Ghost:
    def __init__(self) -> None:
        raise RuntimeError("nobody makes ghosts")


@pytest.mark.parametrize(
    ("kind", "path", "remedy"),
    [
        (Order, "Order.customers.extra: Any does not", "register(Customer, st.builds(Customer, extra=..., ...))"),
        (Legacy, "Legacy.number: number has no annotation", "register(Legacy, st.builds(Legacy, number=..., ...))"),
        (Payload, "Payload.data: Any does not", "register(Payload, st.builds(Payload, data=..., ...))"),
        (
            Ghost,
            "Ghost: Ghost has no usable constructor (RuntimeError('nobody",
            "register(Ghost, st.builds(Ghost, ...))",
        ),
        (list, "list: list does not say what it holds", "register(list, st.builds(list, ...))"),
    ],
    ids=lambda one: getattr(one, "__name__", None),
)
def test_what_cannot_be_built_is_named_with_the_line_to_write(kind: Any, path: str, remedy: str) -> None:
    """The way to the field, and what to do."""
    with pytest.raises(ContractError) as error:
        for_type(kind)
    assert error.value.cause.startswith(path)
    assert error.value.remedy == f"dovetail.strategies.{remedy}"


def test_a_default_stands_in_for_what_cannot_be_built() -> None:
    """What is required is drawn all the same; what happened is not stored with an object, and stays empty."""
    drawn = many(for_type(Relaxed), 50)
    assert len({one.name for one in drawn}) > 10
    assert {(one.data["a"], one.anything, one.lost, len(one._domain_events)) for one in drawn} == {(1, 7, None, 0)}


@dataclass
class Loose:
    """Mappings that do not say what they hold, and are empty where nothing is given."""

    extra: dict = field(default_factory=dict)  # type: ignore[type-arg]
    about: dict[str, Any] | None = None
    rest: list = field(default_factory=list)  # type: ignore[type-arg]


def test_a_mapping_that_is_empty_by_default_is_drawn_with_texts() -> None:
    """Whatever it may hold besides: a store that loses it, or shares it, could not be told from one that keeps it."""
    drawn = many(for_type(Loose), 100)

    assert {bool(one.extra) for one in drawn} == {True, False}
    assert {type(one.about) for one in drawn} == {dict, type(None)}
    assert {type(each) for one in drawn for each in (*one.extra, *one.extra.values())} == {str}
    assert not any(one.rest for one in drawn)


def test_a_registered_strategy_wins_wherever_the_type_stands() -> None:
    """For classes, for `NewType`s, in collections, for the fields of others."""
    customer = st.builds(Customer, name=st.just("ada"), extra=st.none())
    with registered({Customer: customer, Code: st.just(Code("c"))}):
        drawn = many(for_type(Order), 50)
        assert {one.code for one in drawn} == {"c"}
        assert {each.name for one in drawn for each in one.customers} == {"ada"}
        assert many(for_field(Code, Order, "code"), 5)[0] == "c"
    with pytest.raises(ContractError):
        for_type(Order)


def test_what_was_built_before_is_built_anew() -> None:
    """A strategy given late is not too late."""
    before = many(for_type(Annotated[Code, "marked"]), 20)
    with registered({Code: st.just(Code("late"))}):
        assert set(many(for_type(Annotated[Code, "marked"]), 20)) == {"late"}
    assert set(before) != {"late"}


def test_register_lasts() -> None:
    """Unlike `registered`."""

    class Shop:
        pass

    shop = Shop()
    with registered({}):
        register(Shop, st.just(shop))
        assert many(for_type(list[Shop]), 20)[-1] is not None
        assert many(for_type(Shop), 1) == [shop]
    assert many(for_type(Shop), 1) != [shop]


def test_only_strategies_can_be_registered() -> None:
    """A value in their place is a mistake."""
    with pytest.raises(ContractError, match="A strategy was expected, not 3"):
        register(int, 3)  # type: ignore[arg-type]


def test_a_strategy_in_an_annotation_is_used() -> None:
    """As Hypothesis itself has it."""
    assert set(many(for_type(Annotated[int, st.just(5)]), 5)) == {5}


def test_a_strategy_can_be_asked_for_while_a_test_draws() -> None:
    """`change` asks for the strategies of arguments then."""

    @dataclass(frozen=True)
    class Even:
        value: int

        def __post_init__(self) -> None:
            if self.value % 2:
                raise ValueError

    def asked(draw: st.DrawFn) -> Even:
        return draw(for_type(Even))

    assert all(one.value % 2 == 0 for one in many(st.composite(asked)(), 20))


def test_a_type_that_tells_nothing_is_to_be_annotated() -> None:
    """To register a strategy for `Any` would draw what no port takes."""
    with pytest.raises(ContractError) as error:
        for_type(Any)
    assert error.value.cause == "Any: Any does not tell its values"
    assert error.value.remedy.startswith("annotate it with the type that it has")
