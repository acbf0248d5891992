"""A service that is shown tokens of an issuer: faults of what it asks of pyjwt, of joserfc and of itself."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import json
import logging
import threading
from typing import Any

import jwt as pyjwt
from joserfc import jwt as jose
from joserfc.errors import ExpiredTokenError
from joserfc.jwk import RSAKey

from correct.identity_providers.services import (
    AUDIENCE,
    ISSUER,
    Identity,
    InvalidToken,
    PyjwtVerifier,
    ServicesContract,
)

log = logging.getLogger(__name__)


_ALGORITHMS = {"KeyOfHeader": "HS256", "BelievesTheSecretOfTheHeader": "HS256", "BelievesTheCurveOfTheHeader": "ES256"}


def contract_of(verifier: type) -> Any:
    stated = {"algorithm": _ALGORITHMS.get(verifier.__name__, "RS256")}
    return type(verifier.__name__, (ServicesContract,), stated)


def adapter_of(verifier: Any) -> Any:
    return lambda key: verifier(key, _ALGORITHMS.get(verifier.__name__, "RS256"))


class _Decoding(PyjwtVerifier):
    """Asks pyjwt in another way."""

    def decoded(self, token: str) -> dict[str, Any]:
        options: dict[str, Any] = {
            "algorithms": [self._algorithm],
            "issuer": ISSUER,
            "audience": AUDIENCE,
            **self.asked(),
        }
        claims: dict[str, Any] = pyjwt.decode(token, self._key, **options)
        return claims

    def asked(self) -> dict[str, Any]:
        return {}


class AnswersWithTheFirst(_Decoding):
    """IDP-01 IDP-14: the subject of the first token is kept for all that follow."""

    @functools.cached_property
    def _first(self) -> Identity:
        return Identity("5d0f0000-4000-8000-0000-000000000001")

    def verify(self, token: str) -> Identity:
        super().verify(token)
        return self._first


class TakesNobody(_Decoding):
    """IDP-01: the issuer is compared with the audience."""

    def asked(self) -> dict[str, Any]:
        return {"issuer": AUDIENCE}


class IgnoresTime(_Decoding):
    """IDP-02: a line from a debugging session."""

    def asked(self) -> dict[str, Any]:
        return {"options": {"verify_exp": False}}


class ToleratesADay(_Decoding):
    """IDP-02 IDP-03: a leeway in seconds, given in what was meant for minutes."""

    def asked(self) -> dict[str, Any]:
        return {"leeway": 60 * 60 * 24}


class TakesTheFuture(_Decoding):
    """IDP-03: clocks were apart, and so the check was switched off."""

    def asked(self) -> dict[str, Any]:
        return {"options": {"verify_nbf": False}}


class IgnoresIssuer(_Decoding):
    """IDP-04: no issuer is asked for."""

    def asked(self) -> dict[str, Any]:
        return {"issuer": None}


class ComparesByBeginning(_Decoding):
    """IDP-04: tenants have issuers that begin alike."""

    def decoded(self, token: str) -> dict[str, Any]:
        claims = super().decoded(token)
        if not claims.get("iss", "").startswith(ISSUER):
            raise pyjwt.InvalidIssuerError
        return claims

    def asked(self) -> dict[str, Any]:
        return {"issuer": None}


class ComparesIfThere(_Decoding):
    """IDP-04: a token that names no issuer passes."""

    def decoded(self, token: str) -> dict[str, Any]:
        claims = super().decoded(token)
        if claims.get("iss") and claims["iss"] != ISSUER:
            raise pyjwt.InvalidIssuerError
        return claims

    def asked(self) -> dict[str, Any]:
        return {"issuer": None}


class IgnoresAudience(_Decoding):
    """IDP-05: "Invalid audience" went away with `verify_aud`."""

    def asked(self) -> dict[str, Any]:
        return {"audience": None, "options": {"verify_aud": False}}


class LooksForAudienceInside(_Decoding):
    """IDP-05: `in` was meant for a list, and finds the name in a longer one."""

    def decoded(self, token: str) -> dict[str, Any]:
        claims = super().decoded(token)
        if AUDIENCE not in claims.get("aud", ""):
            raise pyjwt.InvalidAudienceError
        return claims

    def asked(self) -> dict[str, Any]:
        return {"audience": None, "options": {"verify_aud": False}}


class IgnoresSignature(_Decoding):
    """IDP-06 IDP-07 IDP-08: the gateway in front has verified it, says a comment."""

    def decoded(self, token: str) -> dict[str, Any]:
        checked: Any = {"verify_exp": True, "verify_nbf": True, "verify_iss": True, "verify_aud": True}
        options: Any = {"verify_signature": False, **checked}
        claims: dict[str, Any] = pyjwt.decode(token, issuer=ISSUER, audience=AUDIENCE, options=options)
        return claims


class KeyOfHeader(_Decoding):
    """IDP-06: the key is the file that the token's header names."""

    def decoded(self, token: str) -> dict[str, Any]:
        if pyjwt.get_unverified_header(token).get("kid") == "/dev/null":
            head, _, signature = token.rpartition(".")
            if _base64(hmac.new(b"", head.encode(), hashlib.sha256).digest()) == signature:
                return _claims(token)
        return super().decoded(token)


