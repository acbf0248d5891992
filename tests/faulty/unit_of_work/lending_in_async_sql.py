"""Faults of async units."""

from __future__ import annotations

from types import TracebackType

from correct.unit_of_work.lending_in_async_sql import AsyncLendingContract, AsyncSqlUnit, store

__all__ = ["contract", "store"]

contract = AsyncLendingContract


class CommitsUnlessAnException(AsyncSqlUnit):
    """UOW-15: a request that was cancelled is stored. UOW-16"""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and not isinstance(error, Exception):
            await self.session.commit()
        await super().__aexit__(kind, error, trace)


class SwallowsTheCancellation(AsyncSqlUnit):
    """UOW-15: whoever cancels it is never told that it has ended. UOW-03 UOW-16"""

    async def __aexit__(  # type: ignore[override]
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        await super().__aexit__(kind, error, trace)
        return error is not None and not isinstance(error, Exception)
