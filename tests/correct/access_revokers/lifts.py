"""Ski lifts: passes and lists of lost ones, with users who are called by any text, and no clock but the real one."""

from __future__ import annotations

import secrets
import time
from typing import Protocol

from dovetail import AccessRevokerContract, returns


class Passes(Protocol):
    def issue(self, skier: str) -> str: ...
    def check(self, pass_id: str) -> str | None: ...
    def revoke(self, pass_id: str) -> None: ...
    def revoke_all(self, skier: str) -> None: ...


class BarredSkier(Exception):
    pass


class LiftPasses:
    def __init__(self) -> None:
        self.passes: dict[str, str] = {}

    def issue(self, skier: str) -> str:
        number = secrets.token_hex(8)
        self.passes[number] = skier
        return number

    def check(self, pass_id: str) -> str | None:
        return self.passes.get(pass_id)

    def revoke(self, pass_id: str) -> None:
        self.passes.pop(pass_id, None)

    def revoke_all(self, skier: str) -> None:
        self.passes = {number: each for number, each in self.passes.items() if not self.is_of(each, skier)}

    def is_of(self, each: str, skier: str) -> bool:
        return each == skier


class ToTheSecond(LiftPasses):
    """A pass of the second in which all were revoked is void as well."""

    def __init__(self) -> None:
        super().__init__()
        self.issued: dict[str, int] = {}
        self.void: dict[str, int] = {}

    def issue(self, skier: str) -> str:
        number = super().issue(skier)
        self.issued[number] = int(time.time())
        return number

    def check(self, pass_id: str) -> str | None:
        skier = super().check(pass_id)
        if skier is None or self.issued[pass_id] <= self.void.get(skier, 0):
            return None
        return skier

    def revoke_all(self, skier: str) -> None:
        self.void[skier] = int(time.time())


class Bars(LiftPasses):
    """Who loses all passes gets no other one, and is told so."""

    def __init__(self) -> None:
        super().__init__()
        self.barred: set[str] = set()

    def issue(self, skier: str) -> str:
        if skier in self.barred:
            raise BarredSkier
        return super().issue(skier)

    def revoke_all(self, skier: str) -> None:
        super().revoke_all(skier)
        self.barred.add(skier)


class OnePass(LiftPasses):
    """A skier has one pass for ever, which is handed out again."""

    def issue(self, skier: str) -> str:
        number = f"pass of {skier}"
        self.passes[number] = skier
        return number


class PassesContract(AccessRevokerContract):
    port = Passes
    refused = returns(None)


class TestLiftPasses(PassesContract):
    adapter = LiftPasses


class TestToTheSecond(PassesContract):
    adapter = ToTheSecond


class TestBars(PassesContract):
    adapter = Bars


class Lost(Protocol):
    def revoke(self, pass_id: str) -> None: ...
    def is_revoked(self, pass_id: str) -> bool: ...


class LostPasses:
    def __init__(self) -> None:
        self.lost: dict[str, None] = {}

    def revoke(self, pass_id: str) -> None:
        self.lost[self.key(pass_id)] = None

    def is_revoked(self, pass_id: str) -> bool:
        return self.key(pass_id) in self.lost

    def key(self, pass_id: str) -> str:
        return pass_id


class LostContract(AccessRevokerContract):
    port = Lost


class TestLostPasses(LostContract):
    adapter = LostPasses
