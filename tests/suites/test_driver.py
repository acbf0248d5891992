"""The driver: any call, whatever its colour, as a value."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest

from dovetail.errors import ContractError
from dovetail.policies import Raised, Returned
from dovetail.suites.kernel.driver import Driver


def plain() -> int:
    return 1


async def awaited() -> int:
    await asyncio.sleep(0)
    return 1


def numbers() -> Iterator[int]:
    yield from (1, 2)


async def streamed() -> AsyncIterator[int]:
    for number in numbers():
        yield number


def refused() -> None:
    raise KeyError("a")


async def refused_later() -> None:
    raise KeyError("a")


@pytest.mark.parametrize(("function", "value"), [(plain, 1), (awaited, 1), (numbers, [1, 2]), (streamed, [1, 2])])
def test_what_a_call_gives_in_the_end(function: Any, value: object) -> None:
    """A value as it is, an awaitable awaited, a stream drained."""
    with Driver() as driver:
        answer = driver.call(function)

    assert isinstance(answer, Returned)
    assert answer.value == value


@pytest.mark.parametrize("function", [refused, refused_later])
def test_what_a_call_raises_is_its_answer(function: Any) -> None:
    """At once or when it is awaited."""
    with Driver() as driver:
        answer = driver.call(function)

    assert isinstance(answer, Raised)
    assert isinstance(answer.error, KeyError)


def test_a_caller_who_awaits_a_plain_value_fails() -> None:
    """As the code does that was written against the async port."""
    with Driver() as driver:
        answer = driver.call(plain, _awaited=True)

    assert isinstance(answer, Raised)
    assert isinstance(answer.error, TypeError)


def test_ctrl_c_is_no_answer() -> None:
    """It ends the run."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    with Driver() as driver, pytest.raises(KeyboardInterrupt):
        driver.call(interrupted)


def test_all_calls_share_one_event_loop() -> None:
    """Connections belong to the loop that opened them."""

    async def loop() -> asyncio.AbstractEventLoop:
        return asyncio.get_running_loop()

    with Driver() as driver:
        first, second = driver.call(loop), driver.call(loop)

    assert isinstance(first, Returned)
    assert first == second
    assert first.value.is_closed()


@pytest.mark.parametrize("colour", [contextmanager, asynccontextmanager])
def test_context_managers_of_either_colour(colour: Any) -> None:
    """Are entered and left, and told of an error."""
    seen: list[str] = []

    def steps() -> Iterator[str]:
        try:
            yield "inside"
        except ValueError:
            seen.append("told")
        seen.append("left")

    async def async_steps() -> AsyncIterator[str]:
        for step in steps():
            yield step

    with Driver() as driver:
        context = colour(steps if colour is contextmanager else async_steps)()
        assert driver.enter(context) == "inside"
        driver.leave(context)

    assert seen == ["left"]


def test_a_running_event_loop_is_refused() -> None:
    """An adapter that could not be asked has not answered."""

    async def inside() -> None:
        with Driver() as driver:
            driver.call(awaited)

    with pytest.raises(ContractError, match="an event loop runs in this thread"):
        asyncio.run(inside())
