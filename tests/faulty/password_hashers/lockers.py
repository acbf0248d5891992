"""Lockers of a swimming pool: faults of encodings, of what is remembered, of cost and of what is printed."""

from __future__ import annotations

import hashlib
from typing import Any

from correct.password_hashers.lockers import CodesContract, DigestCodes, LockerCodes, TooShort


def contract_of(codes: type) -> Any:
    cheap = codes.__name__ in {"CheapWithAllParameters", "OneSaltedDigest"}
    return CodesContract if cheap else type("Contract", (CodesContract,), {"production": LockerCodes})


def adapter_of(codes: Any) -> Any:
    return codes if issubclass(codes, DigestCodes) else lambda: codes(work=4)


class ReplacesBeyondLatin(LockerCodes):
    """HASH-07: the encoding of the old terminal, which has accents and no other alphabet."""

    def encoded(self, password: str) -> bytes:
        return password.encode("latin-1", "replace")


class RemembersTheAnswer(LockerCodes):
    """HASH-02: what was answered to a hash is remembered by the hash alone."""

    def verify(self, password: str, hashed: str) -> bool:
        known: dict[str, bool] = self.__dict__.setdefault("known", {})
        known[hashed] = known.get(hashed) or super().verify(password, hashed)
        return known[hashed]


class CheapWithAllParameters(LockerCodes):
    """HASH-11: the work of the tests in production, in a form that no library writes."""


class OneSaltedDigest(DigestCodes):
    """HASH-11: a salt, and one round of SHA-256."""

    def written(self, salt: str, password: str) -> str:
        return f"sha256${salt}${hashlib.sha256(f'{salt}{password}'.encode()).hexdigest()}"


class PrintsWhatItChecks(LockerCodes):
    """HASH-13: printed for an afternoon, and the log of the container has it for a year."""

    def verify(self, password: str, hashed: str) -> bool:
        print("checking", password)
        return super().verify(password, hashed)


class SaysWhatIsTooShort(LockerCodes):
    """HASH-13: the rule on the length tells what it refuses."""

    def hash(self, password: str) -> str:
        if len(password) < 12:
            raise TooShort(f"{password!r} is too short")
        return super().hash(password)
