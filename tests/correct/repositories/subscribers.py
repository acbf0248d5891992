"""Subscribers of a newsletter, whose addresses are lower case however they are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract


@dataclass
class Subscriber:
    id: int
    email: str

    def __post_init__(self) -> None:
        self.email = self.email.lower()


class Subscribers(Protocol):
    def save(self, subscriber: Subscriber) -> None: ...
    def get(self, id: int) -> Subscriber | None: ...
    def find_by_email(self, email: str) -> Subscriber | None: ...


class InMemorySubscribers:
    """Makes subscribers of rows, by the constructor. Two may share an address: then the first is found."""

    def __init__(self) -> None:
        self._emails: dict[int, str] = {}

    def save(self, subscriber: Subscriber) -> None:
        self._emails[subscriber.id] = subscriber.email

    def get(self, id: int) -> Subscriber | None:
        return Subscriber(id, self._emails[id]) if id in self._emails else None

    def find_by_email(self, email: str) -> Subscriber | None:
        found = (Subscriber(id, kept) for id, kept in self._emails.items() if kept == email.lower())
        return next(found, None)


class SubscribersContract(RepositoryContract):
    port = Subscribers


class TestInMemorySubscribers(SubscribersContract):
    adapter = InMemorySubscribers
