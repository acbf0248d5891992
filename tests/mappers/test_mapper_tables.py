"""A round trip through a real table is one line away, on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, settings
from sqlalchemy import DateTime, Engine, Numeric, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from correct.mappers.baskets import Baskets
from correct.mappers.invoices import Invoices
from dovetail import MapperContract, ignored
from dovetail.suites.kernel.outcome import Outcome, Verdict
from dovetail.suites.kernel.suite import Suite

_QUICK = settings(max_examples=8, derandomize=True, phases=[Phase.generate])


@dataclass
class Payment:
    key: int
    amount: Decimal
    paid_at: datetime

    def __post_init__(self) -> None:
        if not 0 < self.key < 2**31 or self.paid_at.tzinfo is not UTC:
            raise ValueError("no payment")
        if not self.amount.is_finite() or abs(self.amount) > 10**6:
            raise ValueError("no amount")


class Base(DeclarativeBase):
    pass


class PaymentModel(Base):
    __tablename__ = "payments"

    key: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Decimal] = mapped_column(Numeric(20, 6))
    paid_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PaymentMapper:
    @staticmethod
    def to_model(payment: Payment) -> PaymentModel:
        return PaymentModel(key=payment.key, amount=payment.amount, paid_at=payment.paid_at)

    @staticmethod
    def to_domain(model: PaymentModel) -> Payment:
        return Payment(model.key, model.amount, model.paid_at.astimezone(UTC))


class Naively(PaymentMapper):
    @staticmethod
    def to_domain(model: PaymentModel) -> Any:
        payment = object.__new__(Payment)
        vars(payment).update(key=model.key, amount=model.amount, paid_at=model.paid_at)
        return payment


class Payments(MapperContract):
    __test__ = False  # run by hand below
    mapper = PaymentMapper


def through_a_table(contract: type[MapperContract], engine: Engine, **stated: Any) -> Outcome:
    suite: Any = type(contract.__name__, (contract,), {"settings": _QUICK, **stated})
    held = Suite(suite, store=engine)
    return held.run(next(check for check in suite.checks if check.clause == "MAP-18"))


@pytest.fixture
def sqlite() -> Any:
    engine = create_engine("sqlite://")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres(postgres_url: str) -> Any:
    engine = create_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("contract", [Invoices, Baskets])
def test_correct_mappers_hold_on_postgres(contract: type[MapperContract], postgres: Engine) -> None:
    """Objects with children, and pairs of plain rows; what PostgreSQL refuses is no fault."""
    assert through_a_table(contract, postgres).verdict is Verdict.HELD


def test_the_scale_of_a_column_is_found(postgres: Engine) -> None:
    """PostgreSQL gives six decimal places for any number of them."""
    outcome = through_a_table(Payments, postgres)
    assert outcome.verdict is Verdict.BROKEN
    assert outcome.finding is not None
    assert outcome.finding.path == ".amount"
    assert outcome.finding.scenario[-3:-1] == (
        "model = PaymentMapper.to_model(payment)",
        "# through a table of PostgreSQL",
    )


def test_sqlite_is_named_for_the_zones_that_it_drops(sqlite: Engine) -> None:
    """The mapper has lost nothing."""
    lenient = {"amount": ignored("SQLite keeps decimals as floats")}
    outcome = through_a_table(Payments, sqlite, mapper=Naively, compare=lenient)
    assert outcome.verdict is Verdict.BROKEN
    assert outcome.finding is not None
    assert "SQLite keeps no time zones, which is no fault of the mapper's" in outcome.finding.hint


def test_no_database_no_clause() -> None:
    """And the report says how to give one."""
    outcome = Suite(Payments).run(next(check for check in Payments.checks if check.clause == "MAP-18"))
    assert outcome.verdict is Verdict.NOT_APPLICABLE
    assert "store = create_engine(...)" in outcome.reason
