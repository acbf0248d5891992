"""A depot on loopback, which says to whoever asks that it has room: a line in, a line out."""

from __future__ import annotations

import socket
from functools import cache

from dovetail.faults.listener import Listener


class Depot(Listener):
    def converse(self, connection: socket.socket, number: int) -> None:
        with connection.makefile("rwb") as stream:
            for _ in stream:
                stream.write(b"yes\n")
                stream.flush()


@cache
def address() -> str:
    """Where it is; it begins with the first who asks, and lives as long as the process."""
    depot = Depot()
    depot.__enter__()
    return f"127.0.0.1:{depot.port}"
