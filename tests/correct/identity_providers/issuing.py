"""A service that issues tokens and reads them back, with a clock that is handed over."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

import jwt as pyjwt
from result import Err, Ok, Result

from dovetail import IdentityProviderContract, fails, returns

SECRET = "a secret of the tests, of 32 bytes and more"


class TokenService(Protocol):
    def create_access_token(self, user_id: UUID) -> str: ...
    def decode_token(self, token: str) -> UUID | None: ...


class PyjwtService:
    """pyjwt knows of no other clock than the system's, so that times are compared here."""

    def __init__(self, secret: str, clock: Callable[[], dt.datetime]) -> None:
        self._secret = secret
        self._clock = clock

    def create_access_token(self, user_id: UUID) -> str:
        until = self._clock() + dt.timedelta(minutes=15)
        return pyjwt.encode({"sub": str(user_id), "exp": until}, self._secret, algorithm="HS256")

    def decode_token(self, token: str) -> UUID | None:
        skip = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
        try:
            options: Any = {**skip, "require": ["exp", "sub"]}
            claims = pyjwt.decode(token, self._secret, algorithms=["HS256"], options=options)
            now = self._clock().timestamp()
            if claims["exp"] <= now or claims.get("nbf", 0) > now:
                return None
            return UUID(claims["sub"])
        except (pyjwt.InvalidTokenError, ValueError, TypeError):
            return None


class ServiceContract(IdentityProviderContract):
    port = TokenService
    invalid = returns(None)


contract = ServiceContract


class TestPyjwtService(ServiceContract):
    adapter = staticmethod(lambda clock: PyjwtService(SECRET, clock))


class TestPyjwtServiceWithKey(ServiceContract):
    """The same, with tokens that dovetail makes."""

    key = SECRET
    adapter = staticmethod(lambda clock: PyjwtService(SECRET, clock))


class ResultService(Protocol):
    async def issue(self, user_id: int) -> str: ...
    async def identify(self, token: str) -> Result[int, str]: ...


class SignedService:
    """A token of one's own: what it says, and a keyed digest of it."""

    def __init__(self, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock

    async def issue(self, user_id: int) -> str:
        text = json.dumps([user_id, self._clock().timestamp() + 600])
        return base64.urlsafe_b64encode(text.encode()).decode() + "." + self._signature(text)

    async def identify(self, token: str) -> Result[int, str]:
        body, _, signature = token.partition(".")
        try:
            text = base64.urlsafe_b64decode(body).decode()
            if not hmac.compare_digest(self._signature(text).encode(), signature.encode()):
                return Err("not signed in")
            claims: list[Any] = json.loads(text)
        except ValueError:
            return Err("not signed in")
        return Ok(int(claims[0])) if claims[1] > self._clock().timestamp() else Err("not signed in")

    @staticmethod
    def _signature(text: str) -> str:
        return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()


class TestSigned(IdentityProviderContract):
    port = ResultService
    invalid = fails("not signed in")
    adapter = SignedService
