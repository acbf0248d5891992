"""Prizes that stay where another one is refused, and not as they were given."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from correct.repositories.prizes import OneAfterTheOther, Prize, PrizesContract, TicketTaken

contract = PrizesContract


class NamesThemAtTheEnd(OneAfterTheOther):
    """REPO-30: the names are written once all are in, which is never where one is refused."""

    def add_all(self, prizes: Iterable[Prize]) -> None:
        every = list(prizes)
        for each in every:
            self.add(Prize(each.ticket, ""))
        for each in every:
            self._prizes[each.ticket].name = each.name


class TakesThePlace(OneAfterTheOther):
    """REPO-30: many are put where another prize is."""

    def add_all(self, prizes: Iterable[Prize]) -> None:
        for each in prizes:
            with suppress(TicketTaken):
                self.add(each)
            self._prizes[each.ticket] = each
