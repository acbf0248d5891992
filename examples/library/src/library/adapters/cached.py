"""Closures out of Redis, before another repository: each loan asks for some, and they change once a year."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import uuid4

from redis import Redis, RedisError
from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from library.application.commands.ports import Closures, LibraryUnavailable
from library.domain.closures import Closure

# What is kept belongs to an edition. A change ends it: what somebody has read before goes into the old one,
# where nobody looks any more.
EDITION = "closures"
CHANGING = b"changing"
LIFETIME = 3600  # seconds, of what is kept
WORKING = 60  # seconds, of the mark of a change: longer than any transaction


class CachedClosures:
    """A `Closures` before another one, in the transaction of a session.

    From the first change of a transaction until its end all read from behind, the transaction itself too, for
    what it has written is nobody else's yet. Reading goes on without Redis. Writing does not: what cannot be
    forgotten would be found for an hour.
    """

    def __init__(self, closures: Closures, session: Session, client: Redis) -> None:
        self._closures = closures
        self.client = client
        self._changes = False
        event.listen(session, "after_transaction_end", self._ended)

    def get(self, day: date) -> Closure | None:
        edition = None if self._changes else self._edition()
        if edition is None:
            return self._closures.get(day)
        key = f"{EDITION}:{edition.hex()}:{day}"
        with suppress(RedisError, ValueError):  # where it cannot be read, it is read from behind
            held: Any = self.client.get(key)
            if held is not None:
                return _from_document(day, held)
        found = self._closures.get(day)
        with suppress(RedisError):
            self.client.set(key, json.dumps(None if found is None else found.reason), ex=LIFETIME)
        return found

    def save(self, closure: Closure) -> None:
        self._change()
        self._closures.save(closure)

    def remove(self, day: date) -> None:
        self._change()
        self._closures.remove(day)

    def _edition(self) -> bytes | None:
        """What is kept now; None while it changes, or cannot be reached."""
        with suppress(RedisError):
            self.client.set(EDITION, uuid4().bytes, nx=True)
            edition: Any = self.client.get(EDITION)
            return None if edition == CHANGING else edition
        return None

    def _change(self) -> None:
        """Let nobody keep anything from before the write until the transaction is over."""
        try:
            self.client.set(EDITION, CHANGING, ex=WORKING)
        except RedisError as error:
            raise LibraryUnavailable("what is cached cannot be forgotten") from error
        self._changes = True

    def _ended(self, _session: Session, transaction: SessionTransaction) -> None:
        """Begin another edition when the transaction is over, however it ended."""
        if self._changes and transaction.parent is None:
            self._changes = False
            with suppress(RedisError):  # the mark goes by itself, and nothing is kept until then
                self.client.delete(EDITION)


def _from_document(day: date, document: bytes) -> Closure | None:
    reason = json.loads(document)
    if reason is None:
        return None
    if not isinstance(reason, str):
        raise ValueError("this is no reason")
    return Closure(day, reason)
