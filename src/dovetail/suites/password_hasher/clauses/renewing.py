"""Old schemes verify and ask for a new hash, and that is asked for once: HASH-08 and HASH-09."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.environment.texts import like
from dovetail.suites.kernel.check import all_of, check, stating
from dovetail.suites.password_hasher.passwords import sound
from dovetail.suites.password_hasher.preconditions import tells_outdated, verifies
from dovetail.suites.password_hasher.scenario import HasherScenario
from dovetail.values import code

_PAIR = 2  # an answer of verify_and_update: whether it is right, and the new hash


@check(
    "HASH-08", all_of(verifies, stating("old", 'nothing states it: old = {"the password": "$2b$04$..."}')), random=False
)
def old_hashes_verify_and_are_outdated(s: HasherScenario) -> None:
    for text, written in s.binding.contract.old.items():
        old = _of_the_port(s, written)
        s.accepted(text, old, "who has not signed in since the last change of schemes is locked out")
        s.rejected(f"{text}x", old)
        if tells_outdated(s.binding, None) is None and not _is_outdated(s, text, old):
            s.broken("an old hash is to be made anew", "it is taken for a new one")
        s.lines.clear()


@check("HASH-09", all_of(verifies, tells_outdated), random=False)
def a_new_hash_is_asked_for_once(s: HasherScenario) -> None:
    fresh = s.hashed(sound(s))
    _up_to_date(s, sound(s), fresh, "else every login makes a new hash")
    if "verify_and_update" not in s.binding.operations:
        return
    for text, written in {sound(s): None, **s.binding.contract.old}.items():
        s.lines.clear()
        old = s.hashed(text) if written is None else _of_the_port(s, written)
        if (wrong := _renewed(s, f"{text}x", old)) is not None:
            s.broken("no new hash for a wrong password", code(wrong))
        renewed = _renewed(s, text, old)
        if renewed is not None:
            s.accepted(text, renewed, "the new hash is of another password")
            _up_to_date(s, text, renewed, "the new hash is outdated as well")


def _is_outdated(s: HasherScenario, text: str, hashed: Any) -> bool:
    """Whether the hasher says that a hash is to be made anew, by each of its operations that tells it."""
    told = []
    if "needs_rehash" in s.binding.operations:
        reply = s.call(s.binding.operations["needs_rehash"], hash=hashed)
        s.succeeds(reply, "whether the hash is to be made anew")
        told.append(bool(reply.value))
    if "verify_and_update" in s.binding.operations:
        told.append(_renewed(s, text, hashed) is not None)
    return all(told)


def _up_to_date(s: HasherScenario, text: str, hashed: Any, hint: str) -> None:
    if "needs_rehash" in s.binding.operations:
        reply = s.call(s.binding.operations["needs_rehash"], hash=hashed)
        if not isinstance(reply.answer, Returned) or reply.value:
            s.broken("a new hash is up to date", str(reply), hint=hint)
    if "verify_and_update" in s.binding.operations and (another := _renewed(s, text, hashed)) is not None:
        s.broken("a new hash is up to date", f"{code(another)} is to take its place", hint=hint)


def _renewed(s: HasherScenario, text: str, hashed: Any) -> Any:
    """The hash that is to take the place of another one, or None."""
    reply = s.call(s.binding.operations["verify_and_update"], password=s.password(text), hash=hashed)
    value = reply.value
    if isinstance(value, tuple) and len(value) == _PAIR:
        return value[1]
    if isinstance(reply.answer, Returned) and not isinstance(value, bool):
        s.set_aside("verify_and_update answers with no pair of a bool and a hash")
    return None


def _of_the_port(s: HasherScenario, written: Any) -> Any:
    """An old hash, as the port takes it."""
    if not isinstance(written, (str, bytes)):
        return written
    with s.unrecorded():
        example = s.hashed(sound(s))
    text = written.decode() if isinstance(written, bytes) else written
    made = like(example, text)
    if made is None:
        s.set_aside(f"no {type(example).__name__} can be made of an old hash: write one in old")
    return made
