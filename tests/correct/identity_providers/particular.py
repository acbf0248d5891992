"""Providers with ways of their own: keys with ids, a connection for one thread, numbered errors, tokens used once."""

from __future__ import annotations

import itertools
import secrets
import sqlite3
import time
from dataclasses import dataclass, field
from typing import Protocol

import jwt as pyjwt

from dovetail import IdentityProviderContract, raises, returns

_numbers = itertools.count(1)


class NotAuthenticated(Exception):
    pass


@dataclass(frozen=True)
class BearerToken:
    """Takes nothing that cannot be a token."""

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if self.text.count(".") != 2 or not self.text.isascii():
            raise ValueError("no token")


class Bearers(Protocol):
    def identify(self, token: BearerToken) -> str: ...


class KeysById:
    def __init__(self, keys: dict[str, str]) -> None:
        self._keys = keys

    def identify(self, token: BearerToken) -> str:
        try:
            key = self._keys[pyjwt.get_unverified_header(token.text)["kid"]]
            claims = pyjwt.decode(token.text, key, algorithms=["ES256"], options={"require": ["exp", "sub"]})
        except (KeyError, TypeError, pyjwt.InvalidTokenError) as error:
            raise NotAuthenticated from error
        return str(claims["sub"])


class TestKeysById(IdentityProviderContract):
    port = Bearers
    algorithm = "ES256"
    header = {"kid": "this-year"}
    invalid = raises(NotAuthenticated)
    adapter = staticmethod(lambda key: KeysById({"this-year": key}))


class OnceOnly:
    """A link in a mail: a token is good for one sign-in."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._used: set[str] = set()

    def identify(self, token: str) -> str:
        try:
            claims = pyjwt.decode(token, self._key, algorithms=["HS256"], options={"require": ["exp", "sub", "jti"]})
        except pyjwt.InvalidTokenError as error:
            raise NotAuthenticated from error
        if claims["jti"] in self._used:
            raise NotAuthenticated
        self._used.add(claims["jti"])
        return str(claims["sub"])


class Links(Protocol):
    def identify(self, token: str) -> str: ...


class TestOnceOnly(IdentityProviderContract):
    port = Links
    algorithm = "HS256"
    invalid = raises(NotAuthenticated)
    adapter = OnceOnly


class Cookies(Protocol):
    def user_of(self, token: str) -> int | None: ...
    def begin(self, user_id: int) -> str: ...


FILE = "file:sessions?mode=memory&cache=shared"
_KEPT = sqlite3.connect(FILE, uri=True, check_same_thread=False)
_KEPT.execute("CREATE TABLE sessions (token TEXT, user_id INTEGER, until REAL)")


class SqliteCookies:
    """A connection that is for the thread which has opened it, as sqlite3 has it."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(FILE, uri=True)

    def begin(self, user_id: int) -> str:
        token = secrets.token_hex(16)
        self._connection.execute("INSERT INTO sessions VALUES (?, ?, ?)", (token, user_id, time.time() + 900))
        self._connection.commit()
        return token

    def user_of(self, token: str) -> int | None:
        found = self._connection.execute("SELECT user_id, until FROM sessions WHERE token = ?", (token,)).fetchone()
        return found[0] if found and found[1] > time.time() else None


class CookiesContract(IdentityProviderContract):
    port = Cookies
    operations = {"identify": "user_of", "issue": "begin"}
    invalid = returns(None)


class TestSqliteCookies(CookiesContract):
    adapter = SqliteCookies


class SessionsUnavailable(Exception):
    pass


class TranslatingCookies(SqliteCookies):
    """The same, and what sqlite3 raises in another thread comes out as whatever else fails in it."""

    def user_of(self, token: str) -> int | None:
        try:
            return super().user_of(token)
        except sqlite3.Error as error:
            raise SessionsUnavailable from error


class TestTranslatingCookies(CookiesContract):
    adapter = TranslatingCookies
    failure = raises(SessionsUnavailable)


class Rejected(Exception):
    """Has a number, by which the support finds it in the log."""

    def __init__(self) -> None:
        self.number = next(_numbers)
        super().__init__(f"wrong name or password (error {self.number})")


class Desk(Protocol):
    def sign_in(self, email: str, secret: str) -> str: ...


class NumberedDesk:
    def sign_in(self, email: str, secret: str) -> str:
        if (email, secret) != ("ana@example.org", "a long password of Ana's"):
            raise Rejected
        return email


class TestNumberedDesk(IdentityProviderContract):
    port = Desk
    users = {"ana@example.org": "a long password of Ana's"}
    rejection = raises(Rejected)
    adapter = NumberedDesk
