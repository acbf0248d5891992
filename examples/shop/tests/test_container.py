"""The shop is put together as it should be, and taken apart."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from contracts.container import ShopContainerContract
from shop.composition import Shop, shop_by
from shop.composition.settings import settings_from
from tests.environment import ENVIRONMENT


@asynccontextmanager
async def production(configuration: Mapping[str, str]) -> AsyncIterator[Shop]:
    async with shop_by(settings_from(configuration)) as shop:
        yield shop


class TestProduction(ShopContainerContract):
    container = production
    configuration = ENVIRONMENT
