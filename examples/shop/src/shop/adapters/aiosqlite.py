"""Orders in SQLite, without blocking: the tables and the mapper are those of `shop.adapters.sql`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from shop.adapters.sql.mapper import to_domain, to_model
from shop.adapters.sql.models import LineModel, OrderModel
from shop.domain.orders import (
    CustomerId,
    Order,
    OrderId,
    OrderNotFound,
    OrderStatus,
    OrdersUnavailable,
)


class AsyncSqlOrders:
    """An `AsyncOrderRepository` over an engine. Each operation is a transaction of its own."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def save(self, order: Order) -> None:
        # Replaced as a whole: of two writers one wins, and their lines never mix.
        async with self._transaction() as session:
            await _erase(session, order.id)
            session.add(to_model(order))

    async def find_by_id(self, order_id: OrderId) -> Order:
        async with self._transaction() as session:
            model = await session.get(OrderModel, order_id)
            if model is None:
                raise OrderNotFound(order_id)
            return to_domain(model)

    async def find_by_customer_id(self, customer_id: CustomerId) -> list[Order]:
        async with self._transaction() as session:
            models = await session.scalars(select(OrderModel).where(OrderModel.customer_id == customer_id))
            return [to_domain(model) for model in models.unique()]

    async def find_by_status(self, status: OrderStatus) -> list[Order]:
        async with self._transaction() as session:
            models = await session.scalars(select(OrderModel).where(OrderModel.status == status.value))
            return [to_domain(model) for model in models.unique()]

    async def exists(self, order_id: OrderId) -> bool:
        async with self._transaction() as session:
            return bool(await session.scalar(select(exists().where(OrderModel.id == order_id))))

    async def delete(self, order_id: OrderId) -> None:
        async with self._transaction() as session:
            await _erase(session, order_id)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        try:
            async with AsyncSession(self._engine) as session, session.begin():
                yield session
        except SQLAlchemyError as error:
            raise OrdersUnavailable("the database did not answer as it should") from error


async def _erase(session: AsyncSession, order_id: OrderId) -> None:
    await session.execute(delete(LineModel).where(LineModel.order_id == order_id))
    await session.execute(delete(OrderModel).where(OrderModel.id == order_id))
