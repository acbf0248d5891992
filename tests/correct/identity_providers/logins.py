"""Logins: a name and a password, answered by an exception, by None or by a Result."""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Protocol

from result import Err, Ok, Result

from correct.password_hashers.accounts import Argon2Hasher, PasswordHasher, cheap
from dovetail import IdentityProviderContract, fails, raises, returns

ANA = "a long password of Ana's"


class WrongCredentials(Exception):
    pass


class UsersUnavailable(Exception):
    pass


@dataclass(frozen=True)
class User:
    name: str


class Users:
    def __init__(self, hasher: PasswordHasher) -> None:
        self.hashes = {"ana@example.org": hasher.hash(ANA)}

    def hash_of(self, name: str) -> str | None:
        return self.hashes.get(name)


class UnreachableUsers(Users):
    def hash_of(self, name: str) -> str | None:
        raise TimeoutError("no answer from 10.0.0.7")


class Logins(Protocol):
    def authenticate(self, email: str, password: str) -> User: ...


class HashedLogins:
    def __init__(self, hasher: PasswordHasher, users: type[Users] = Users) -> None:
        self.hasher = hasher
        self.users = users(hasher)
        self.nobody = hasher.hash("nobody's password")

    def authenticate(self, email: str, password: str) -> User:
        try:
            known = self.users.hash_of(email)
        except OSError as error:
            raise UsersUnavailable from error
        if not self.hasher.verify(password, known or self.nobody) or known is None:
            raise WrongCredentials("wrong name or password")
        return User(email)


class LazyLogins(HashedLogins):
    """The hash of nobody's password is made when it is first needed."""

    def __init__(self, hasher: PasswordHasher) -> None:
        super().__init__(hasher)
        self.nobody = ""

    def authenticate(self, email: str, password: str) -> User:
        if not self.nobody:
            self.nobody = self.hasher.hash("nobody's password")
        return super().authenticate(email, password)


class LoginsContract(IdentityProviderContract):
    port = Logins
    users = {"ana@example.org": ANA}
    rejection = raises(WrongCredentials)
    failure = raises(UsersUnavailable)
    hasher = staticmethod(lambda: Argon2Hasher(cheap()))


contract = LoginsContract


class TestHashed(LoginsContract):
    adapter = HashedLogins
    down = staticmethod(lambda hasher: HashedLogins(hasher, UnreachableUsers))


class TestLazy(LoginsContract):
    adapter = LazyLogins


class ResultLogins(Protocol):
    def login(self, username: str, password: str) -> Result[User, str]: ...


class TellingLogins:
    def __init__(self, hasher: PasswordHasher) -> None:
        self._logins = HashedLogins(hasher)

    def login(self, username: str, password: str) -> Result[User, str]:
        try:
            return Ok(self._logins.authenticate(username, password))
        except WrongCredentials:
            return Err("wrong name or password")


class TestTelling(IdentityProviderContract):
    port = ResultLogins
    users = {"ana@example.org": ANA}
    rejection = fails("wrong name or password")
    hasher = staticmethod(lambda: Argon2Hasher(cheap()))
    adapter = TellingLogins


class AsyncLogins(Protocol):
    async def check_credentials(self, username: str, password: str) -> User | None: ...


class SlowLogins:
    """Hashes by itself, so that nothing can be counted."""

    def __init__(self) -> None:
        self._salt = os.urandom(16)
        self._known = {"ana": self._made(ANA)}

    async def check_credentials(self, username: str, password: str) -> User | None:
        right = hmac.compare_digest(self._made(password), self._known.get(username, b"\0" * 32))
        return User(username) if right else None

    def _made(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode(), salt=self._salt, n=2, r=1, p=1, dklen=32)


class TestSlow(IdentityProviderContract):
    port = AsyncLogins
    users = {"ana": ANA}
    rejection = returns(None)
    adapter = SlowLogins
