"""The tables: rows are added to the first, and never changed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text, UniqueConstraint

metadata = MetaData()

# SQLite counts by itself in a column of this one type only.
Position = BigInteger().with_variant(Integer, "sqlite")

account_events = Table(
    "account_events",
    metadata,
    Column("position", Position, primary_key=True, autoincrement=True),
    Column("account_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("event_id", String(32), nullable=False, unique=True),
    Column("type", String(64), nullable=False),
    Column("schema", Integer, nullable=False),
    Column("body", Text, nullable=False),
    # Of two writers that have read the same version one wins, whatever both have checked before.
    UniqueConstraint("account_id", "version"),
    sqlite_autoincrement=True,
)

account_snapshots = Table(
    "account_snapshots",
    metadata,
    Column("account_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    Column("subscriber", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
)
