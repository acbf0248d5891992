from __future__ import annotations

from sqlalchemy import Column, MetaData, String, Table

metadata = MetaData()
orders = Table("orders", metadata, Column("id", String, primary_key=True))
