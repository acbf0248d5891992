from __future__ import annotations

from attrs import define
from sqlalchemy import Column, String


@define
class Order:
    id: str

    column = Column(String)
