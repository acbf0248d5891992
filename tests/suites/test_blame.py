"""Whose code raised: the attribute that is named, the place, and what is kept out of a message."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from sqlalchemy.orm.exc import DetachedInstanceError

from dovetail.errors import ContractError
from dovetail.suites.kernel.blame import blamed, raising
from dovetail.suites.kernel.contract import Contract
from dovetail.suites.kernel.options import Shape, option


def fail(*_: Any) -> Any:
    raise LookupError("no such shelf")


class Kind(Contract):
    checks = ()
    aggregates = option(Shape.STRATEGY, draws="valid aggregates", example="st.builds(...)")
    changes = option(Shape.SEQUENCE, default=(), called_with="an aggregate")
    key = option()
    queries = option(Shape.MAPPING, default={})


class Base(Kind):
    key = staticmethod(fail)


class Stated(Base):
    queries = {"find_odd": lambda order: order.odd}
    changes = [lambda order, much: order + much]
    aggregates = st.integers()


def raised(call: Any) -> Exception:
    with pytest.raises(Exception) as caught:
        call()
    return caught.value


@pytest.mark.parametrize(
    ("call", "attribute"),
    [
        (Stated.key, "key"),
        (partial(Stated.queries["find_odd"], 1), "queries['find_odd']"),
        (partial(Stated.changes[0], 1, ""), "changes[0]"),
    ],
)
def test_an_attribute_is_named_by_its_function(call: Any, attribute: str) -> None:
    """Of the class or of its bases, alone or in a collection."""
    error = blamed(Stated, raised(call))

    assert isinstance(error, ContractError)
    assert error.cause.startswith(f"{attribute} of Stated raises ")
    assert "test_blame.py:" in error.cause
    assert error.remedy.startswith("correct it")


def test_a_function_that_could_not_be_called_is_named(tmp_path: Any) -> None:
    """Its own frame is not in the traceback: the call failed before it."""

    class Odd(Contract):
        order = {"find_all": lambda: 0}

    error = blamed(Odd, raised(lambda: Odd.order["find_all"](1)))  # type: ignore[call-arg]

    assert str(error).startswith("order['find_all'] of Odd raises TypeError")


def test_a_strategy_is_named() -> None:
    """The contract's own by its attribute, also where something is made of it; another by how it is written."""
    error = raised(lambda: {"y": 1}["x"])

    assert str(blamed(Stated, error, Stated.aggregates.map(str))).startswith("drawing from aggregates, for Stated, ")
    assert str(blamed(Stated, error, st.text())).startswith("drawing from text(), for Stated, raises KeyError")


def test_other_code_of_the_users_is_placed() -> None:
    """A property of the aggregate, say, or a list that loads what it holds when it is read."""
    error = blamed(Stated, raised(lambda: 1 / 0))

    assert "raises ZeroDivisionError: division by zero (" in str(error)
    assert "test_blame.py:" in str(error)
    assert "all that a list or a page of them holds" in str(error)


def test_a_mistake_of_dovetails_own_stays_what_it_is() -> None:
    """Nothing in the user's code could correct it."""
    mistake = ValueError("no frame of the user's")

    assert blamed(Stated, mistake) is mistake


def test_the_place_is_the_users_and_not_pythons() -> None:
    """The innermost line that somebody can change."""
    said = raising(raised(lambda: json.loads("{")))

    assert said.startswith("raises JSONDecodeError: Expecting property name")
    assert "test_blame.py:" in said
    assert "decoder.py" not in said


@pytest.mark.parametrize("url", ["redis://:s3cret@cache:6379/0", "postgresql+psycopg://shop:s3cret@db/shop"])
def test_no_password_is_told(url: str) -> None:
    """The rest of a URL is."""
    said = raising(ConnectionError(f"cannot reach {url}"))

    assert "s3cret" not in said
    assert "***@" in said


def test_a_mapped_object_that_outlived_its_session_is_told_how_to_stay_readable() -> None:
    """With the line to write where the session is made."""

    def read() -> None:
        raise DetachedInstanceError("Parent instance is not bound to a Session")

    error = blamed(Stated, raised(read))

    assert isinstance(error, ContractError)
    assert "sessionmaker(engine, expire_on_commit=False)" in error.remedy
