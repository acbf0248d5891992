"""A bank: accounts as plain classes with private attributes, money as Decimal; home-made Results, SQLAlchemy Core."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Protocol, TypeVar
from uuid import UUID

import sqlalchemy as sa

from correct.repositories.databases import engine
from dovetail import RepositoryContract, fails
from dovetail.stores import SqlAlchemyStore

T = TypeVar("T")


@dataclass(frozen=True)
class Success(Generic[T]):
    value: T
    is_success = True


@dataclass(frozen=True)
class Failure:
    error: str
    is_success = False


class Money:
    """An amount with exactly two decimals."""

    __slots__ = ("_amount", "_currency")

    def __init__(self, amount: Decimal, currency: str) -> None:
        if not amount.is_finite() or amount.as_tuple().exponent != -2:
            raise ValueError("amounts have two decimals")
        if len(currency) != 3:
            raise ValueError("currencies have three letters")
        self._amount = amount
        self._currency = currency

    @property
    def amount(self) -> Decimal:
        return self._amount

    @property
    def currency(self) -> str:
        return self._currency


class Movement:
    def __init__(self, text: str, money: Money) -> None:
        self.text = text
        self.money = money


class Account:
    """Knows its movements; equal to whatever has its number."""

    def __init__(self, number: UUID, owner: str, movements: Sequence[Movement] = (), closed: bool = False) -> None:
        self._number = number
        self._owner = owner
        self._movements = list(movements)
        self._closed = closed

    @property
    def number(self) -> UUID:
        return self._number

    @property
    def owner(self) -> str:
        return self._owner

    @property
    def movements(self) -> tuple[Movement, ...]:
        return tuple(self._movements)

    @property
    def closed(self) -> bool:
        return self._closed

    def book(self, text: str, money: Money) -> None:
        if self._closed:
            raise ValueError("the account is closed")
        self._movements.append(Movement(text, money))

    def close(self) -> None:
        self._closed = True

    def sell_to(self, owner: str) -> None:
        self._owner = owner

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Account) and other._number == self._number

    def __hash__(self) -> int:
        return hash(self._number)


class Accounts(Protocol):
    """Where accounts are kept; every answer is a Result."""

    def store(self, account: Account) -> Success[None] | Failure: ...

    def find(self, number: UUID) -> Success[Account] | Failure: ...

    def find_all(self) -> Success[list[Account]] | Failure: ...

    def find_by_owner(self, owner: str) -> Success[list[Account]] | Failure: ...

    def erase(self, account: Account) -> Success[None] | Failure: ...


class RememberedAccounts:
    def __init__(self) -> None:
        self._accounts: dict[UUID, Account] = {}

    def store(self, account: Account) -> Success[None] | Failure:
        self._accounts[account.number] = copy.deepcopy(account)
        return Success(None)

    def find(self, number: UUID) -> Success[Account] | Failure:
        if number not in self._accounts:
            return Failure("no such account")
        return Success(copy.deepcopy(self._accounts[number]))

    def find_all(self) -> Success[list[Account]] | Failure:
        return Success([copy.deepcopy(each) for each in self._accounts.values()])

    def find_by_owner(self, owner: str) -> Success[list[Account]] | Failure:
        return Success([copy.deepcopy(each) for each in self._accounts.values() if each.owner == owner])

    def erase(self, account: Account) -> Success[None] | Failure:
        if self._accounts.pop(account.number, None) is None:
            return Failure("no such account")
        return Success(None)


metadata = sa.MetaData()
accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("number", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("closed", sa.Boolean, nullable=False),
)
movements = sa.Table(
    "movements",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("account", sa.ForeignKey("accounts.number", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("cents", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
)


class CoreAccounts:
    """Over an engine; amounts in cents, movements in the order of their row numbers."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def store(self, account: Account) -> Success[None] | Failure:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(accounts).where(accounts.c.number == account.number))
            connection.execute(
                sa.insert(accounts).values(number=account.number, owner=account.owner, closed=account.closed)
            )
            for each in account.movements:
                connection.execute(
                    sa.insert(movements).values(
                        account=account.number,
                        text=each.text,
                        cents=int(each.money.amount * 100),
                        currency=each.money.currency,
                    )
                )
        return Success(None)

    def find(self, number: UUID) -> Success[Account] | Failure:
        found = self._where(accounts.c.number == number)
        return Success(found[0]) if found else Failure("no such account")

    def find_all(self) -> Success[list[Account]] | Failure:
        return Success(self._where(sa.true()))

    def find_by_owner(self, owner: str) -> Success[list[Account]] | Failure:
        return Success(self._where(accounts.c.owner == owner))

    def erase(self, account: Account) -> Success[None] | Failure:
        with self._engine.begin() as connection:
            deleted = connection.execute(sa.delete(accounts).where(accounts.c.number == account.number))
        return Success(None) if deleted.rowcount else Failure("no such account")

    def _where(self, condition: sa.ColumnElement[bool]) -> list[Account]:
        with self._engine.connect() as connection:
            return [
                Account(row.number, row.owner, self._movements(connection, row.number), closed=row.closed)
                for row in connection.execute(sa.select(accounts).where(condition))
            ]

    def _movements(self, connection: sa.Connection, number: UUID) -> list[Movement]:
        rows = connection.execute(sa.select(movements).where(movements.c.account == number).order_by(movements.c.id))
        return [
            Movement(row.text, Money((Decimal(row.cents) / 100).quantize(Decimal("0.01")), row.currency))
            for row in rows
        ]


class AccountContract(RepositoryContract):
    port = Accounts
    missing_delete = fails()
    statements_per_row = {"find_all": 1, "find_by_owner": 1}  # the movements of each account


class Remembered(AccountContract):
    adapter = RememberedAccounts


class InCents(AccountContract):
    @staticmethod
    def store() -> SqlAlchemyStore[CoreAccounts]:
        return SqlAlchemyStore(engine(), metadata=metadata, adapter=CoreAccounts)
