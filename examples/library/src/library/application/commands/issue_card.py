"""Give a member a card, and refuse one that is lost."""

from __future__ import annotations

from dataclasses import dataclass

from library.application.commands.ports import Cards, Members, TransactionManager
from library.domain.events import MemberId, NotAllowed


@dataclass(frozen=True)
class IssueCard:
    """Call it with the member; it gives the card. What card there was before is refused."""

    cards: Cards
    members: Members
    transaction: TransactionManager

    def __call__(self, member_id: MemberId) -> str:
        if self.members.get(member_id) is None:
            raise NotAllowed("there is no such member")
        card = self.cards.issue(member_id)
        self.transaction.commit()
        return card


@dataclass(frozen=True)
class ReportLoss:
    """Call it with the member whose card is lost."""

    cards: Cards
    transaction: TransactionManager

    def __call__(self, member_id: MemberId) -> None:
        self.cards.revoke_access(member_id)
        self.transaction.commit()
