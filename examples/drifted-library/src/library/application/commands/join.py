"""Become a member."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from library.application.commands.ports import Members, TransactionManager
from library.domain.events import MemberId
from library.domain.members import Member


@dataclass(frozen=True)
class Join:
    """Call it with a name; it gives the new member's id."""

    members: Members
    transaction: TransactionManager
    new_id: Callable[[], str]
    today: Callable[[], date]

    def __call__(self, name: str) -> MemberId:
        member = Member(MemberId(self.new_id()), name, self.today())
        self.members.add(member)
        self.transaction.commit()
        return member.id
