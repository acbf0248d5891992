"""Logins: faults that tell who has an account, or what the password was."""

from __future__ import annotations

import logging
from typing import Any

from correct.identity_providers.logins import (
    HashedLogins,
    LoginsContract,
    UnreachableUsers,
    User,
    UsersUnavailable,
    WrongCredentials,
)

contract = LoginsContract
log = logging.getLogger(__name__)


def adapter_of(logins: Any) -> Any:
    return logins


def down_of(logins: Any) -> Any:
    return lambda hasher: logins(hasher, UnreachableUsers)


class TakesAnybody(HashedLogins):
    """IDP-01: the answer of the hasher is thrown away, and so is Ana."""

    def authenticate(self, email: str, password: str) -> User:
        return super().authenticate(email.title(), password)


class SaysThereIsNone(HashedLogins):
    """IDP-11 IDP-13: "no such user"."""

    def authenticate(self, email: str, password: str) -> User:
        if self.users.hash_of(email) is None:
            self.hasher.verify(password, self.nobody)
            raise WrongCredentials(f"no such user: {email}")
        return super().authenticate(email, password)


class HasAClassForThem(HashedLogins):
    """IDP-11: unknown users have an exception of their own, with a number for the client."""

    class Unknown(WrongCredentials):
        pass

    def authenticate(self, email: str, password: str) -> User:
        try:
            return super().authenticate(email, password)
        except WrongCredentials as error:
            raise error if self.users.hash_of(email) else self.Unknown(*error.args) from error


class AnswersAtOnce(HashedLogins):
    """IDP-12 IDP-13: where there is no account, nothing is hashed."""

    def authenticate(self, email: str, password: str) -> User:
        if self.users.hash_of(email) is None:
            raise WrongCredentials("wrong name or password")
        return super().authenticate(email, password)


class HashesTwice(HashedLogins):
    """IDP-12 IDP-13: for an unknown name, a hash is made and then verified."""

    def authenticate(self, email: str, password: str) -> User:
        if self.users.hash_of(email) is None:
            self.nobody = self.hasher.hash("nobody's password")
        return super().authenticate(email, password)


class WrongWhenDown(HashedLogins):
    """IDP-13: a table that cannot be read has no such user."""

    def authenticate(self, email: str, password: str) -> User:
        try:
            return super().authenticate(email, password)
        except UsersUnavailable as error:
            raise WrongCredentials("wrong name or password") from error


class SaysThePassword(HashedLogins):
    """IDP-15: what was tried is in the log, for the support."""

    def authenticate(self, email: str, password: str) -> User:
        try:
            return super().authenticate(email, password)
        except WrongCredentials:
            log.warning("%s tried %r", email, password)
            raise
