"""What the shop promises those who run it."""

from __future__ import annotations

from collections.abc import Mapping

from dovetail import OperationsContract
from sqlalchemy import create_engine

from drifted.adapters.sql.identity import SqlIdentityProvider
from drifted.domain.orders import CustomerId


def ask_for_orders(environment: Mapping[str, str]) -> tuple[str, str, None, dict[str, str]]:
    """Ana is let in, and asks for her orders."""
    engine = create_engine(environment["DRIFTED_DATABASE_URL"])
    access = SqlIdentityProvider(engine, environment["DRIFTED_TOKEN_KEY"]).grant(CustomerId("ana"))
    engine.dispose()
    return "GET", "/orders", None, {"Authorization": f"Bearer {access.access_token}"}


class ShopOperationsContract(OperationsContract):
    request = staticmethod(ask_for_orders)
    failing = "GET /orders"
    gateways = {"DRIFTED_PAYMENTS_URL": {}}
    dependencies = {"payments": "DRIFTED_PAYMENTS_URL"}
    live, ready = "/live", "/ready"
    ready_within = 3.0