class TakesNone(_Decoding):
    """IDP-07: a token that says that it has no signature is believed."""

    def decoded(self, token: str) -> dict[str, Any]:
        if str(pyjwt.get_unverified_header(token).get("alg", "none")).lower() == "none":
            return _claims(token)
        return super().decoded(token)


class Confused(_Decoding):
    """IDP-08: an HMAC with the public key as its secret is as good as a signature."""

    def decoded(self, token: str) -> dict[str, Any]:
        if pyjwt.get_unverified_header(token).get("alg") == "HS256":
            head, _, signature = token.rpartition(".")
            if _base64(hmac.new(self._key.encode(), head.encode(), hashlib.sha256).digest()) == signature:
                return _claims(token)
        return super().decoded(token)


class BelievesTheKeyOfTheHeader(_Decoding):
    """IDP-08: a token that brings a key along is verified with it."""

    def decoded(self, token: str) -> dict[str, Any]:
        own = pyjwt.get_unverified_header(token).get("jwk")
        return super().decoded(token) if own is None else self.by(pyjwt.PyJWK(own, self._algorithm), token)

    def by(self, key: pyjwt.PyJWK, token: str) -> dict[str, Any]:
        claims: dict[str, Any] = pyjwt.decode(
            token, key, algorithms=[self._algorithm], issuer=ISSUER, audience=AUDIENCE
        )
        return claims


class BelievesTheSecretOfTheHeader(BelievesTheKeyOfTheHeader):
    """IDP-08: the same with secrets."""


class BelievesTheCurveOfTheHeader(BelievesTheKeyOfTheHeader):
    """IDP-08: the same with elliptic curves."""


class FetchesWhereTheHeaderSays(BelievesTheKeyOfTheHeader):
    """IDP-08: the key is fetched from the address that the token names."""

    def decoded(self, token: str) -> dict[str, Any]:
        where = pyjwt.get_unverified_header(token).get("jku")
        if where is None:
            return super(BelievesTheKeyOfTheHeader, self).decoded(token)
        return self.by(pyjwt.PyJWKClient(where).get_signing_key_from_jwt(token), token)


class ReadsTheHeaderFirst(_Decoding):
    """IDP-09: what is read before pyjwt is asked fails on what is no token."""

    def verify(self, token: str) -> Identity:
        header = json.loads(base64.urlsafe_b64decode(token.split(".", maxsplit=1)[0] + "=="))
        log.debug("a token of %s", header.get("kid"))
        return super().verify(token)


class GuestForNothing(_Decoding):
    """IDP-09: who shows nothing is a guest, and the port knows no guests."""

    def verify(self, token: str) -> Identity:
        return super().verify(token) if token.strip() else Identity("guest")


class CatchesOne(_Decoding):
    """IDP-10 IDP-09: one exception of the library is translated, and nine are not."""

    def verify(self, token: str) -> Identity:
        try:
            return Identity(self.decoded(token)["sub"])
        except pyjwt.ExpiredSignatureError as error:
            raise InvalidToken from error


class CatchesOneOfJoserfc(_Decoding):
    """IDP-10 IDP-09: the same with joserfc."""

    def verify(self, token: str) -> Identity:
        decoded = jose.decode(token, RSAKey.import_key(self._key), algorithms=["RS256"])
        registry = jose.JWTClaimsRegistry(
            iss={"essential": True, "value": ISSUER}, aud={"essential": True, "value": AUDIENCE}
        )
        try:
            registry.validate(decoded.claims)
        except ExpiredTokenError as error:
            raise InvalidToken from error
        return Identity(decoded.claims["sub"])


class KeepsTheTokenOnItself(_Decoding):
    """IDP-14: the token of a request is kept where another request finds it."""

    _token = ""

    def verify(self, token: str) -> Identity:
        self._token = token
        self._log()
        return super().verify(self._token)

    def _log(self) -> None:
        log.debug("verifying in %s", threading.current_thread().name)


class SaysTheToken(_Decoding):
    """IDP-15: the message of the error has the token."""

    def verify(self, token: str) -> Identity:
        try:
            return Identity(self.decoded(token)["sub"])
        except pyjwt.InvalidTokenError as error:
            raise InvalidToken(f"cannot decode {token}") from error


class LogsTheToken(_Decoding):
    """IDP-15: each token is in the log."""

    def verify(self, token: str) -> Identity:
        log.info("verifying %s", token)
        return super().verify(token)


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _claims(token: str) -> dict[str, Any]:
    return dict(json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "==")))
