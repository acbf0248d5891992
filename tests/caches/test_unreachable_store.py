"""A server that does not answer dovetail itself is nobody's fault, and is told as what it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from hypothesis import settings

import dovetail
from dovetail import CacheContract


class Tides(Protocol):
    def get(self, harbour: str) -> int | None: ...
    def set(self, harbour: str, metres: int, ttl: int) -> None: ...


class TidesInMemory:
    def __init__(self) -> None:
        self._tides: dict[str, int] = {}

    def get(self, harbour: str) -> int | None:
        return self._tides.get(harbour)

    def set(self, harbour: str, metres: int, ttl: int) -> None:
        self._tides[harbour] = metres


class Silent:
    """A store whose server does not answer when lifetimes are to be shortened."""

    def clear(self) -> None:
        """Leave nothing behind: each connection has its own."""

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield TidesInMemory()

    def advance(self, _seconds: float) -> None:
        raise TimeoutError("reading from socket")


def test_a_server_that_does_not_answer_is_no_aggregate() -> None:
    class TidesContract(CacheContract):
        port = Tides
        store = Silent
        settings = settings(max_examples=2, derandomize=True, database=None)

    outcome = dovetail.verify(TidesContract).outcomes["CACHE-03"]

    assert not outcome.evaluated
    assert "TimeoutError: reading from socket" in outcome.reason
    assert "opens its store" in outcome.reason
    assert "aggregate" not in outcome.reason
