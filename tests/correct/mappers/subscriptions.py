"""Subscriptions whose model converts itself; a dataclass-mapped model, and an imperative one of the same table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column, registry, relationship

from dovetail import MapperContract


class Plan(StrEnum):
    FREE = "free"
    PAID = "paid"


@dataclass(frozen=True)
class Address:
    street: str
    city: str


@dataclass
class Subscription:
    key: str
    plan: Plan
    since: date
    until: date | None = None
    seats: int = 1
    paused: bool = False
    billing: Address | None = None


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class SubscriptionModel(Base):
    __tablename__ = "subscriptions"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    key: Mapped[str]
    plan: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    seats: Mapped[int]
    paused: Mapped[bool]
    street: Mapped[str | None] = mapped_column(default=None)
    city: Mapped[str | None] = mapped_column(default=None)

    @classmethod
    def from_entity(cls, entity: Subscription) -> SubscriptionModel:
        return cls(
            key=entity.key,
            plan=entity.plan.value,
            since=entity.since,
            until=entity.until,
            seats=entity.seats,
            paused=entity.paused,
            street=entity.billing.street if entity.billing else None,
            city=entity.billing.city if entity.billing else None,
        )

    def to_entity(self) -> Subscription:
        billing = None if self.street is None or self.city is None else Address(self.street, self.city)
        return Subscription(self.key, Plan(self.plan), self.since, self.until, self.seats, self.paused, billing)


mappers = registry()
subscribers = Table(
    "subscribers",
    mappers.metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(100), nullable=False),
    Column("plan", String(10), nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("seats", Integer, nullable=False),
    Column("paused", Boolean, nullable=False),
)
addresses = Table(
    "addresses",
    mappers.metadata,
    Column("subscriber", ForeignKey("subscribers.id"), primary_key=True),
    Column("street", String(100), nullable=False),
    Column("city", String(100), nullable=False),
)


class AddressRecord:
    def __init__(self, street: str, city: str) -> None:
        self.street = street
        self.city = city


class SubscriberRecord:
    key: str
    plan: str
    since: date
    until: date | None
    seats: int
    paused: bool
    address: AddressRecord | None

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)


mappers.map_imperatively(AddressRecord, addresses)
mappers.map_imperatively(
    SubscriberRecord, subscribers, properties={"address": relationship(AddressRecord, uselist=False)}
)


class SubscriberMapper:
    """An instance, with the names of another vocabulary, and in the other direction first."""

    def hydrate(self, record: SubscriberRecord) -> Subscription:
        address = record.address
        return Subscription(
            key=record.key,
            plan=Plan(record.plan),
            since=record.since,
            until=record.until,
            seats=record.seats,
            paused=record.paused,
            billing=None if address is None else Address(address.street, address.city),
        )

    def dehydrate(self, subscription: Subscription) -> SubscriberRecord:
        billing = subscription.billing
        return SubscriberRecord(
            key=subscription.key,
            plan=subscription.plan.value,
            since=subscription.since,
            until=subscription.until,
            seats=subscription.seats,
            paused=subscription.paused,
            address=AddressRecord(billing.street, billing.city) if billing else None,
        )


class Subscriptions(MapperContract):
    mapper = SubscriptionModel


class Subscribers(MapperContract):
    mapper = SubscriberMapper()
