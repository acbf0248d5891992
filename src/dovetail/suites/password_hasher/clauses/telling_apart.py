"""Passwords that hashers are known to cut are told apart or refused: HASH-04 to HASH-07."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from dovetail.suites.kernel.check import check
from dovetail.suites.password_hasher.passwords import sound
from dovetail.suites.password_hasher.preconditions import verifies
from dovetail.suites.password_hasher.scenario import HasherScenario

_CUT = "what comes after is cut off: hash a digest of the password (base64 of its SHA-384), or refuse it"
_REPLACED = "letters that an encoding does not have are dropped or replaced: encode as UTF-8, or refuse them"

_DIGESTS_BEGIN_WITH_NUL = (
    ("Aa1!correct horse 13", "Aa1!correct horse 126"),  # SHA-256
    ("Aa1!correct horse 67", "Aa1!correct horse 72"),  # SHA-384
    ("Aa1!correct horse 561", "Aa1!correct horse 596"),  # SHA-512
)
"""Passwords whose digests begin with a NUL: what takes a text that ends with NUL takes both for an empty one."""

_BEYOND_LATIN = (("\N{GREEK CAPITAL LETTER OMEGA}", "\N{GREEK CAPITAL LETTER PSI}"), ("\N{ROCKET}", "\N{CLOUD}"))
"""Letters that no encoding of one byte has, nor one of two: each with another one."""

_WITHOUT_ACCENT = (" ", " e", " ?", " \N{LATIN SMALL LETTER E WITH GRAVE}")
"""What the letter with an accent becomes where all letters beyond ASCII are one."""


@check("HASH-04", verifies, random=False)
def long_passwords_are_not_cut(s: HasherScenario) -> None:
    for begin in s.each_alone(_long(sound(s))):
        _told_apart(s, f"{begin}a", [f"{begin}b", begin], _CUT)


@check("HASH-05", verifies, random=False)
def nul_does_not_end_a_password(s: HasherScenario) -> None:
    hint = "a NUL ends it: base64 what is hashed, or refuse it"
    begin = sound(s)
    _told_apart(s, f"{begin}\0one", [f"{begin}\0two", begin, f"{begin}one"], hint)
    s.lines.clear()
    _told_apart(s, f"\0{begin}", [f"\0other {begin}", ""], hint)
    for one, other in _DIGESTS_BEGIN_WITH_NUL:
        s.lines.clear()
        _told_apart(s, one, [other], "the digest of a password may have a NUL too: base64 it")


@check("HASH-06", verifies, random=False)
def empty_passwords_are_told_apart(s: HasherScenario) -> None:
    right = sound(s)
    _told_apart(s, "", [right, " "], "the empty password is one like any other, or refused")
    s.lines.clear()
    s.rejected("", s.hashed(right), "who gives no password is let in")


@check("HASH-07", verifies, random=False)
def composed_and_decomposed_are_not_mixed_up(s: HasherScenario) -> None:
    begin = sound(s)
    composed = unicodedata.normalize("NFC", f"{begin} é")
    decomposed = unicodedata.normalize("NFD", composed)
    for letter, another in _BEYOND_LATIN:
        _told_apart(s, f"{begin} {letter}", [f"{begin} {another}", f"{begin} ?", f"{begin} "], _REPLACED)
        s.lines.clear()
    alike = []
    for one, other in ((composed, decomposed), (decomposed, composed)):
        s.lines.clear()
        hashed = _told_apart(s, one, [f"{begin}{end}" for end in _WITHOUT_ACCENT], _REPLACED)
        if hashed is not None:
            alike.append(s.is_accepted(s.verify(other, hashed)))
    if len(set(alike)) > 1:
        s.broken(
            "NFC and NFD verify each other both ways, or neither way",
            "one way only",
            hint="normalise a password in hash and in verify alike",
        )
    if alike:
        s.learned = f"the composed and the decomposed form of a password are {'one' if alike[0] else 'two'}"


def _told_apart(s: HasherScenario, text: str, others: Sequence[str], hint: str) -> Any:
    """The hash of a password that verifies, where the others do not; None where the password is refused."""
    reply = s.hash(text)
    if reply is None or s.was_refused(reply):
        return None
    s.accepted(text, reply.value, "a password that is hashed must verify, or be refused")
    for other in s.each_alone(others):
        s.rejected(other, reply.value, hint)
    return reply.value


def _long(begin: str) -> Iterator[str]:
    """What two long passwords have in common: as many bytes as hashers and columns are known to take."""
    for length in (72, 128, 255, 1024):
        yield begin + "x" * (length - len(begin.encode()))
    left = 72 - len(begin.encode())
    yield begin + "x" * (left % 2) + "é" * (left // 2)
