"""Those who borrow."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from library.domain.events import DomainEvent, MemberFined, MemberId, NotAllowed

CENT = Decimal("0.01")
MOST = Decimal("9999.99")


@dataclass(frozen=True)
class Fine:
    """What somebody owes, to the cent, and for what."""

    amount: Decimal
    reason: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or not CENT <= self.amount <= MOST:
            raise ValueError(f"a fine is between {CENT} and {MOST}, not {self.amount}")
        if self.amount != (exact := self.amount.quantize(CENT)):
            raise ValueError(f"a fine has no more than two decimal places: {self.amount}")
        object.__setattr__(self, "amount", exact)


@dataclass(eq=False)
class Member:
    """A member of the library."""

    id: MemberId
    name: str
    since: date
    fines: tuple[Fine, ...] = ()
    _pending_events: list[DomainEvent] = field(default_factory=list, repr=False)

    @property
    def owes(self) -> Decimal:
        """All fines together."""
        return sum((fine.amount for fine in self.fines), Decimal("0.00"))

    def fine(self, amount: Decimal, reason: str) -> None:
        """Note that the member owes something more."""
        self.fines = (*self.fines, Fine(amount, reason))
        self._pending_events.append(MemberFined(self.id, self.fines[-1].amount))

    def pay(self) -> Decimal:
        """Note that the member has paid it all, and say how much that was."""
        paid, self.fines = self.owes, ()
        return paid

    def rename(self, name: str) -> None:
        """Go by another name from now on."""
        self.name = name

    def require_good_standing(self) -> None:
        """Refuse those who owe something."""
        if self.fines:
            raise NotAllowed(f"{self.name} owes {self.owes}")

    def pull_events(self) -> list[DomainEvent]:
        """Hand over what has happened since this was asked last."""
        pulled, self._pending_events = self._pending_events, []
        return pulled

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Member) and other.id == self.id

    def __hash__(self) -> int:
        return hash(self.id)
