from __future__ import annotations

from sqlalchemy.orm import Session

from shop.adapters.sql import models


def get_order(session: Session, order_id: str) -> dict[str, str]:
    row = session.get_one(models.OrderModel, order_id)
    return {"id": row.id}
