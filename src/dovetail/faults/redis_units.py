"""What goes wrong in a unit of work on Redis: a refused command, a transaction that is discarded, a lost answer.

It is the server that refuses: in place of the command it gets one that it answers with an error, so that a transaction
is discarded as it is whenever a real server cannot queue or execute one.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from dovetail.faults.redis import RedisFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.faults.redis import Conversation, RedisProxy

# With these a transaction is begun and ended; all else is a command of its own.
_ENDS = {b"EXEC", b"DISCARD"}
_UNDOES = {b"DISCARD", b"UNWATCH"}
_FRAME = {b"MULTI", *_ENDS, *_UNDOES}
_FULL = "No space left on device"
# The server answers with EXECABORT, and has forgotten the transaction.
_DISCARDED = "Transaction discarded because of"


def _command(*words: bytes) -> bytes:
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words)


_REFUSED = _command(_FULL.encode())
_ABORTED = _command(b"EXEC", b"no more than that")


@contextmanager
def failing(proxy: RedisProxy, command: int | None = None, *, commit: int | None = None) -> Iterator[RedisFault]:
    """Let the server refuse one command, or discard one transaction in place of executing it.

    What is sent after that works again, but for the transaction that the command was part of: its EXEC is refused.

    Args:
        proxy: before the server.
        command: the number of the command that is refused, from 1; MULTI, EXEC, DISCARD and UNWATCH do not count.
        commit: the number of the EXEC that is refused.
    """
    fault = RedisFault(said=(_FULL, _DISCARDED))

    def refuse(_: Conversation, name: bytes) -> bytes | None:
        if name == b"EXEC":
            fault.commits += 1
            if fault.commits == commit:
                fault.delivered = True
                return _ABORTED
        elif name not in _FRAME:
            fault.commands += 1
            if fault.commands == command:
                fault.delivered = True
                return _REFUSED
        return None

    with proxy.striking(refuse):
        yield fault


@contextmanager
def failing_rollback(proxy: RedisProxy, number: int) -> Iterator[RedisFault]:
    """Cut the connection before the nth DISCARD or UNWATCH: a server refuses none."""
    fault = RedisFault()

    def cut(_: Conversation, name: bytes) -> None:
        if name in _UNDOES:
            fault.commands += 1
            if fault.commands == number:
                fault.delivered = True
                raise ConnectionAbortedError

    with proxy.striking(cut):
        yield fault


@contextmanager
def losing_reply(proxy: RedisProxy, number: int) -> Iterator[RedisFault]:
    """Let the nth EXEC be executed, and cut the connection before its answer comes."""
    fault = RedisFault()

    def lose(connection: Conversation, name: bytes) -> bytes | None:
        if name != b"EXEC":
            return None
        fault.commits += 1
        if fault.commits != number:
            return None
        fault.delivered = True
        # The server answers in order: once it has answered this, the transaction is executed.
        connection.last_heard = uuid4().hex.encode()
        return _command(b"EXEC") + _command(b"ECHO", connection.last_heard)

    with proxy.striking(lose):
        yield fault


@contextmanager
def unreachable(proxy: RedisProxy) -> Iterator[RedisFault]:
    """Cut every connection over which a command is sent, new ones too."""
    fault = RedisFault()

    def cut(_: Conversation, _name: bytes) -> None:
        fault.delivered = True
        raise ConnectionAbortedError

    with proxy.striking(cut):
        yield fault


@dataclass
class RedisTransactions:
    """The transactions that were begun on a server.

    Attributes:
        begun: how many were.
    """

    begun: int = 0
    _open: set[Conversation] = field(default_factory=set)

    @property
    def open(self) -> int:
        """How many are neither executed nor discarded."""
        return len(self._open)

    def sees(self, connection: Conversation, name: bytes) -> None:
        """Note a command."""
        if name == b"MULTI":
            self.begun += 1
            self._open.add(connection)
        elif name in _ENDS:
            self._open.discard(connection)


@contextmanager
def counting_transactions(proxy: RedisProxy) -> Iterator[RedisTransactions]:
    """Count the transactions that are begun and ended, from here on."""
    counted = RedisTransactions()
    with proxy.striking(counted.sees):
        yield counted


@dataclass
class RedisConnections:
    """The connections that a client has of its pool.

    Attributes:
        most: how many it had at once at most, as far as somebody looked.
    """

    proxy: RedisProxy
    most: int = 0

    @property
    def out(self) -> int:
        """How many it has now."""
        self.most = max(self.most, len(self.proxy.lent))
        return len(self.proxy.lent)
