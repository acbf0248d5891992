"""Where the valid tokens of a scenario come from, and which of their claims can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dovetail.suites.environment.factory import names_taken
from dovetail.suites.identity_provider.forging.jwt import Token, signed
from dovetail.suites.identity_provider.forging.keys import Key

CLAIMS = ("sub", "iat", "nbf", "exp", "iss", "aud", "jti")


@dataclass(frozen=True, slots=True)
class ByKey:
    """Tokens that dovetail signs itself.

    Attributes:
        key: what they are signed with.
        header: what their header has beside the algorithm.
        claims: those that can be chosen: all of them.
    """

    key: Key
    header: Mapping[str, Any] = field(default_factory=dict)
    claims: frozenset[str] = field(default=frozenset(CLAIMS))

    def minted(self, claims: Mapping[str, Any], told: str) -> Token:
        """A token with these claims."""
        return Token(signed(self.key, claims, self.header), told, f"claims {dict(claims)!r}")


class ByFunction:
    """Tokens that a function of the contract makes.

    Attributes:
        key: None: it is the contract's own business.
        claims: those that can be chosen: what it takes by name, or all where it takes `claims`.
    """

    key: Key | None = None

    def __init__(self, mint: Callable[..., Any], called: Callable[..., Any], text: Callable[[Any], str]) -> None:
        """Take the function.

        Args:
            mint: the contract's function.
            called: calls it, sync or async, with what it is given by name.
            text: reads the text of what it gives.
        """
        self._called = called
        self._text = text
        self._takes = names_taken(mint, (*CLAIMS, "claims"))
        self.claims = frozenset(CLAIMS) if "claims" in self._takes else self._takes

    def minted(self, claims: Mapping[str, Any], told: str) -> Token:
        """A token with these of the claims that can be chosen."""
        given = {**{name: claims.get(name) for name in CLAIMS}, "claims": dict(claims)}
        made = self._called(**{name: given[name] for name in self._takes})
        chosen = {name: value for name, value in claims.items() if name in self.claims}
        return Token(self._text(made), told, f"mint({', '.join(f'{name}={chosen[name]!r}' for name in chosen)})")


class ByPort:
    """Tokens that the port issues itself.

    Attributes:
        key: None: it is the adapter's.
        claims: none but the subject.
    """

    key: Key | None = None
    claims = frozenset({"sub"})

    def __init__(self, issue: Callable[[str], str], called: str) -> None:
        self._issue = issue
        self._called = called

    def minted(self, claims: Mapping[str, Any], told: str) -> Token:
        """A token that the port issues to this subject."""
        return Token(self._issue(str(claims["sub"])), told, f"as {self._called} issues it")


Minting = ByKey | ByFunction | ByPort
