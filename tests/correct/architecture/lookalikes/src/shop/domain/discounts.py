from __future__ import annotations

from abc import ABC, abstractmethod
from threading import Thread

from attrs import define


@define
class Discount(ABC):
    """No port: a record, which the domain's own discounts extend, or those of other repositories."""

    name: str

    @abstractmethod
    def is_granted(self, total: int) -> bool: ...


class DiscountRefused(Exception, ABC):
    """No port: an error."""

    @abstractmethod
    def reason(self) -> str: ...


class Countdown(Thread, ABC):
    """No port: a thread."""

    @abstractmethod
    def seconds_left(self) -> int: ...
