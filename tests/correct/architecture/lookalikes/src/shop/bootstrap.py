from __future__ import annotations

from shop.adapters.drivers import Connection
from shop.adapters.tables import Base


def connection() -> Connection:
    raise NotImplementedError(str(Base.metadata))
