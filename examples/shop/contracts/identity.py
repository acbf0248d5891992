"""What everything promises that says who a customer is, and that takes this away again."""

from __future__ import annotations

from dovetail import AccessRevokerContract, IdentityProviderContract, raises

from shop.domain.identity import IdentitiesUnavailable, IdentityProvider, InvalidToken


class ShopIdentityProviderContract(IdentityProviderContract):
    port = IdentityProvider
    issuer = "shop"
    audience = "shop"
    leeway = 0
    invalid = raises(InvalidToken)
    failure = raises(IdentitiesUnavailable)


class ShopAccessRevokerContract(AccessRevokerContract):
    port = IdentityProvider
    refused = raises(InvalidToken)
    failure = raises(IdentitiesUnavailable)
