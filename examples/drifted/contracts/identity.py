"""What everything promises that says who a customer is, and that takes this away again."""

from __future__ import annotations

from dovetail import AccessRevokerContract, IdentityProviderContract, raises

from drifted.domain.identity import IdentityProvider, InvalidToken


class ShopIdentityProviderContract(IdentityProviderContract):
    port = IdentityProvider
    issuer = "shop"
    audience = "shop"
    invalid = raises(InvalidToken)


class ShopAccessRevokerContract(AccessRevokerContract):
    port = IdentityProvider
    refused = raises(InvalidToken)
