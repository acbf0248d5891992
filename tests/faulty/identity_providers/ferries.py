"""Ferries: faults of what a ticket may leave out, of what is compared and of whose password it is."""

from __future__ import annotations

import base64
import hmac
from typing import Any

from correct.identity_providers.ferries import BoardingContract, Counter, CounterContract, Passenger, Refused, Tickets


def contract_of(provider: type) -> Any:
    return CounterContract if issubclass(provider, Counter) else BoardingContract


def adapter_of(provider: Any) -> Any:
    return provider


class ComparesWhatIsThere(Tickets):
    """IDP-06: a signature is compared as far as it goes."""

    def signed(self, ticket: str) -> bool:
        begin, _, end = ticket.rpartition(".")
        given = base64.urlsafe_b64decode(end + "=" * (-len(end) % 4))
        right = hmac.digest(self.key, begin.encode(), "sha256")
        return len(given) > 3 and all(one == other for one, other in zip(right, given, strict=False))


class PrintsTickets(Tickets):
    """IDP-15: a line for the first crossing."""

    def board(self, ticket: str) -> Passenger:
        print(ticket)
        return super().board(ticket)


class AnyPasswordWillDo(Counter):
    """IDP-11: a password is right if it is anybody's."""

    def sign_in(self, name: str, password: str) -> Passenger:
        if password not in self.passwords.values():
            raise Refused
        return Passenger(name)


class NoPasswordIsNoQuestion(Counter):
    """IDP-11: an empty password is what the directory takes for a guest, and lets in as who was named."""

    def sign_in(self, name: str, password: str) -> Passenger:
        return Passenger(name) if name in self.passwords and not password else super().sign_in(name, password)
