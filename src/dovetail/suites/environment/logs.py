"""What a call leaves behind for others to read: log records, those of client libraries included, and what it prints."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from threading import local


class Keeping(logging.Handler):
    """Keeps what each thread logs, where the thread has said that it wants it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._thread = local()

    def keep(self, records: list[logging.LogRecord] | None) -> None:
        """From now on, put what this thread logs there; None for nowhere."""
        self._thread.records = records

    def emit(self, record: logging.LogRecord) -> None:
        records = getattr(self._thread, "records", None)
        if records is not None:
            records.append(record)


@contextmanager
def everything_logged(keeping: logging.Handler) -> Iterator[None]:
    """Let a handler see every record, of any level; the other handlers see what they would have seen without it."""
    root = logging.getLogger()
    level, others = root.level, [(each, each.level) for each in root.handlers]
    for each, its in others:
        each.setLevel(max(its, level))
    root.addHandler(keeping)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.setLevel(level)
        root.removeHandler(keeping)
        for each, its in others:
            each.setLevel(its)


class Listening(logging.Handler):
    """Keeps every record of every thread, in `records`, and in `printed` what is printed while `everything_told`."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []
        self.printed = io.StringIO()

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def everything_told() -> Iterator[Listening]:
    """Keep every record, and what is printed: whoever reads the log of a container reads both."""
    listening = Listening()
    with everything_logged(listening), redirect_stdout(listening.printed), redirect_stderr(listening.printed):
        yield listening
