"""A service that is shown tokens of an issuer: on pyjwt and on joserfc, with secrets and with pairs of keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import jwt as pyjwt
from joserfc import jwt as jose
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from dovetail import IdentityProviderContract, raises

ISSUER = "https://id.example"
AUDIENCE = "shop"


class InvalidToken(Exception):
    pass


@dataclass(frozen=True)
class Identity:
    subject: str


class TokenVerifier(Protocol):
    def verify(self, token: str) -> Identity: ...


class PyjwtVerifier:
    def __init__(self, key: str, algorithm: str) -> None:
        self._key = key
        self._algorithm = algorithm

    def verify(self, token: str) -> Identity:
        try:
            claims = self.decoded(token)
        except pyjwt.InvalidTokenError as error:
            raise InvalidToken(type(error).__name__) from error
        return Identity(claims["sub"])

    def decoded(self, token: str) -> dict[str, Any]:
        claims: dict[str, Any] = pyjwt.decode(
            token,
            self._key,
            algorithms=[self._algorithm],
            issuer=ISSUER,
            audience=AUDIENCE,
            leeway=30,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
        return claims


class JoserfcVerifier:
    """Has a clock of its own, that tests move."""

    def __init__(self, key: str, algorithm: str, clock: Callable[[], dt.datetime]) -> None:
        kinds: dict[str, Any] = {"HS": OctKey, "RS": RSAKey, "PS": RSAKey, "ES": ECKey, "Ed": OKPKey}
        self._key = kinds[algorithm[:2]].import_key(key)
        self._algorithm = algorithm
        self._clock = clock

    def verify(self, token: str) -> Identity:
        now = int(self._clock().timestamp())
        registry = jose.JWTClaimsRegistry(
            now=now,
            iss={"essential": True, "value": ISSUER},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            sub={"essential": True},
        )
        try:
            decoded = jose.decode(token, self._key, algorithms=[self._algorithm])
            registry.validate(decoded.claims)
        except (JoseError, ValueError) as error:
            raise InvalidToken(type(error).__name__) from error
        return Identity(decoded.claims["sub"])


class ServicesContract(IdentityProviderContract):
    port = TokenVerifier
    issuer = ISSUER
    audience = AUDIENCE
    algorithm = "RS256"
    invalid = raises(InvalidToken)


contract = ServicesContract


class TestPyjwt(ServicesContract):
    adapter = staticmethod(lambda key: PyjwtVerifier(key, "RS256"))
    leeway = 30


class TestPyjwtWithSecret(ServicesContract):
    algorithm = "HS256"
    adapter = staticmethod(lambda key: PyjwtVerifier(key, "HS256"))


class TestPyjwtWithStatedSecret(ServicesContract):
    algorithm = "HS256"
    key = "a secret of the tests, of 32 bytes and more"
    adapter = staticmethod(lambda: PyjwtVerifier("a secret of the tests, of 32 bytes and more", "HS256"))


class TestPyjwtOnACurve(ServicesContract):
    algorithm = "ES256"
    adapter = staticmethod(lambda key: PyjwtVerifier(key, "ES256"))


class TestPyjwtOnEdwardsCurve(ServicesContract):
    algorithm = "EdDSA"
    adapter = staticmethod(lambda key: PyjwtVerifier(key, "EdDSA"))


class TestPyjwtPadded(ServicesContract):
    algorithm = "PS256"
    adapter = staticmethod(lambda key: PyjwtVerifier(key, "PS256"))


class TestJoserfc(ServicesContract):
    adapter = staticmethod(lambda key, clock: JoserfcVerifier(key, "RS256", clock))


class TestJoserfcWithSecret(ServicesContract):
    algorithm = "HS512"
    adapter = staticmethod(lambda key, clock: JoserfcVerifier(key, "HS512", clock))
