"""A bank: plain classes with private attributes, factories and hidden constructors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


class Overdrawn(Exception):
    """More was withdrawn than there is."""


class Iban:
    """A value object of the old school."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        text = value.replace(" ", "").upper()
        digits = "".join(str(int(character, 36)) for character in text[4:] + text[:4] if character.isalnum())
        if not 15 <= len(text) <= 34 or int(digits or 0) % 97 != 1:
            raise ValueError(f"no IBAN: {value!r}")
        self._value = text

    @property
    def value(self) -> str:
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Iban) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


class Amount:
    def __init__(self, value: Decimal, currency: str) -> None:
        if value < 0:
            raise ValueError("an amount is not negative")
        if len(currency) != 3 or not currency.isalpha() or currency != currency.upper():
            raise ValueError("three capitals, please")
        self._value = value
        self._currency = currency

    @property
    def value(self) -> Decimal:
        return self._value

    @property
    def currency(self) -> str:
        return self._currency


class Movement(ABC):
    def __init__(self, at: datetime, amount: Amount) -> None:
        self.at = at
        self.amount = amount

    @abstractmethod
    def sign(self) -> int: ...


class Deposit(Movement):
    def sign(self) -> int:
        return 1


class Withdrawal(Movement):
    def __init__(self, at: datetime, amount: Amount, cash: bool) -> None:
        super().__init__(at, amount)
        self.cash = cash

    def sign(self) -> int:
        return -1


class Account:
    """Made by factories only, which check; the constructor wants a token."""

    _TOKEN = object()

    def __init__(self, token: Any, number: UUID, iban: Iban, movements: list[Movement], closed: bool) -> None:
        if token is not Account._TOKEN:
            raise TypeError("use Account.open() or Account.reconstitute()")
        self._number = number
        self._iban = iban
        self._movements = movements
        self._closed = closed

    @classmethod
    def open(cls, number: UUID, iban: Iban) -> Self:
        return cls(cls._TOKEN, number, iban, [], False)

    @classmethod
    def reconstitute(cls, number: UUID, iban: Iban, movements: list[Movement], closed: bool = False) -> Self:
        return cls(cls._TOKEN, number, iban, list(movements), closed)

    @property
    def number(self) -> UUID:
        return self._number

    @property
    def iban(self) -> Iban:
        return self._iban

    @property
    def movements(self) -> tuple[Movement, ...]:
        return tuple(self._movements)

    @property
    def closed(self) -> bool:
        return self._closed

    def deposit(self, deposit: Deposit) -> None:
        self._must_be_open()
        self._movements.append(deposit)

    def withdraw(self, withdrawal: Withdrawal) -> None:
        self._must_be_open()
        if withdrawal.amount.value > self.balance():
            raise Overdrawn
        self._movements.append(withdrawal)

    def balance(self) -> Decimal:
        total = Decimal(0)
        for movement in self._movements:
            total += movement.sign() * movement.amount.value
        return total

    def close(self) -> None:
        self._closed = True

    def _must_be_open(self) -> None:
        if self._closed:
            raise Overdrawn


class Savings:
    """`create` mints, `reconstitute` restores more than the constructor takes."""

    def __init__(self, number: UUID, owner: str) -> None:
        self.number = number
        self.owner = owner
        self.rate = Decimal("0.01")
        self.open = True

    @classmethod
    def reconstitute(cls, number: UUID, owner: str, rate: Decimal, open: bool) -> Savings:
        savings = cls(number, owner)
        savings.rate = rate
        savings.open = open
        return savings
