"""Ferries: tickets that are verified by hand, and a counter with several passengers."""

from __future__ import annotations

import base64
import hmac
import json
import time
from dataclasses import dataclass
from typing import Any, Protocol

from dovetail import IdentityProviderContract, raises


class Refused(Exception):
    pass


@dataclass(frozen=True)
class Passenger:
    number: str


class Boarding(Protocol):
    def board(self, ticket: str) -> Passenger: ...


class Tickets:
    def __init__(self, key: str) -> None:
        self.key = key.encode()

    def __repr__(self) -> str:
        return "Tickets()"

    def board(self, ticket: str) -> Passenger:
        match self.claims(ticket):
            case {"sub": str(number)}:
                return Passenger(number)
        raise Refused

    def claims(self, ticket: str) -> dict[str, Any]:
        try:
            head, body, _ = ticket.split(".")
            if json.loads(self.decoded(head))["alg"] != "HS256" or not self.signed(ticket):
                raise Refused
            claims: dict[str, Any] = json.loads(self.decoded(body))
        except (ValueError, LookupError, TypeError) as error:
            raise Refused from error
        if not claims["nbf"] <= time.time() < claims["exp"]:
            raise Refused
        return claims

    def signed(self, ticket: str) -> bool:
        begin, _, end = ticket.rpartition(".")
        return hmac.compare_digest(hmac.digest(self.key, begin.encode(), "sha256"), self.decoded(end))

    @staticmethod
    def decoded(text: str) -> bytes:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class BoardingContract(IdentityProviderContract):
    port = Boarding
    operations = {"identify": "board"}
    algorithm = "HS256"
    invalid = raises(Refused)


class TestTickets(BoardingContract):
    adapter = Tickets


class TrustsTheOffice(Tickets):
    """The office has always named a passenger, and nobody else can sign a ticket."""

    def board(self, ticket: str) -> Passenger:
        return Passenger(self.claims(ticket)["sub"])


class TestTrustsTheOffice(BoardingContract):
    adapter = TrustsTheOffice


class SignsIn(Protocol):
    def sign_in(self, name: str, password: str) -> Passenger: ...


class EmptyPassword(Exception):
    """Refused before anybody is looked for, in a word of its own."""


class Counter:
    passwords = {"ida": "a long password of Ida's", "jo": "another one, of Jo's"}

    def sign_in(self, name: str, password: str) -> Passenger:
        if not password:
            raise EmptyPassword
        if not hmac.compare_digest(self.passwords.get(name, "nobody's").encode(), password.encode()):
            raise Refused
        return Passenger(name)


class CounterContract(IdentityProviderContract):
    port = SignsIn
    operations = {"authenticate": "sign_in"}
    users = Counter.passwords
    rejection = raises(Refused)


class TestCounter(CounterContract):
    adapter = Counter
