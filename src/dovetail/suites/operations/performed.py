"""An operation that the application was asked for, and what of it was seen."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dovetail.suites.operations.binding import TRACE
from dovetail.suites.operations.entries import Entry
from dovetail.suites.operations.process.asking import Answer, Ask


@dataclass(frozen=True, slots=True)
class Performed:
    """An operation.

    Attributes:
        asked: the request, or the line that was written to a worker.
        unique: what tells it from all others, where the contract's request takes it.
        identity: the id that was sent with it; empty where none was.
        answer: what came back; None where nothing does.
        text: how it is told in a finding.
    """

    asked: Ask | Mapping[str, Any] | None
    unique: str
    identity: str
    answer: Answer | None
    text: str

    @property
    def succeeded(self) -> bool:
        """Whether it did, as far as an answer tells."""
        return self.answer is None or self.answer.is_good

    def returned(self, header: str) -> str:
        """The id that came back; empty where none did."""
        return "" if self.answer is None else self.answer.headers.get(header.lower(), "")

    @property
    def marks(self) -> list[str]:
        """The texts by which it is known in the log."""
        return [each for each in (self.identity, self.unique.split()[0]) if each]

    def is_mentioned_in(self, entry: Entry) -> bool:
        """Whether an entry is about this operation, by its data."""
        return entry.mentions(self.unique.split()[0])


@dataclass(frozen=True, slots=True)
class Sample:
    """Some operations, one after the other, and what was logged meanwhile.

    Attributes:
        requests: those that succeed.
        failing: those that fail.
        entries: the log.
        ended: how many of the entries were there when the last of `requests` had ended.
        streams: which of the standard streams are the log.
    """

    requests: Sequence[Performed]
    failing: Sequence[Performed]
    entries: Sequence[Entry]
    ended: int
    streams: Sequence[str]

    @property
    def performed(self) -> list[Performed]:
        """All of them."""
        return [*self.requests, *self.failing]


def new_unique() -> str:
    """A text that occurs nowhere else, and that names, paths and codes may have in them."""
    return f"dv{uuid.uuid4().hex[:10]}"


def new_identity(header: str) -> str:
    """An id: that of a trace, or one in the form that is checked for where one is."""
    made = uuid.uuid4()
    return made.hex if header.lower() == TRACE else str(made)


def headers_with(header: str, identity: str | bytes) -> dict[str, str | bytes]:
    """The header that carries an id."""
    if not header:
        return {}
    if header.lower() == TRACE and isinstance(identity, str):
        identity = f"00-{identity}-{uuid.uuid4().hex[:16]}-01"
    return {header: identity}
