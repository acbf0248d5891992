"""When a clause applies to a provider: each gives the reason why it does not, with the line that makes it checkable."""

from __future__ import annotations

from typing import Any

from dovetail.suites.environment.factory import names_taken
from dovetail.suites.identity_provider.binding import IdentityBinding
from dovetail.suites.identity_provider.forging.minting import CLAIMS
from dovetail.suites.kernel.check import Applies, needs
from dovetail.suites.kernel.options import stated

identifies = needs(lambda binding, _: "identify" in binding.operations, "the port takes no token")


def authenticates(binding: IdentityBinding, _source: Any) -> str | None:
    """The port takes a name and a password, and the contract states those of somebody."""
    if "authenticate" not in binding.operations:
        return "the port takes no name and password"
    return None if binding.contract.users else 'nothing states who can sign in: users = {"ana": "the password"}'


def chooses(claim: str) -> Applies:
    """Tokens can be made with another value of a claim."""

    def applies(binding: IdentityBinding, _source: Any) -> str | None:
        if binding.key is not None:
            return None
        mint = stated(binding.contract, "mint")
        if mint is None:
            return "the port issues its tokens itself: state algorithm and key, or mint, to have others made"
        taken = names_taken(mint, (*CLAIMS, "claims"))
        return (
            None
            if {claim, "claims"} & taken
            else f"mint takes no {claim}: mint = staticmethod(lambda {claim}, ...: ...)"
        )

    return applies


def hands_over(name: str, line: str) -> Applies:
    """The adapter's callable takes something that is handed over."""
    return needs(lambda _, source: name in source.factory.takes, f"the adapter's callable takes no {name}: {line}")
