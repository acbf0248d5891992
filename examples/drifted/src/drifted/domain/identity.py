"""Identity: who a customer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from drifted.domain.orders import CustomerId


class InvalidToken(Exception):
    """The token is none of ours, is too old, or was revoked."""


class IdentitiesUnavailable(Exception):
    """Nobody can tell now whose a token is."""


@dataclass(frozen=True)
class Access:
    """What a customer shows with each request, and what gives another such pair."""

    access_token: str
    refresh_token: str


class IdentityProvider(Protocol):
    """Who says who a customer is. Raises `IdentitiesUnavailable` where it cannot be done."""

    def grant(self, customer_id: CustomerId) -> Access:
        """Begin a session of this customer."""

    def identify(self, access_token: str) -> CustomerId:
        """Tell whose token this is, or raise `InvalidToken`."""

    def refresh(self, refresh_token: str) -> Access:
        """Go on with a session, once for each token, or raise `InvalidToken` and end it."""

    def revoke_all(self, customer_id: CustomerId) -> None:
        """End all sessions of this customer."""
