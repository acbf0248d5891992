"""The port of payments, and how it fails."""

from typing import Protocol


class PaymentsUnavailable(Exception):
    pass


class CardDeclined(Exception):
    pass


class NoSuchReceipt(Exception):
    pass


class Receipt:
    def __init__(self, id: str, amount: int) -> None:
        self.id = id
        self.amount = amount


class Payments(Protocol):
    def charge(self, order: str, amount: int) -> Receipt: ...
    def receipt(self, receipt_id: str) -> Receipt: ...
