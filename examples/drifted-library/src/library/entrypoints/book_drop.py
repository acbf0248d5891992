"""The book drop takes books back at night: `python -m library.entrypoints.book_drop`.

Each is a line on its standard input, {"id": "night-7", "book": "...", "copy": 1, "condition": "worn"}, and
has an entry in the log, its standard output.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from datetime import datetime
from threading import Event, Lock, Thread
from typing import Any
from uuid import uuid4

from dishka import Container

from library.application.commands.return_book import ReturnBook
from library.composition import library_by, settings_from
from library.domain.books import Condition
from library.domain.events import BookId, NotAllowed

LONGEST = 64


class BookDrop:
    """Takes one book after the other, until it is told to stop or there are no more."""

    def __init__(self, library: Container) -> None:
        self._library = library
        self._stopped = Event()
        self._working = Lock()

    def run(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: self._stopped.set())
        Thread(target=self._read, daemon=True).start()
        while not self._stopped.wait(0.1):  # the signal may come to a thread that does not wait
            pass
        with self._working:  # what was begun is done
            pass

    def _read(self) -> None:
        for line in sys.stdin:
            with self._working:
                if self._stopped.is_set():
                    return
                self._take(json.loads(line))
        self._stopped.set()

    def _take(self, given: dict[str, Any]) -> None:
        job, book = _good_id(given["id"]), given["book"]
        try:
            with self._library() as request:
                back = request.get(ReturnBook)
                fine = back(BookId(book), given["copy"], Condition(given["condition"]))
            _say("info", "a book is back", job, book=book, fine=str(fine))
        except NotAllowed as error:
            _say("warning", "a book is refused", job, book=book, reason=str(error))
        except Exception as error:
            _say("error", "a book is kept aside", job, book=book, error=type(error).__name__)


def _good_id(given: str) -> str:
    good = given.isascii() and given.replace("-", "").isalnum() and len(given) <= LONGEST
    return given if good else uuid4().hex


def _say(level: str, event: str, job: str, **data: str) -> None:
    entry = {"time": datetime.now().isoformat(), "level": level, "event": event, "id": job, **data}
    with suppress(OSError):  # nobody reads the log: the books come back all the same
        print(json.dumps(entry), flush=True)


def run() -> None:
    """Open the library, and the drop."""
    with library_by(settings_from(os.environ)) as library:
        BookDrop(library).run()


if __name__ == "__main__":
    run()
