"""Which connections are opened while something is done: sockets, SQLite files, and those of SQLAlchemy's pools."""

from __future__ import annotations

import os
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_DESCRIPTORS = Path("/proc/self/fd")
_IN_MEMORY = ("", ":memory:")
_LOCK = threading.Lock()
_LISTENING: list[_Listener] = []
_INSTALLED: list[bool] = []


@contextmanager
def connections() -> Iterator[list[str]]:
    """Inside, each connection that is opened is added to the list, as text; SQLite in memory is none."""
    _install()
    listener = _Listener()
    _LISTENING.append(listener)
    before = _peers()
    try:
        with _sqlalchemys_own(listener.opened):
            yield listener.opened
        if not listener.opened:  # drivers written in C tell Python nothing of their sockets
            listener.opened += [f"a socket to {peer}" for inode, peer in _peers().items() if inode not in before]
    finally:
        _LISTENING.remove(listener)


class _Listener:
    """Listens to its own thread, and to those that are started meanwhile: what others do has nothing to do with it."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        # The threads themselves: a new one may be given the number of one that has ended.
        self._others = set(threading.enumerate()) - {threading.current_thread()}

    def hear(self, told: str) -> None:
        """Note a connection, where it is of a thread that is listened to."""
        if threading.current_thread() not in self._others:
            self.opened.append(told)


def _peers() -> dict[str, str]:
    """The sockets of this process that are connected, where the system lists them: what they are connected to."""
    found: dict[str, str] = {}
    for entry in _DESCRIPTORS.iterdir() if _DESCRIPTORS.is_dir() else ():
        with suppress(OSError):  # closed meanwhile, or no socket that is connected
            if (name := str(entry.readlink())).startswith("socket:"):
                with socket.socket(fileno=os.dup(int(entry.name))) as one:
                    if peer := one.getpeername():  # the two ends of a pair have no name
                        found[name] = _address(peer)
    return found


def _install() -> None:
    """Listen to Python's own events. A hook cannot be taken back, so there is one for the whole process."""
    with _LOCK:
        if not _INSTALLED:
            _INSTALLED.append(True)
            sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if not _LISTENING:
        return
    if event == "socket.connect":
        told = f"a socket to {_address(arguments[1])}"
    elif event == "sqlite3.connect" and not _is_in_memory(arguments[0]):
        told = f"the SQLite file {str(arguments[0]).rpartition('/')[2]}"
    else:
        return
    for listener in _LISTENING:
        listener.hear(told)


def _is_in_memory(database: Any) -> bool:
    name = database.decode(errors="replace") if isinstance(database, bytes) else str(database)
    return name in _IN_MEMORY or name.startswith("file::memory:") or "mode=memory" in name


def _address(address: Any) -> str:
    return ":".join(map(str, address[:2])) if isinstance(address, tuple) else str(address)


@contextmanager
def _sqlalchemys_own(opened: list[str]) -> Iterator[None]:
    """Listen to the pools of SQLAlchemy too: drivers written in C tell Python nothing of their sockets."""
    sqlalchemy = sys.modules.get("sqlalchemy")
    pool = sys.modules.get("sqlalchemy.pool")
    if sqlalchemy is None or pool is None:
        yield
        return

    def connected(connection: Any, _record: Any) -> None:
        driver = type(connection).__module__.partition(".")[0]
        if "sqlite" not in driver and not opened:
            opened.append(f"a connection of {driver}")

    sqlalchemy.event.listen(pool.Pool, "connect", connected)
    try:
        yield
    finally:
        with suppress(sqlalchemy.exc.InvalidRequestError):
            sqlalchemy.event.remove(pool.Pool, "connect", connected)
