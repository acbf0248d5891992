"""What is said of the shop from outside: variables of the environment, all of them read at the start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from shop.adapters.smtp import Account


class BadSettings(Exception):
    """Some settings are missing or wrong; the text names them all, and tells none."""


@dataclass(frozen=True)
class Settings:
    """Where everything is that the shop needs. What may hold a secret is shown to nobody."""

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    payments_url: str
    payments_token: str = field(repr=False)
    token_key: str = field(repr=False)
    mail_url: Account = field(repr=False)


def settings_from(environment: Mapping[str, str]) -> Settings:
    """Read `SHOP_DATABASE_URL` and the like, or raise `BadSettings`."""
    read, wrong = {}, []
    for name, reader in READERS.items():
        variable = f"SHOP_{name.upper()}"
        text = environment.get(variable, "")
        try:
            read[name] = reader(text)
        except ValueError as error:
            wrong.append(f"{variable} {error if text else 'is missing'}")
    if wrong:
        raise BadSettings("; ".join(wrong))
    return Settings(**read)


def _database(text: str) -> str:
    try:
        make_url(text)
    except ArgumentError:
        raise ValueError("is no URL of a database") from None
    return text


def _url(*schemes: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if urlsplit(text).scheme not in schemes:
            raise ValueError(f"is no URL that begins with {' or '.join(schemes)}")
        return text

    return read


def _secret(length: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) < length:
            raise ValueError(f"has fewer than {length} characters")
        return text

    return read


def _account(text: str) -> Account:
    """Read `smtp://shop%40example.com:password@host:587`; e-mails come from who signs in there."""
    url = urlsplit(text)
    if url.scheme != "smtp" or not (url.hostname and url.port and url.username and url.password):
        raise ValueError("is no URL such as smtp://user:password@host:587")
    user = unquote(url.username)
    return Account(url.hostname, url.port, user, unquote(url.password), sender=user)


READERS: Mapping[str, Callable[[str], Any]] = {
    "database_url": _database,
    "redis_url": _url("redis", "rediss", "unix"),
    "payments_url": _url("http", "https"),
    "payments_token": _secret(8),
    "token_key": _secret(32),
    "mail_url": _account,
}
