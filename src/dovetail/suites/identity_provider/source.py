"""Where a provider's adapters come from: a callable that may take a token, a key, a clock and a hasher."""

from __future__ import annotations

from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.environment.factory import Factory
from dovetail.suites.environment.source import HandedSource
from dovetail.suites.identity_provider.binding import IdentityBinding
from dovetail.suites.kernel.options import stated

OFFERED = ("clock", "token", "key", "hasher")


class IdentitySource(HandedSource):
    """The adapters of a suite.

    Attributes:
        down: makes an adapter whose store cannot be reached, where the contract states one.
    """

    def __init__(self, binding: IdentityBinding, given: Any, suite: str) -> None:
        """Read the callable.

        Raises:
            ContractError: it is none, needs what nobody gives, or cannot be given the token.
        """
        super().__init__(Factory(given, "adapter", suite, OFFERED), given, suite)
        down = stated(binding.contract, "down")
        self.down = None if down is None else Factory(down, "down", suite, OFFERED)
        if binding.key is not None:
            key = binding.key.for_verifying
            self.given["key"] = key.encode() if "bytes" in self.factory.hint("key") and isinstance(key, str) else key
            if binding.contract.key is None and "key" not in self.factory.takes:
                raise ContractError(
                    f"the key that tokens for {suite} are signed with is made here, and its adapter does not take it",
                    "hand it over: adapter = staticmethod(lambda key: ...), or state the key that it has: key = ...",
                )
        if "token" in self.factory.takes and binding.key is None and binding.contract.mint is None:
            raise ContractError(
                f"the adapter of {suite} is made with a token, and nothing else makes one",
                "say how a valid token is made: key = ..., or mint = staticmethod(lambda sub, exp: ...)",
            )
        if "identify" in binding.operations and not binding.takes_token and "token" not in self.factory.takes:
            name = binding.operations["identify"].name
            raise ContractError(
                f"{name} of {binding.port.name} takes no token, and neither does the adapter of {suite}",
                "hand it over: adapter = staticmethod(lambda token: ...); where it is a request or a cookie, say so: "
                "request = staticmethod(lambda token: ...)",
            )
