"""What a hash costs to guess: read from the parameters that it carries, in the forms that libraries write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_ARGON2 = re.compile(r"^\$argon2(?:id|i|d)\$(?:v=\d+\$)?m=(\d+),t=(\d+),p=(\d+)")
_BCRYPT = re.compile(r"^\$(?:bcrypt-sha256\$(?:v=2,)?t?=?)?(?:2[abxy]?)(?:,r=|\$|,)(\d{1,2})\$")
_SCRYPT = re.compile(r"^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$")
_SCRYPT_OF_WERKZEUG = re.compile(r"^scrypt:(\d+):(\d+):(\d+)\$")
_SCRYPT_OF_DJANGO = re.compile(r"^scrypt\$(\d+)\$[^$]+\$(\d+)\$(\d+)\$")
_SCRYPT_IN_FULL = re.compile(r"^\$?scrypt[$:](\d+)[$:](\d+)[$:](\d+)[$:]")
_PBKDF2 = re.compile(r"^\$?pbkdf2[-_:]?(sha1|sha256|sha512)?[$:](\d+)\$")
_CRYPT = re.compile(r"^\$(1|5|6|md5|apr1)\$(?:rounds=(\d+)\$)?")
_DJANGO = re.compile(r"^(?:bcrypt_sha256|bcrypt|argon2)(?=\$)")
_DIGEST = re.compile(r"^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128})$")
_SALTED_DIGEST = re.compile(r"^\$?(md5|sha1|sha224|sha256|sha384|sha512)[$:][^$:]*[$:][^$:]+$")

LEAST: Mapping[str, int] = {
    "argon2": 35 * 1024,  # KiB of memory times passes: each of the settings that OWASP lists
    "bcrypt": 10,
    "scrypt": 2**17,  # N times r, so that the defaults of Django and Werkzeug pass
    "pbkdf2-sha1": 1_300_000,
    "pbkdf2-sha256": 600_000,
    "pbkdf2-sha512": 210_000,
    "crypt": 600_000,
    "digest": 1,
}
"""The least cost of each scheme, as OWASP's Password Storage Cheat Sheet has it where nothing else is said."""

_UNITS = {
    "argon2": "memory in KiB times passes",
    "bcrypt": "rounds, as a power of two",
    "scrypt": "N times r",
    "crypt": "rounds",
    "digest": "",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one hash.

    Attributes:
        scheme: one of those in `LEAST`.
        number: what it costs, in the scheme's own unit.
        told: the parameters as a report tells them.
    """

    scheme: str
    number: int
    told: str

    def least(self, floor: Mapping[str, Any]) -> int:
        """What it is to cost at least, where some schemes have another floor than the usual one."""
        return int(floor.get(self.scheme, LEAST[self.scheme]))

    @property
    def unit(self) -> str:
        """What its number counts."""
        return _UNITS.get(self.scheme, "iterations")


def cost_of(text: str) -> Cost | None:
    """The cost of a hash; None where its form is not known."""
    text = _DJANGO.sub("", text)
    text = text[1:] if text.startswith("$$") else text
    if found := _ARGON2.match(text):
        memory, passes, lanes = map(int, found.groups())
        return Cost("argon2", memory * passes, f"m={memory}, t={passes}, p={lanes}")
    if found := _BCRYPT.match(text):
        return Cost("bcrypt", int(found[1]), f"{int(found[1])} rounds")
    for pattern in (_SCRYPT, _SCRYPT_OF_WERKZEUG, _SCRYPT_OF_DJANGO, _SCRYPT_IN_FULL):
        if found := pattern.match(text):
            first, block, lanes = map(int, found.groups())
            size = 2**first if pattern is _SCRYPT else first
            return Cost("scrypt", size * block, f"N={size}, r={block}, p={lanes}")
    if found := _PBKDF2.match(text):
        return Cost(f"pbkdf2-{found[1] or 'sha1'}", int(found[2]), f"{found[2]} iterations")
    if found := _CRYPT.match(text):
        rounds = int(found[2] or (5000 if found[1] in "56" else 1000))
        return Cost("crypt", rounds, f"{rounds} rounds of ${found[1]}$")
    if found := _SALTED_DIGEST.match(text):
        return Cost("digest", 0, f"one salted digest of {found[1]}")
    if _DIGEST.match(text):
        return Cost("digest", 0, f"a bare digest of {4 * len(text)} bits")
    return None
