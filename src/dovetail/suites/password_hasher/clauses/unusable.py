"""A malformed hash is no right password: HASH-10."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dovetail.policies import Raised
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.foreign import foreign_hint, is_foreign
from dovetail.suites.environment.texts import like
from dovetail.suites.kernel.check import check
from dovetail.suites.password_hasher.passwords import sound
from dovetail.suites.password_hasher.preconditions import verifies
from dovetail.suites.password_hasher.scenario import HasherScenario


@check("HASH-10", verifies, random=False, needs_a_case=True)
def a_malformed_hash_does_not_verify(s: HasherScenario) -> None:
    hashed = s.hashed(sound(s))
    tried = 0
    for text in _malformed(s.read(hashed)):
        made = like(hashed, text)
        if made is None:
            continue
        tried += 1
        s.lines.clear()
        reply = _verified(s, made)
        if s.is_accepted(reply):
            s.broken("a malformed hash does not verify", str(reply))
        if not s.is_no(reply):
            _as_declared(s, reply)
    if not tried:
        s.set_aside(f"no {type(hashed).__name__} can be made of a text")


def _verified(s: HasherScenario, made: Any) -> Reply:
    """What is answered to a hash that is none; a panic of a library in Rust is no answer, and no `Exception` either."""
    try:
        reply = s.verify(sound(s), made)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        hint = "`except Exception` does not catch a panic: take a newer release of the library (bcrypt from 4.3 on)"
        s.broken("False, or the error that the port declares", f"panics: {error}", hint=hint)
    assert reply is not None  # it was a password of the domain a moment ago
    return reply


def _as_declared(s: HasherScenario, reply: Reply) -> None:
    """It is answered with the error that the port declares for it."""
    policy = s.binding.contract.malformed
    answer: Any = reply.answer
    if policy is not None:
        if not policy.accepts(answer):
            s.broken(f"False, or {policy}", str(reply), hint=foreign_hint(getattr(answer, "error", None)))
        return
    if not isinstance(answer, Raised) or is_foreign(answer.error):
        hint = foreign_hint(getattr(answer, "error", None))
        s.broken("False, or the error that the port declares", str(reply), hint=hint or "malformed = raises(...)")
    s.observed["malformed"] = reply.as_policy()


def _malformed(hashed: str) -> Iterator[str]:
    """What may stand in the column of a hash, and is none: cut off, of unknown schemes, damaged."""
    yield ""
    yield "x"
    yield "!"
    yield "$"
    yield hashed[: len(hashed) // 2]
    yield hashed[:-4]
    yield hashed[len(hashed) // 2 :]
    yield "$2b$04$tooshort"
    yield "$argon2id$v=19$m=8,t=1,p=1$"
    yield "$argon2id$v=19$m=x,t=1,p=1$c2FsdHNhbHQ$aGFzaA"
    yield "pbkdf2_sha256$x$salt$aGFzaA=="
    yield "$unknown$of$nobody"
    yield "{SSHA}aGFzaA=="
