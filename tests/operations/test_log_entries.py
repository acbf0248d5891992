"""What is read of a log entry, whichever library wrote it."""

from __future__ import annotations

import datetime as dt
import json
from http import HTTPStatus
from typing import Any

import pytest

from dovetail.suites.operations.entries import Entry, entry, is_of_a_server, moment
from dovetail.suites.operations.process.output import Line

ID = "0b7e5f0e-6c1b-4a52-9d0f-0a6d6f3f5a11"


def read(text: str) -> Entry:
    return entry(Line("stdout", text, 0.0))


@pytest.mark.parametrize(
    "fields",
    [
        {"level": "info", "timestamp": "2026-03-29T01:00:00Z", "event": "sold"},  # structlog
        {"levelname": "INFO", "asctime": "2026-03-29 01:00:00,000+0000", "message": "sold"},  # python-json-logger
        {"log.level": "info", "@timestamp": "2026-03-29T01:00:00.000Z", "message": "sold"},  # ecs-logging
        {"log": {"level": "info"}, "@timestamp": "2026-03-29T01:00:00.000Z", "message": "sold"},
        {"severity": "INFO", "time": "2026-03-29T01:00:00+00:00", "message": "sold"},  # Google Cloud
        {"severityText": "INFO", "timeUnixNano": "1774746000000000000", "body": "sold"},  # OpenTelemetry
        {"level": 30, "time": 1774746000000, "msg": "sold"},  # as pino and bunyan
        {"lvl": "info", "ts": 1774746000.0, "event": "sold"},
        {
            "text": "sold\n",
            "record": {  # loguru
                "level": {"icon": "i", "name": "INFO", "no": 20},
                "message": "sold",
                "time": {"repr": "2026-03-29 03:00:00+02:00", "timestamp": 1774746000.0},
            },
        },
    ],
)
def test_level_time_and_event_are_found_under_any_name(fields: dict[str, Any]) -> None:
    found = read(json.dumps(fields))

    assert found.value("level", {}) is not None
    assert moment(found.value("time", {})) == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)
    assert str(found.value("event", {})).strip() == "sold"


def test_a_name_of_its_own_is_stated() -> None:
    found = read('{"what": "sold", "event": "other"}')

    assert found.value("event", {"event": "what"}) == "sold"
    assert found.value("level", {"level": "how_bad"}) is None


@pytest.mark.parametrize("text", ["2026-03-29T01:00:00", "2026-03-29 01:00:00,000", "29/Mar/2026 01:00:00", ""])
def test_a_time_without_a_zone_is_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    "text", ["2026-03-29T03:00:00+02:00", "2026-03-29 01:00:00 UTC", "Sun, 29 Mar 2026 01:00:00 GMT", "1774746000"]
)
def test_a_time_with_a_zone_is_a_moment(text: str) -> None:
    assert moment(text) == dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC)


def test_an_id_is_a_field_and_no_part_of_a_sentence() -> None:
    assert read(json.dumps({"event": f"request {ID} began"})).path_of(ID) is None
    assert (
        read(json.dumps({"event": "began", "context": {"id": ID.replace("-", "").upper()}})).path_of(ID) == "context.id"
    )


@pytest.mark.parametrize(
    "line",
    [
        'INFO:     127.0.0.1:41234 - "GET /live HTTP/1.1" 200 OK',
        "INFO:     Started server process [17]",
        "[2026-03-29 01:00:00 +0000] [17] [INFO] Listening at: http://127.0.0.1:8000",
        '127.0.0.1 - - [29/Mar/2026 01:00:00] "GET /live HTTP/1.1" 200 -',
        '127.0.0.1 - - [29/Mar/2026:01:00:00 +0000] "GET /live HTTP/1.1" 200 2 "-" "curl"',
        '[29/Mar/2026 01:00:00] "GET /live HTTP/1.1" 200 2',
        "/app/shop/web.py:12: DeprecationWarning: use another",
    ],
)
def test_lines_of_servers_and_of_python_are_known(line: str) -> None:
    assert is_of_a_server(Line("stderr", line, 0.0))


@pytest.mark.parametrize(
    "line", ["parcel refused", "Traceback (most recent call last):", '  File "a.py", line 3', "{}"]
)
def test_lines_of_the_application_are_not(line: str) -> None:
    assert not is_of_a_server(Line("stdout", line, 0.0))


def test_what_django_logs_of_a_refused_request_is_a_server_s() -> None:
    """It comes when all middleware is done; an error of the application's is its own."""
    phrase = HTTPStatus(422).phrase  # it differs from one Python to the next
    assert entry(Line("stdout", f'{{"msg": "{phrase}: /visits/7"}}', 0.0)).is_of_a_server
    assert not entry(Line("stdout", '{"msg": "Internal Server Error: /visits/7"}', 0.0)).is_of_a_server
    assert not entry(Line("stdout", '{"msg": "not found: visit 7"}', 0.0)).is_of_a_server
