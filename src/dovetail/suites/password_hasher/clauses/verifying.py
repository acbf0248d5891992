"""The right password verifies, no other one does, and a hash tells nothing of it: HASH-01 to HASH-03."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.policies import Returned
from dovetail.suites.kernel.check import check
from dovetail.suites.password_hasher.passwords import a_password
from dovetail.suites.password_hasher.preconditions import verifies
from dovetail.suites.password_hasher.scenario import HasherScenario

_LENGTH = 4  # characters: a shorter password may well be found in a hash by chance


@check("HASH-01", most=3)
def the_right_password_verifies(s: HasherScenario) -> None:
    text = a_password(s)
    reply = s.hash(text)
    if reply is None:
        s.set_aside("it is no password of the domain: state password = ..., or passwords = [...]")
    if not isinstance(reply.answer, Returned) or reply.value is None:
        s.broken(
            "a hash",
            str(reply),
            hint="where a rule on passwords refuses it, state some that it takes: passwords = [...]",
        )
    if verifies(s.binding, None) is None:
        s.accepted(text, reply.value)


@check("HASH-02", verifies, most=2)
def other_passwords_do_not(s: HasherScenario) -> None:
    text = a_password(s)
    hashed = s.hashed(text)
    s.verify(text, hashed)  # what is remembered of the right one lets no other one pass
    for other, why in s.each_alone(_others(text, s.read(hashed))):
        s.rejected(other, hashed, why)


@check("HASH-03", most=2)
def two_hashes_of_one_password_differ(s: HasherScenario) -> None:
    text = a_password(s)
    first, second = s.hashed(text), s.hashed(text)
    if s.read(first) == s.read(second):
        s.broken("two hashes that differ", f"{s.read(first)} twice", hint="each hash needs a random salt of its own")
    if len(text) >= _LENGTH and text in s.read(first):
        s.broken("a hash that does not hold the password", s.read(first))
    if verifies(s.binding, None) is None:
        s.accepted(text, first, "the salt of a hash is to be kept in it")


def _others(text: str, hashed: str) -> Iterator[tuple[str, str]]:
    """Passwords that are near the right one, each with what would make it pass."""
    yield text.swapcase(), "upper and lower case are told apart"
    yield f"{text} ", "blanks are part of a password"
    yield f" {text}", "blanks are part of a password"
    yield text[:-1], "all of a password counts"
    yield text + text[-1], "all of a password counts"
    yield text[:-1] + ("#" if text[-1] != "#" else "*"), "the last character counts"
    yield ("#" if text[0] != "#" else "*") + text[1:], "the first character counts"
    yield hashed, "who has stolen a hash has no password with it"
