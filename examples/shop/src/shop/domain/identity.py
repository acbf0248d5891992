"""Identity: who a customer is, for as long as nobody says otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from shop.domain.orders import CustomerId


class InvalidToken(Exception):
    """The token is none of ours, is too old, or was revoked."""


class IdentitiesUnavailable(Exception):
    """Nobody can tell now whose a token is."""


@dataclass(frozen=True)
class Access:
    """What a customer shows with each request, and what gives another such pair when that is too old."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)


class IdentityProvider(Protocol):
    """Who says who a customer is, once somebody has let the customer in.

    Every operation raises `IdentitiesUnavailable` when it could not be done.
    """

    def grant(self, customer_id: CustomerId) -> Access:
        """Begin a session of this customer."""

    def identify(self, access_token: str) -> CustomerId:
        """Tell whose token this is, or raise `InvalidToken`."""

    def refresh(self, refresh_token: str) -> Access:
        """Go on with a session, or raise `InvalidToken`.

        Each token does this once. Two who have the same are a customer and a thief, and the session ends.
        """

    def revoke_all(self, customer_id: CustomerId) -> None:
        """End all sessions of this customer, at once."""
