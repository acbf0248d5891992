"""Faults that public bug reports describe, bound from the documentation alone: each is found, and mended, none is.

The reports are named beside each, and nothing here is their code.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import bcrypt
import jwt
from argon2 import PasswordHasher as Argon2
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import Phase, settings

from dovetail import (
    AccessRevokerContract,
    IdentityProviderContract,
    PasswordHasherContract,
    raises,
    returns,
    verify,
)

_QUICK = settings(derandomize=True, phases=[Phase.generate])


def found(contract: Any, adapter: Any = None, **options: Any) -> set[str]:
    """The clauses that a suite finds broken."""
    body = {"settings": _QUICK, **({} if adapter is None else {"adapter": staticmethod(adapter)})}
    report = verify(type("Suite", (contract,), {**body, **options}))
    assert not report.not_evaluated, report.not_evaluated
    return {each.clause for each in report.findings}


# mealie-recipes/mealie#6335, scoringengine/scoringengine#1125: bcrypt 5 refuses what is too long, and so it is cut.


class Passwords(Protocol):
    def hash(self, password: str) -> str: ...
    def verify(self, password: str, hashed: str) -> bool: ...


class CutForBcrypt:
    def hash(self, password: str) -> str:
        return bcrypt.hashpw(self._bytes(password), bcrypt.gensalt(4)).decode()

    def verify(self, password: str, hashed: str) -> bool:
        try:
            return bcrypt.checkpw(self._bytes(password), hashed.encode())
        except ValueError:
            return False

    def _bytes(self, password: str) -> bytes:
        return password.encode()[:72]


class DigestForBcrypt(CutForBcrypt):
    def _bytes(self, password: str) -> bytes:
        return base64.b64encode(hashlib.sha384(password.encode()).digest())


class PasswordsContract(PasswordHasherContract):
    port = Passwords
    floor = {"bcrypt": 4, "argon2": 1}  # what tests have; production is another matter


def test_passwords_that_are_cut() -> None:
    assert found(PasswordsContract, CutForBcrypt) == {"HASH-04"}
    assert found(PasswordsContract, DigestForBcrypt) == set()


# Morelitea/initiative#462: of argon2's exceptions, the one for hashes that cannot be decoded is forgotten.


class TwoOfThree:
    def __init__(self) -> None:
        self._argon2 = Argon2(1, 64)

    def hash(self, password: str) -> str:
        return self._argon2.hash(password)

    def verify(self, password: str, hashed: str) -> bool:
        try:
            return self._argon2.verify(hashed, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


class AllThree(TwoOfThree):
    def verify(self, password: str, hashed: str) -> bool:
        try:
            return super().verify(password, hashed)
        except VerificationError:
            return False


def test_exceptions_that_are_forgotten() -> None:
    assert found(PasswordsContract, TwoOfThree) == {"HASH-10"}
    assert found(PasswordsContract, AllThree) == set()


# BlocUnited-LLC/mozaiks#523: where the setting is empty, no audience is asked for.
# mpdavis/python-jose#407: a token that names no audience passes where one is asked for.


class Denied(Exception):
    pass


class Bearer(Protocol):
    async def authenticate(self, token: str) -> dict[str, Any]: ...


class OfSettings:
    def __init__(self, key: str, audience: str = "") -> None:
        self._key = key
        self._audience = audience

    async def authenticate(self, token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,
                algorithms=["HS256"],
                audience=self._audience or None,
                options={"verify_aud": bool(self._audience)},
            )
        except jwt.InvalidTokenError as error:
            raise Denied from error
        return claims


class OnlyWhereThereIsOne(OfSettings):
    async def authenticate(self, token: str) -> dict[str, Any]:
        claims = await super().authenticate(token)
        if "aud" in claims and claims["aud"] != "orders-api":
            raise Denied
        return claims


class BearerContract(IdentityProviderContract):
    port = Bearer
    algorithm = "HS256"
    audience = "orders-api"
    invalid = raises(Denied)


def test_an_audience_that_is_not_asked_for() -> None:
    assert found(BearerContract, OfSettings) == {"IDP-05"}
    assert found(BearerContract, OnlyWhereThereIsOne) == {"IDP-05"}
    assert found(BearerContract, lambda key: OfSettings(key, "orders-api")) == set()


# mpdavis/python-jose#419, CVE-2024-33663: the token says by which algorithm it is verified, and the key is public.


class ByHeader:
    algorithms: tuple[str, ...] = ("RS256", "HS256")

    def __init__(self, key: str) -> None:
        self._pem = key

    def user_of(self, token: str) -> UUID | None:
        try:
            head, body, signature = token.split(".")
            algorithm = json.loads(self._decoded(head))["alg"]
            if algorithm not in self.algorithms or not self._is_signed(algorithm, f"{head}.{body}", signature):
                return None
            claims = json.loads(self._decoded(body))
            now = time.time()
            return UUID(claims["sub"]) if claims["nbf"] <= now < claims["exp"] else None
        except (ValueError, KeyError, TypeError):
            return None

    def _is_signed(self, algorithm: str, text: str, signature: str) -> bool:
        if algorithm == "HS256":
            made = hmac.new(self._pem.encode(), text.encode(), hashlib.sha256).digest()
            return hmac.compare_digest(made, self._decoded(signature))
        public = load_pem_public_key(self._pem.encode())
        assert isinstance(public, RSAPublicKey)
        try:
            public.verify(self._decoded(signature), text.encode(), PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True

    @staticmethod
    def _decoded(part: str) -> bytes:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Pinned(ByHeader):
    algorithms = ("RS256",)


class Visitors(Protocol):
    def user_of(self, token: str) -> UUID | None: ...


class VisitorsContract(IdentityProviderContract):
    port = Visitors
    algorithm = "RS256"
    invalid = returns(None)
    operations = {"identify": "user_of"}


def test_an_algorithm_that_the_token_chooses() -> None:
    assert found(VisitorsContract, ByHeader) == {"IDP-08"}
    assert found(VisitorsContract, Pinned) == set()


# mozilla-ai/cq#531: `user is None or not verify(...)` hashes nothing where there is no user.


class Unauthorized(Exception):
    pass


class SignIn(Protocol):
    def login(self, username: str, password: str) -> str: ...


class ShortCircuit:
    def __init__(self, hasher: Passwords) -> None:
        self._hasher = hasher
        self._hashes = {"ana": hasher.hash("her long password")}

    def login(self, username: str, password: str) -> str:
        known = self._hashes.get(username)
        if known is None or not self._hasher.verify(password, known):
            raise Unauthorized("Invalid username or password")
        return username


class DummyHash(ShortCircuit):
    def __init__(self, hasher: Passwords) -> None:
        super().__init__(hasher)
        self._dummy = hasher.hash(secrets.token_hex())

    def login(self, username: str, password: str) -> str:
        if username not in self._hashes:
            self._hasher.verify(password, self._dummy)
        return super().login(username, password)


class SignInContract(IdentityProviderContract):
    port = SignIn
    users = {"ana": "her long password"}
    rejection = raises(Unauthorized)
    hasher = AllThree


def test_a_login_that_answers_at_once() -> None:
    assert found(SignInContract, ShortCircuit) == {"IDP-12"}
    assert found(SignInContract, DummyHash) == set()


# janavipandole/Cara#6158, Dev-Card/DevCard#586: a rotated token is refused, and who has the next one goes on.


@dataclass(frozen=True)
class Pair:
    access: str
    refresh: str


class TokenStore(Protocol):
    def issue_pair(self, user_id: str) -> Pair: ...
    def authenticate(self, access: str) -> str | None: ...
    def rotate(self, refresh: str) -> Pair | None: ...
    def revoke_user(self, user_id: str) -> None: ...


class LatestOnly:
    """Knows the latest refresh token of each login, and nothing of those before."""

    def __init__(self) -> None:
        self.logins: dict[str, tuple[str, Pair]] = {}
        self.rotated: dict[str, str] = {}

    def issue_pair(self, user_id: str) -> Pair:
        return self._put(secrets.token_hex(4), user_id)

    def authenticate(self, access: str) -> str | None:
        return next((user for user, pair in self.logins.values() if pair.access == access), None)

    def rotate(self, refresh: str) -> Pair | None:
        login = next((each for each, (_, pair) in self.logins.items() if pair.refresh == refresh), None)
        if login is None:
            self.unknown(refresh)
            return None
        self.rotated[refresh] = login
        return self._put(login, self.logins[login][0])

    def unknown(self, refresh: str) -> None:
        """A token that is no longer the latest, or never was one."""

    def revoke_user(self, user_id: str) -> None:
        self.logins = {login: held for login, held in self.logins.items() if held[0] != user_id}

    def _put(self, login: str, user: str) -> Pair:
        pair = Pair(secrets.token_hex(8), secrets.token_hex(8))
        self.logins[login] = (user, pair)
        return pair


class EndsTheLogin(LatestOnly):
    def unknown(self, refresh: str) -> None:
        if refresh in self.rotated:
            self.logins.pop(self.rotated[refresh], None)


class TokenStoreContract(AccessRevokerContract):
    port = TokenStore
    refused = returns(None)


def test_a_thief_who_goes_on() -> None:
    assert found(TokenStoreContract, LatestOnly) == {"REV-06"}
    assert found(TokenStoreContract, EndsTheLogin) == set()


# The example of flask-jwt-extended's older documentation: a set in the process, "in production use redis".


class Blocklist(Protocol):
    def blocklist(self, jti: str) -> None: ...
    def is_blocklisted(self, jti: str) -> bool: ...


class InProcess:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._blocked: set[str] = set()

    def blocklist(self, jti: str) -> None:
        self._blocked.add(jti)

    def is_blocklisted(self, jti: str) -> bool:
        return jti in self._blocked


class InTable:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def blocklist(self, jti: str) -> None:
        self._connection.execute("INSERT OR IGNORE INTO revoked VALUES (?)", (jti,))

    def is_blocklisted(self, jti: str) -> bool:
        return self._connection.execute("SELECT 1 FROM revoked WHERE jti = ?", (jti,)).fetchone() is not None


class File:
    """A database in a file, whose transactions the application commits."""

    commits = True

    def __init__(self, path: Path, adapter: Any) -> None:
        self._path, self._adapter = path, adapter
        with self._open() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS revoked (jti TEXT PRIMARY KEY)")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    @contextmanager
    def connect(self) -> Iterator[Any]:
        with self._open() as connection:
            yield self._adapter(connection)

    def clear(self) -> None:
        with self._open() as connection:
            connection.execute("DELETE FROM revoked")


class BlocklistContract(AccessRevokerContract):
    port = Blocklist
    operations = {"revoke": "blocklist", "is_revoked": "is_blocklisted"}


def test_a_list_in_the_process(tmp_path: Path) -> None:
    inside = found(BlocklistContract, store=staticmethod(lambda: File(tmp_path / "a.db", InProcess)))
    assert "REV-07" in inside
    assert found(BlocklistContract, store=staticmethod(lambda: File(tmp_path / "b.db", InTable))) == set()


# nocobase/nocobase#9261: what is expired and may be renewed is renewed after the password was changed.


class Renewing(Protocol):
    def sign_in(self, user_id: int) -> str: ...
    def check(self, token: str) -> int | None: ...
    def renew(self, token: str) -> str | None: ...
    def revoke_all(self, user_id: int) -> None: ...


class RenewsFirst:
    def __init__(self) -> None:
        self._versions: dict[int, int] = {}

    def sign_in(self, user_id: int) -> str:
        payload = {"sub": str(user_id), "version": self._versions.get(user_id, 0), "jti": secrets.token_hex(4)}
        return jwt.encode(payload, "k" * 32, algorithm="HS256")

    def check(self, token: str) -> int | None:
        claims = jwt.decode(token, "k" * 32, algorithms=["HS256"])
        user = int(claims["sub"])
        return user if claims["version"] == self._versions.get(user, 0) else None

    def renew(self, token: str) -> str | None:
        return self.sign_in(int(jwt.decode(token, "k" * 32, algorithms=["HS256"])["sub"]))

    def revoke_all(self, user_id: int) -> None:
        self._versions[user_id] = self._versions.get(user_id, 0) + 1


class ChecksFirst(RenewsFirst):
    def renew(self, token: str) -> str | None:
        user = self.check(token)
        return None if user is None else self.sign_in(user)


class RenewingContract(AccessRevokerContract):
    port = Renewing
    refused = returns(None)


def test_a_renewal_after_the_password_was_changed() -> None:
    broken = found(RenewingContract, RenewsFirst)
    assert "REV-02" in broken
    assert found(RenewingContract, ChecksFirst) == set()
