"""Note what Redis clients send: each time that one writes and waits counts once, so that a pipeline does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import redis.asyncio.connection
import redis.connection

from dovetail.faults.redis import GREETINGS, end_of_command, name_of_command

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONNECTIONS: tuple[Any, ...] = (redis.connection.AbstractConnection, redis.asyncio.connection.AbstractConnection)
_SENDING = "send_packed_command"
_MOST = 3  # names of commands that are told of one pipeline


@contextmanager
def counting_trips() -> Iterator[list[str]]:
    """The commands' names of each trip to a server from here on, whatever client makes it; greetings are left out."""
    sent: list[str] = []
    before = [getattr(each, _SENDING) for each in _CONNECTIONS]
    for kind, send in zip(_CONNECTIONS, before, strict=True):
        setattr(kind, _SENDING, _noting(send, sent))
    try:
        yield sent
    finally:
        for kind, send in zip(_CONNECTIONS, before, strict=True):
            setattr(kind, _SENDING, send)


def _noting(send: Any, sent: list[str]) -> Any:
    def sending(connection: Any, command: Any, *args: Any, **kwargs: Any) -> Any:
        parts = [command] if isinstance(command, (str, bytes)) else list(command)
        names = _names(b"".join(each.encode() if isinstance(each, str) else each for each in parts))
        if names:
            sent.append(", ".join(names[:_MOST]) + (", ..." if len(names) > _MOST else ""))
        return send(connection, parts, *args, **kwargs)

    return sending


def _names(packed: bytes) -> list[str]:
    """The names of the commands in what is sent in one go."""
    names: list[str] = []
    while end := end_of_command(packed):
        name = name_of_command(packed[:end])
        if name not in GREETINGS:
            names.append(name.decode(errors="replace"))
        packed = packed[end:]
    return names
