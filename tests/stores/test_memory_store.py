"""An in-memory store hands out one adapter, or one dict."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dovetail.errors import ContractError
from dovetail.stores import AsyncStore, MemoryStore, Store


class Shelf:
    """Keeps its own data."""

    def __init__(self, books: list[str] | None = None) -> None:
        self.books = books or []


class SharedShelf:
    """Keeps its data in a dict that it is given."""

    def __init__(self, data: dict[str, str]) -> None:
        self.data = data


def test_an_adapter_without_arguments_is_the_data() -> None:
    """The same object after each connect, another after each clear."""
    store = MemoryStore(Shelf)
    with store.connect() as first, store.connect() as second:
        assert first is second
    store.clear()
    with store.connect() as third:
        assert third is not first
        assert third.books == []


def test_an_adapter_with_one_argument_shares_a_dict() -> None:
    """Another adapter after each connect, over the same data until the next clear."""
    store = MemoryStore(SharedShelf)
    with store.connect() as first:
        first.data["k"] = "v"
    with store.connect() as second:
        assert second is not first
        assert second.data == {"k": "v"}
    store.clear()
    with store.connect() as third:
        assert third.data == {}
    assert first.data == {"k": "v"}


def test_serves_async_ports_too() -> None:
    """The same store opens with async with."""
    store = MemoryStore(Shelf)

    async def adapter() -> Shelf:
        async with store.connect() as shelf:
            return shelf

    with store.connect() as shelf:
        assert asyncio.run(adapter()) is shelf


def test_an_error_inside_comes_through() -> None:
    """Whichever way it was opened."""
    store = MemoryStore(Shelf)

    async def fail() -> None:
        async with store.connect():
            raise LookupError

    with pytest.raises(LookupError), store.connect():
        raise LookupError
    with pytest.raises(LookupError):
        asyncio.run(fail())


def test_is_a_store() -> None:
    """For both colours."""
    assert isinstance(MemoryStore(dict), Store)
    assert isinstance(MemoryStore(dict), AsyncStore)
    assert MemoryStore(dict).name == "memory"


@pytest.mark.parametrize("adapter", [dict, lambda *_, **__: {}, type("Shelf", (), {})])
def test_callables_without_required_arguments(adapter: Any) -> None:
    """Builtins, lambdas and classes without __init__ count as such."""
    store = MemoryStore(adapter)
    with store.connect() as first, store.connect() as second:
        assert first is second


def test_more_arguments_than_there_are_things_to_give() -> None:
    """The error says what to write."""
    with pytest.raises(ContractError, match=r"takes 2 arguments(.|\n)*MemoryStore\(adapter=lambda"):
        MemoryStore(lambda data, clock: None)


def test_an_object_instead_of_a_class() -> None:
    """It could not be made again after a clear."""
    with pytest.raises(ContractError, match="the class, not an object"):
        MemoryStore(Shelf())  # type: ignore[arg-type]
