"""A store for adapters that keep their data in the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dovetail.errors import ContractError
from dovetail.introspection.signatures import required_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

AdapterT = TypeVar("AdapterT")


class MemoryStore(Generic[AdapterT]):
    """The data of an in-memory adapter; serves sync and async ports alike.

    Args:
        adapter: a callable that makes the adapter. Without a required parameter the adapter is the data: one object is
            made after each `clear()` and every `connect()` hands it out. With one, it is given a dict that all
            adapters share, and every `connect()` makes a new adapter over it.

    Raises:
        ContractError: where `adapter` has more than one required parameter, or is not callable.
    """

    name = "memory"
    # A dict makes no promise to threads, so neither is the adapter over it held to one.
    concurrent = False

    def __init__(self, adapter: Callable[..., AdapterT]) -> None:
        self.adapter = adapter
        self._open = _opener(adapter)
        self.clear()

    def connect(self) -> _Opened[AdapterT]:
        """Open the adapter, with `with` or with `async with`."""
        return _Opened(self._current)

    def clear(self) -> None:
        """Forget the data; the next `connect()` starts empty."""
        self._current = self._open()


class _Opened(Generic[AdapterT]):
    """An open adapter in memory: there is nothing to close, and nothing to wait for."""

    def __init__(self, make: Callable[[], AdapterT]) -> None:
        self._make = make

    def __enter__(self) -> AdapterT:
        return self._make()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing to give back."""

    async def __aenter__(self) -> AdapterT:
        return self._make()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Nothing to give back."""


def _opener(adapter: Callable[..., AdapterT]) -> Callable[[], Callable[[], AdapterT]]:
    """A function that starts from nothing and returns how to open an adapter from there on."""
    match _required(adapter):
        case 0:
            return lambda: _once(adapter)
        case 1:
            return lambda: _over({}, adapter)
        case count:
            name = getattr(adapter, "__name__", repr(adapter))
            raise ContractError(
                f"{name} takes {count} arguments, and a MemoryStore has at most a dict to give",
                f"MemoryStore(adapter=lambda: {name}(...))",
            )


def _once(adapter: Callable[[], AdapterT]) -> Callable[[], AdapterT]:
    """One adapter, made when it is first opened."""
    made: list[AdapterT] = []

    def open_it() -> AdapterT:
        if not made:
            made.append(adapter())
        return made[0]

    return open_it


def _over(data: dict[Any, Any], adapter: Callable[[dict[Any, Any]], AdapterT]) -> Callable[[], AdapterT]:
    """A new adapter over the same data each time."""
    return lambda: adapter(data)


def _required(adapter: Callable[..., Any]) -> int:
    """How many arguments `adapter` cannot do without."""
    if not callable(adapter):
        raise ContractError(f"{adapter!r} cannot be called", "MemoryStore(InMemoryOrders): the class, not an object")
    return len(required_by(adapter) or ())  # builtins such as dict, which do not tell, all work without arguments
