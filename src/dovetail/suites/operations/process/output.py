"""What a process writes, line by line, as it comes."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector
from threading import Condition, Thread
from typing import IO

_CHUNK = 65536


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a process wrote.

    Attributes:
        stream: `stdout` or `stderr`.
        text: the line without its end.
        at: when it was read, in seconds since 1970.
    """

    stream: str
    text: str
    at: float


class Output:
    """Reads the standard streams of a process in a thread, until they end or nobody listens any more."""

    def __init__(self, streams: dict[str, IO[bytes]]) -> None:
        self._streams = streams
        self._rest = dict.fromkeys(streams, b"")
        self._ended: set[str] = set()
        self._lines: list[Line] = []
        self._changed = Condition()
        self._woken, self._waker = os.pipe()
        self._thread = Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def position(self) -> int:
        """How many lines there are, all that was written up to now included."""
        self._drain()
        with self._changed:
            return len(self._lines)

    def since(self, position: int = 0) -> list[Line]:
        """The lines from a position on."""
        self._drain()
        with self._changed:
            return self._lines[position:]

    def wait_for(self, found: Callable[[Sequence[Line]], bool], position: int, seconds: float) -> bool:
        """Wait until the lines from a position on are what is asked for; gives whether they came to be."""
        with self._changed:
            return self._changed.wait_for(lambda: found(self._lines[position:]), seconds)

    def wait_for_quiet(self, quiet: float) -> None:
        """Wait until nothing was written for so long, or for ten times as long."""
        until = time.monotonic() + 10 * quiet
        with self._changed:
            count = -1
            while count != len(self._lines) and time.monotonic() < until:
                count = len(self._lines)
                self._changed.wait_for(lambda known=count: len(self._lines) != known, quiet)  # type: ignore[misc]

    def close(self) -> None:
        """Listen no more: whatever the process writes from now on fails."""
        if self._thread.is_alive():
            os.write(self._waker, b"!")
            self._thread.join()
        for each in self._streams.values():
            each.close()
        for descriptor in (self._woken, self._waker):
            if descriptor >= 0:
                os.close(descriptor)
        self._woken = self._waker = -1

    def join(self, seconds: float) -> None:
        """Wait until both streams have ended."""
        self._thread.join(seconds)

    def _read(self) -> None:
        with DefaultSelector() as selector:
            selector.register(self._woken, EVENT_READ, "")
            for name, each in self._streams.items():
                selector.register(each, EVENT_READ, name)
            while len(selector.get_map()) > 1:
                for key, _ in selector.select():
                    if not key.data:
                        return
                    with self._changed:  # so that what was taken from the stream is among the lines for who looks
                        data = os.read(key.fd, _CHUNK)
                        self._take(key.data, data)
                        if not data:
                            self._ended.add(key.data)
                        self._changed.notify_all()
                    if not data:
                        selector.unregister(key.fileobj)

    def _take(self, stream: str, data: bytes) -> None:
        *lines, rest = (self._rest[stream] + data).split(b"\n")
        if not data and rest:
            lines, rest = [*lines, rest], b""
        self._rest[stream] = rest
        self._lines += [Line(stream, each.decode("utf-8", "replace"), time.time()) for each in lines]

    def _drain(self) -> None:
        """Wait until what the process has written is read."""
        while self._thread.is_alive():
            with self._changed:
                going = [each for name, each in self._streams.items() if name not in self._ended and not each.closed]
                if not select.select(going, [], [], 0)[0]:
                    return
            time.sleep(0.001)
