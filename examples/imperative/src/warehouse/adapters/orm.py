"""The tables of the warehouse, and which attribute of the domain's classes goes to which column."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, MetaData, Numeric, String, Table
from sqlalchemy.orm import composite, registry, relationship

from warehouse.domain.batches import MAX_TEXT, Batch, OrderLine, Price

metadata = MetaData()

batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("reference", String(MAX_TEXT), nullable=False),
    Column("sku", String(MAX_TEXT), nullable=False),
    Column("purchased", Integer, nullable=False),
    Column("price", Numeric(10, 2), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("eta", Date),
)

order_lines = Table(
    "order_lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch_id", ForeignKey("batches.id")),
    Column("order", String(MAX_TEXT), nullable=False),
    Column("sku", String(MAX_TEXT), nullable=False),
    Column("quantity", Integer, nullable=False),
)


def map_domain() -> None:
    """Let SQLAlchemy keep the classes of the domain, which do not know of it. Called once, at the start."""
    mapping = registry(metadata=metadata)
    mapping.map_imperatively(OrderLine, order_lines)
    mapping.map_imperatively(
        Batch,
        batches,
        properties={
            "_purchased": batches.c.purchased,
            "_amount": batches.c.price,
            "_currency": batches.c.currency,
            "price": composite(Price, "_amount", "_currency"),
            "_promised": relationship(OrderLine, collection_class=set, lazy="selectin"),
        },
    )
