"""What policies accept and make, and what an answer is called as one: a line that one can write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import Any

import pytest

from dovetail import CacheContract, RepositoryContract, returns, verify
from dovetail.errors import ContractError
from dovetail.policies import Answer, Failed, Makes, Raised, Returned, Returns, describe, for_key
from dovetail.values import identical


class Trouble(Enum):
    LOST = "lost"


class NotThere:
    """An error that is no exception."""


@pytest.mark.parametrize(
    ("answer", "policy"),
    [
        (Returned(None), "returns(None)"),
        (Raised(KeyError("a")), "raises(KeyError)"),
        (Failed("gone"), "fails('gone')"),
        (Failed(None), "fails(None)"),
        (Failed(Trouble.LOST), "fails(Trouble.LOST)"),
        (Failed(KeyError("a")), "fails(KeyError)"),
        (Failed(NotThere()), "fails(NotThere)"),
    ],
)
def test_an_answer_is_told_as_one_writes_it(answer: Answer, policy: str) -> None:
    assert describe(answer) == policy


@dataclass
class Tab:
    """What a guest owes."""

    guest: str
    pence: int = 0

    @classmethod
    def opened(cls, guest: str) -> Tab:
        return cls(guest)


class Closed:
    """A marker that is no function, and takes nothing."""


class Nobody:
    """An object that can be called, and is the answer itself."""

    def __call__(self, guest: str) -> Tab:
        raise AssertionError(guest)


@pytest.mark.parametrize("function", [lambda guest: Tab(guest, 0), Tab.opened, partial(Tab, pence=0), Tab])
def test_a_function_of_the_key_is_called_with_it(function: Callable[..., Any]) -> None:
    """Functions, methods, partials, and classes that take arguments."""
    policy = for_key(returns(function), identical, "Ann")

    assert policy is not None
    assert policy.accepts(Returned(Tab("Ann")))
    assert not policy.accepts(Returned(Tab("Ben")))
    assert str(policy) == "returns(Tab(guest='Ann', pence=0))"


@pytest.mark.parametrize("value", [None, 0, [], Closed, Nobody(), Tab("Ann")])
def test_anything_else_is_the_answer_itself(value: object) -> None:
    """A class that takes nothing is no function of a key, nor is an object that can be called."""
    policy = returns(value)

    assert isinstance(policy, Returns)
    assert for_key(policy, identical, "Ann") is policy
    assert policy.accepts(Returned(value))


@pytest.mark.parametrize(
    ("function", "made"),
    [
        (lambda key: key, ("bar", 3)),
        (lambda room, table: [room, table], ["bar", 3]),
        (lambda key, house: [key, house], [("bar", 3), "Swan"]),
        (lambda room, table, house: [room, table, house], ["bar", 3, "Swan"]),
    ],
)
def test_a_function_is_given_as_much_as_it_takes(function: Callable[..., Any], made: object) -> None:
    """The key, or its parts; and whose it is behind them."""
    parts = ("bar", 3) if function.__code__.co_varnames[0] == "room" else ()

    assert Makes(function).of(("bar", 3), parts, ("Swan",)) == made


def test_a_function_of_something_else_is_told() -> None:
    """With the line to write, for the function that is itself what a port answers with."""
    with pytest.raises(ContractError, match="does not take the key of what is missing") as refused:
        Makes(lambda: Tab("Ann")).of("Ann")

    assert "returns(lambda key: that_function)" in str(refused.value)


def test_an_answer_counts_as_made_where_it_was_seen_to_be() -> None:
    """Until the key is known, nobody can say it."""
    answer = Returned(Tab("Ann"))

    assert not returns(Tab).accepts(answer)
    assert returns(Tab).accepts(replace(answer, absent=True))


class Tabs:
    """A port, of which only its name counts here."""

    def get(self, guest: str) -> Tab:
        raise NotImplementedError

    def save(self, tab: Tab) -> None:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (RepositoryContract, {"duplicate": returns(Tab)}),
        (RepositoryContract, {"unique": {"guest": returns(Tab.opened)}}),
        (CacheContract, {"missing": returns(Tab)}),
    ],
)
def test_a_function_is_refused_where_nothing_is_missing(kind: type, options: dict[str, Any]) -> None:
    """A cache that makes up what it misses could not tell a miss from a hit."""
    suite = type("TestTabs", (kind,), {"port": Tabs, "adapter": Tabs, **options})

    with pytest.raises(ContractError, match="only for what is missing under a key"):
        verify(suite)
