"""What a suite asks of a store, sync and async."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager, AbstractContextManager

AdapterT_co = TypeVar("AdapterT_co", covariant=True)


@runtime_checkable
class Store(Protocol[AdapterT_co]):
    """Where an adapter of a sync port keeps its data.

    A store of one's own takes these two methods. It may also have `prepare(aggregate)`, called before an aggregate is
    saved; `close()`, called once when a test is over; `commits`, true where it commits for the adapter;
    `statements()`, a context manager that gives a list and appends each statement that is sent inside; and
    `name` and `adapter`, for reports.
    """

    def connect(self) -> AbstractContextManager[AdapterT_co]:
        """Open an adapter over the store's data, as a new client would."""

    def clear(self) -> None:
        """Forget all data; adapters opened before are not used again."""


@runtime_checkable
class AsyncStore(Protocol[AdapterT_co]):
    """Where an adapter of an async port keeps its data; `prepare` and `close`, if there, are coroutines too."""

    def connect(self) -> AbstractAsyncContextManager[AdapterT_co]:
        """Open an adapter over the store's data, as a new client would."""

    async def clear(self) -> None:
        """Forget all data; adapters opened before are not used again."""
