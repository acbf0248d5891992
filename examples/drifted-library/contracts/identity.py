"""What everything promises that says whose a card is, and that refuses a lost one."""

from __future__ import annotations

from dovetail import AccessRevokerContract, IdentityProviderContract, raises

from library.application.commands.ports import Cards, InvalidCard, LibraryUnavailable


class CardsContract(IdentityProviderContract):
    port = Cards
    issuer = "library"
    audience = "desk"
    leeway = 0
    invalid = raises(InvalidCard)
    failure = raises(LibraryUnavailable)


class LostCardsContract(AccessRevokerContract):
    port = Cards
    refused = raises(InvalidCard)
    failure = raises(LibraryUnavailable)
