"""A library that lends: its domain, the ports of its repositories and of its unit of work, and their contracts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, Self

from dovetail import RepositoryContract, UnitOfWorkContract, returns


@dataclass(frozen=True)
class Loan:
    copy_id: str
    days: int


@dataclass
class Member:
    id: str
    name: str
    loans: list[Loan] = field(default_factory=list)

    def rename(self, name: str) -> None:
        self.name = name

    def borrow(self, copy_id: str, days: int) -> None:
        self.loans.append(Loan(copy_id, days))


@dataclass
class Copy:
    id: str
    title: str
    shelf: str = ""

    def move_to(self, shelf: str) -> None:
        self.shelf = shelf


class Members(Protocol):
    def add(self, member: Member) -> None: ...
    def save(self, member: Member) -> None: ...
    def get(self, member_id: str) -> Member | None: ...
    def remove(self, member_id: str) -> None: ...


class Copies(Protocol):
    def add(self, copy: Copy) -> None: ...
    def save(self, copy: Copy) -> None: ...
    def get(self, copy_id: str) -> Copy | None: ...
    def remove(self, copy_id: str) -> None: ...


class MembersContract(RepositoryContract):
    port = Members
    missing = returns(None)


class CopiesContract(RepositoryContract):
    port = Copies
    missing = returns(None)


class LendingUnit(Protocol):
    """A unit of work that its caller commits."""

    members: Members
    copies: Copies

    def __enter__(self) -> Self: ...
    def __exit__(self, *details: object) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...


class LendingContract(UnitOfWorkContract):
    port = LendingUnit
    leaving = "discards"
