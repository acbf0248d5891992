"""The words in which the clauses of a hasher speak: hash a password, and see whether another one verifies."""

from __future__ import annotations

import re
from typing import Any

from dovetail.policies import Failed, Raised, Returned
from dovetail.suites.calls.port_contract import PortScenario
from dovetail.suites.calls.reply import Reply
from dovetail.suites.environment.texts import as_text
from dovetail.suites.kernel.scenario import Line
from dovetail.suites.password_hasher.binding import HasherBinding
from dovetail.values import code

_LONG = 60  # characters
_RUN = 20


class RefusedByDomain(Exception):  # noqa: N818 - not an error: no such password comes to the hasher
    """The class of passwords takes no such text."""


class HasherScenario(PortScenario):
    """A scenario that hashes passwords, given as texts, and verifies others against what came out."""

    binding: HasherBinding
    called = "hasher"

    def hash(self, text: str) -> Reply | None:
        """Hash a password; None where the domain's own class takes no such password."""
        try:
            password = self.password(text)
        except RefusedByDomain:
            return None
        return self.call(self.binding.operations["hash"], password=password)

    def password(self, text: str) -> Any:
        """A password of the port.

        Raises:
            RefusedByDomain: there can be none of that text.
        """
        try:
            return self.binding.password(text)
        except Exception as error:
            raise RefusedByDomain from error

    def text(self, value: Any) -> Line:
        """A value as a person writes it; what is long and even, as `"x" * 72`, in short."""
        return _short(value) or super().text(value)

    def hashed(self, text: str) -> Any:
        """The hash of a password that a hasher takes; the example says nothing where it does not."""
        reply = self.hash(text)
        if reply is None:
            self.set_aside(f"{code(text)} is no password of the domain: state password = ..., or passwords = [...]")
        if not isinstance(reply.answer, Returned):
            self.set_aside(f"{code(text)} is not hashed: it {reply}, as HASH-01 tells", left_to_another_clause=True)
        return reply.value

    def was_refused(self, reply: Reply) -> bool:
        """Whether a password was not hashed, as the contract says that the hasher refuses it."""
        if isinstance(reply.answer, Returned):
            return False
        policy = self.binding.contract.refused
        if policy is not None and not policy.accepts(reply.answer):
            self.broken(f"a hash, or {policy}", str(reply))
        return True

    def verify(self, text: str, hashed: Any) -> Reply | None:
        """Verify a password against a hash; None where the domain's own class takes no such password."""
        try:
            password = self.password(text)
        except RefusedByDomain:
            return None
        operations = self.binding.operations
        word = "verify" if "verify" in operations else "verify_and_update"
        return self.call(operations[word], password=password, hash=hashed)

    def is_accepted(self, reply: Reply | None) -> bool:
        """Whether a password was taken for the right one."""
        if reply is None or not isinstance(reply.answer, Returned):
            return False
        if self.binding.contract.mismatch is not None and self.binding.contract.mismatch.accepts(reply.answer):
            return False
        value = reply.value[0] if isinstance(reply.value, tuple) and reply.value else reply.value
        return value is None if self.binding.answers_none or (reply.answer.opened and value is None) else bool(value)

    def accepted(self, text: str, hashed: Any, why: str = "") -> None:
        """This password is the right one."""
        reply = self.verify(text, hashed)
        if not self.is_accepted(reply):
            self.broken("the password verifies", str(reply), hint=why)

    def rejected(self, text: str, hashed: Any, why: str = "") -> None:
        """This password is a wrong one, whichever way it is told."""
        reply = self.verify(text, hashed)
        if self.is_accepted(reply):
            self.broken("another password does not verify", str(reply), hint=why)

    def is_no(self, reply: Reply) -> bool:
        """Whether an answer says, as the contract or the port has it, that the password is a wrong one."""
        if self.binding.contract.mismatch is not None:
            return bool(self.binding.contract.mismatch.accepts(reply.answer))
        if isinstance(reply.answer, Returned):
            value = reply.value[0] if isinstance(reply.value, tuple) and reply.value else reply.value
            return value is False
        if isinstance(reply.answer, Failed):
            return True
        return self.binding.answers_none and isinstance(reply.answer, Raised)

    def read(self, hashed: Any) -> str:
        text = as_text(hashed)
        return code(hashed) if text is None else text


def _short(value: Any) -> str | None:
    """A long text that goes on with one letter until its end: `"Aa1!" + "x" * 68 + "a"`."""
    if not isinstance(value, str) or len(value) < _LONG:
        return None
    letter = value[len(value) // 2]
    count = max(map(len, re.findall(f"{re.escape(letter)}+", value)))
    begin, _, end = value.partition(letter * count)
    if count < _RUN or len(begin) + len(end) > _LONG:
        return None
    parts = (repr(begin) if begin else "", f"{letter!r} * {count}", repr(end) if end else "")
    return " + ".join(part for part in parts if part)
