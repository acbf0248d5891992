"""Faulty gateways of postcards, over an SDK."""

from __future__ import annotations

from correct.gateway.postcards import PostcardsContract, PressConnectionError, PressPostcards

contract = PostcardsContract


class SdkTriesAgain(PressPostcards):
    """GATE-12: the SDK is left to try again as it does by default, and prints some cards twice."""

    retries = 2


class SdkErrorEscapes(PressPostcards):
    """GATE-06: the SDK's own error for a connection is let through."""

    def unreached(self, error: PressConnectionError) -> Exception:
        return error
