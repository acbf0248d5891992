"""What an operation replied, as a clause sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dovetail.policies import Answer, Returned, describe
from dovetail.suites.calls.pages import Page
from dovetail.suites.kernel.scenario import answer_text
from dovetail.values import Picture


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a list: its key, what it was, and its rank where the list promises an order."""

    key: Any
    picture: Picture
    rank: Any = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What an operation answered, seen while its connection was open.

    Attributes:
        answer: the answer.
        picture: its value's picture; None where it raised or failed.
        items: its objects, where it is a collection of those that the contract is about.
        page: how it is read, where it is no list itself, but holds one.
        of_unit: whether the unit of work around the adapter raised it when it was to commit, and not the adapter.
    """

    answer: Answer
    picture: Picture | None = None
    items: tuple[Item, ...] | None = None
    page: Page | None = field(default=None, kw_only=True)
    of_unit: bool = field(default=False, kw_only=True)

    @property
    def listed(self) -> Any:
        """The value, or the list that it holds where it is a page."""
        return self.value if self.page is None else self.page.items_of(self.value)

    @property
    def total(self) -> Any:
        """How many there are in all, where a page says that, else None."""
        return None if self.page is None else self.page.total_of(self.value)

    @property
    def value(self) -> Any:
        """The value; None where the operation raised, failed, or answered as for what is absent."""
        return self.answer.value if isinstance(self.answer, Returned) and not self.answer.absent else None

    def as_policy(self) -> str:
        """The policy that would accept it."""
        return describe(self.answer)

    def __str__(self) -> str:
        return answer_text(self.answer)
