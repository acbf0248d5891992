"""Faults in SQL that SQLAlchemy Core writes."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from correct.repositories.accounts import (
    Account,
    AccountContract,
    CoreAccounts,
    Failure,
    Money,
    Movement,
    Success,
    accounts,
    metadata,
    movements,
)
from correct.repositories.databases import engine
from dovetail.stores import SqlAlchemyStore

contract = AccountContract


def store(adapter: type[CoreAccounts]) -> SqlAlchemyStore[CoreAccounts]:
    return SqlAlchemyStore(engine(), metadata=metadata, adapter=adapter)


class ComputesInFloats(CoreAccounts):
    """REPO-01: cents by way of a float, which is one short now and then."""

    def store(self, account: Account) -> Success[None] | Failure:
        cents = [Decimal(int(float(each.money.amount) * 100)) / 100 for each in account.movements]
        rounded = [
            Movement(each.text, Money(amount.quantize(Decimal("0.01")), each.money.currency))
            for each, amount in zip(account.movements, cents, strict=True)
        ]
        return super().store(Account(account.number, account.owner, rounded, account.closed))


class DropsTheScale(CoreAccounts):
    """REPO-01: 1.50 comes back as 1.5."""

    def _movements(self, connection: sa.Connection, number: UUID) -> list[Movement]:
        found = super()._movements(connection, number)
        for each in found:
            each.money._amount = each.money.amount.normalize()
        return found


class ForgetsTheCurrency(CoreAccounts):
    """REPO-01: what is not in euros is in euros afterwards."""

    def _movements(self, connection: sa.Connection, number: UUID) -> list[Movement]:
        return [Movement(each.text, Money(each.money.amount, "EUR")) for each in super()._movements(connection, number)]


class SwallowsTheOutage(CoreAccounts):
    """REPO-21: a database that fails has no such account."""

    def find(self, number: UUID) -> Success[Account] | Failure:
        try:
            return super().find(number)
        except SQLAlchemyError:
            return Failure("no such account")


class SwallowsTheOutageInLists(CoreAccounts):
    """REPO-21: a database that fails has no accounts."""

    def find_all(self) -> Success[list[Account]] | Failure:
        try:
            return super().find_all()
        except Exception:
            return Success([])


class AnswersWithHalf(CoreAccounts):
    """REPO-21: where the movements cannot be read, there are none."""

    def _movements(self, connection: sa.Connection, number: UUID) -> list[Movement]:
        try:
            return super()._movements(connection, number)
        except SQLAlchemyError:
            return []


class ReportsSuccess(CoreAccounts):
    """REPO-20, REPO-21: a store that failed is reported as one that succeeded."""

    def store(self, account: Account) -> Success[None] | Failure:
        try:
            return super().store(account)
        except SQLAlchemyError:
            return Success(None)


class CommitsInBetween(CoreAccounts):
    """REPO-20: two transactions, of which the first deletes what was there."""

    def store(self, account: Account) -> Success[None] | Failure:
        with self._engine.begin() as connection:
            connection.execute(sa.delete(accounts).where(accounts.c.number == account.number))
        return super().store(account)


class LikesOwners(CoreAccounts):
    """REPO-17, REPO-24: LIKE, where an equality was meant."""

    def find_by_owner(self, owner: str) -> Success[list[Account]] | Failure:
        return Success(self._where(accounts.c.owner.like(owner)))


class FindsParts(CoreAccounts):
    """REPO-17, REPO-24: contains, where an equality was meant."""

    def find_by_owner(self, owner: str) -> Success[list[Account]] | Failure:
        return Success(self._where(accounts.c.owner.contains(owner, autoescape=True)))


class FoldsOwners(CoreAccounts):
    """REPO-17, REPO-24: Ada and ada are the same to it."""

    def find_by_owner(self, owner: str) -> Success[list[Account]] | Failure:
        return Success(self._where(sa.func.lower(accounts.c.owner) == owner.lower()))


class RepeatsAccounts(CoreAccounts):
    """REPO-17, REPO-24: a join for the sake of a condition gives an account once a movement."""

    def find_by_owner(self, owner: str) -> Success[list[Account]] | Failure:
        joined = sa.select(accounts).outerjoin(movements).where(accounts.c.owner == owner)
        with self._engine.connect() as connection:
            return Success(
                [
                    Account(row.number, row.owner, self._movements(connection, row.number), closed=row.closed)
                    for row in connection.execute(joined)
                ]
            )


class AlwaysSucceeds(CoreAccounts):
    """REPO-12: erasing what is not there is no failure."""

    def erase(self, account: Account) -> Success[None] | Failure:
        super().erase(account)
        return Success(None)


class AnswersBare(CoreAccounts):
    """PORT-05: a bare list, where callers open a Result."""

    def find_all(self) -> Success[list[Account]] | Failure:
        return self._where(sa.true())  # type: ignore[return-value]
