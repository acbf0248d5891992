"""Types that stand within themselves, alone or by way of others."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, make_dataclass
from typing import Optional

import pytest
from drawing import many

from dovetail.errors import ContractError
from dovetail.values.code import code
from dovetail.values.strategies import for_type
from dovetail.values.strategies.cycles import circle


@dataclass
class Snake:
    tail: Snake


@dataclass
class Leaf:
    value: int


@dataclass
class Fork:
    left: Fork | Leaf
    right: Fork | Leaf


@dataclass
class Order:
    customer: Customer
    address: Address


@dataclass
class Customer:
    address: Address


@dataclass
class Address:
    country: Country


@dataclass
class Country:
    name: str
    orders: list[Order] = field(default_factory=list)
    capital: Address | None = None


def test_what_can_only_be_made_of_itself_is_named() -> None:
    """Nothing ends a snake."""
    with pytest.raises(ContractError, match="Snake: Snake can only be made of itself"):
        for_type(Snake)


def test_a_union_ends_where_it_can() -> None:
    """A tree grows three forks deep."""
    forks = many(for_type(Fork), 60)
    assert max(map(_depth, forks)) == 3
    assert any(_depth(fork) == 1 for fork in forks)


def _depth(fork: Fork | Leaf) -> int:
    return 0 if isinstance(fork, Leaf) else 1 + max(_depth(fork.left), _depth(fork.right))


def test_what_has_to_be_there_is_there_however_deep() -> None:
    """An order needs a customer, an address and a country, and only the country may do without orders."""
    orders = many(for_type(Order), 60)
    assert len({code(order) for order in orders}) > 20
    assert all(order.customer.address.country is not None for order in orders)
    assert any(country.orders for country in many(for_type(Country), 60))


def test_a_circle_is_what_holds_a_type_and_is_held_by_it() -> None:
    """Those that only hold it, or are only held, are none of it."""
    assert circle(Order) == circle(Country) == {Order, Customer, Address, Country}
    assert circle(Fork) == {Fork}
    assert circle(Leaf) == circle(int) == frozenset()


def test_many_types_that_all_hold_each_other_take_no_time() -> None:
    """As the models of a whole application do."""
    names = [f"Model{number}" for number in range(15)]
    made = {}
    for name in names:
        fields = [("name", str), *((f"{other}s".lower(), "list[" + other + "]") for other in names)]
        fields += [(f"one_{other}".lower(), Optional[other]) for other in names]  # noqa: UP045
        made[name] = make_dataclass(name, fields, namespace={"__module__": __name__})
        globals()[name] = made[name]
    begun = time.process_time()
    drawn = many(for_type(made["Model0"]), 5)
    assert time.process_time() - begun < 10
    assert drawn
