"""Log entries: a line read as JSON, and what libraries call its level, its time and its event."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from dovetail.conventions import ordered, words
from dovetail.suites.operations.process.output import Line

WANTED = ("level", "time", "event")
"""What is asked of an entry, however the library that wrote it calls that."""

_BETWEEN = re.compile(r"[^a-z0-9]")
_ZONE = re.compile(r"(Z|UTC|GMT|[+-]\d\d:?\d\d)$", re.IGNORECASE)
_MILLISECONDS, _MICROSECONDS, _NANOSECONDS = 1e11, 1e14, 1e17  # an epoch beyond that is counted in these
_LOGGERS = ("uvicorn.", "gunicorn.", "hypercorn.", "granian.", "daphne.", "aiohttp.access", "django.server", "werkzeug")
_SERVERS = re.compile(
    r"^(TRACE|DEBUG|INFO|WARNING|ERROR|CRITICAL):\s+\S"  # uvicorn
    r"|^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^\]]*\] \[\d+\] \[[A-Za-z]+\]"  # gunicorn, hypercorn
    r"|^\S+ \S+ \S+ \[\d\d?/\w{3}/\d{4}[ :]\d\d:\d\d:\d\d[^\]]*\] \""  # access logs in the common format
    r"|^\[\d\d/\w{3}/\d{4} \d\d:\d\d:\d\d\] \""  # Django's runserver
    r"|^\S+:\d+: \w*Warning: "  # Python's warnings, and the line of source that follows
)


_REFUSALS = re.compile("(?:" + "|".join(each.phrase for each in HTTPStatus if 400 <= each < 500) + "): /")
"""What Django logs of an answer to a request that was refused, when all middleware is done with it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log.

    Attributes:
        line: as it was written.
        fields: what it says, where it is a JSON object.
    """

    line: Line
    fields: Mapping[str, Any] | None

    def leaves(self) -> Iterator[tuple[str, Any]]:
        """The values at any depth, each with the names that lead to it."""
        yield from _leaves("", self.fields or {})

    def value(self, wanted: str, called: Mapping[str, str]) -> Any:
        """The value of `level`, `time` or `event`; None where the entry has none.

        Args:
            wanted: which of them.
            called: by that, the name of the field where a contract states it.
        """
        names = (called[wanted],) if wanted in called else ordered(f"log_entries.{wanted}")
        found = _found(self.fields or {}, tuple(_plain(each) for each in names))
        return found if found not in ("", None) else None

    @property
    def is_of_a_server(self) -> bool:
        """Whether it came by the logger of a server, or tells of an answer as a server does."""
        texts = [value for _, value in self.leaves() if isinstance(value, str)]
        return any(each.startswith(_LOGGERS) or _REFUSALS.match(each) for each in texts)

    def mentions(self, text: str) -> bool:
        return text in self.line.text

    def carries(self, identity: str) -> bool:
        """Whether a field holds an id, however it is written."""
        return self.path_of(identity) is not None

    def path_of(self, identity: str) -> str | None:
        """The field that holds an id; None where there is none."""
        wanted = same(identity)
        return next((path for path, value in self.leaves() if wanted in same(value) and _is_id(path, value)), None)


def entry(line: Line) -> Entry:
    try:
        read = json.loads(line.text)
    except (ValueError, RecursionError):
        read = None
    return Entry(line, read if isinstance(read, dict) else None)


def is_of_a_server(line: Line) -> bool:
    """Whether a line is one that a server or Python itself writes beside the application's log."""
    return _SERVERS.match(line.text) is not None


def without_servers(entries: Sequence[Entry]) -> list[Entry]:
    """The entries without the lines that servers and Python itself write beside the log, and without empty ones."""
    found, warned = [], False
    for each in entries:
        beside = is_of_a_server(each.line) or (warned and each.line.text.startswith("  "))
        warned = beside and "Warning: " in each.line.text
        if not beside and each.line.text.strip():
            found.append(each)
    return found


def same(value: object) -> str:
    """An id without what differs between the ways to write it."""
    return str(value).replace("-", "").casefold()


def moment(value: Any) -> dt.datetime | str | None:
    """The moment that a field tells; its text where it has a zone and a form of its own; None where it has no zone."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _from_epoch(float(value))
    text = str(value).strip()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return _from_epoch(float(text))
    if _ZONE.search(text) is None:
        return None
    written = re.sub(r"\s*(UTC|GMT)$", "+00:00", text.replace(",", "."), flags=re.IGNORECASE)
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(re.sub(r"\s+([+-]\d\d:?\d\d)$", r"\1", written) if read is not parsedate_to_datetime else text)
        except (ValueError, TypeError):
            continue
        return found if found.tzinfo is not None else None
    return text


def _from_epoch(number: float) -> dt.datetime | None:
    for limit, unit in ((_NANOSECONDS, 1e9), (_MICROSECONDS, 1e6), (_MILLISECONDS, 1e3), (0.0, 1.0)):
        if number > limit:
            return dt.datetime.fromtimestamp(number / unit, dt.UTC)
    return None


def _plain(name: str) -> str:
    return _BETWEEN.sub("", name.lower())


def _found(fields: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The value under the first of some names, at the top or in what is nested."""
    plain = {_plain(name): value for name, value in reversed(list(fields.items()))}
    for name in names:
        if (value := plain.get(name)) is not None and not isinstance(value, (list, dict)):
            return value
        if isinstance(value, dict) and (inner := next(iter(_leaves("", value)), None)) is not None and name != "event":
            return _found(value, names) or inner[1]
    nested = (_found(each, names) for each in fields.values() if isinstance(each, dict))
    return next((each for each in nested if each is not None), None)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), each)
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(path, each)
    else:
        yield path, value


def _is_id(path: str, value: Any) -> bool:
    """Whether a field is one for an id, and no sentence in which it occurs."""
    return _plain(path.rpartition(".")[2]) not in words("log_entries.event") or len(str(value).split()) == 1
