"""A provider on loopback that asks the real one, so that what the real one answers is seen and kept."""

from __future__ import annotations

import http.client
import json
import os
import ssl
from urllib.parse import urlsplit

from dovetail.faults.provider import Request
from dovetail.port import MISSING
from dovetail.suites.gateway.reply import Reply

FLAG = "DOVETAIL_LIVE"
"""The environment variable that `pytest --live` sets."""

_SECONDS = 20.0
_HOPS = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "keep-alive"}
_KEPT = {"content-type", "retry-after", "location"}


def is_asked_for() -> bool:
    """Whether clauses are to be held against the real provider."""
    return bool(os.environ.get(FLAG))


def forwarded(request: Request, upstream: str) -> Reply:
    """What the real provider answers.

    Raises:
        OSError: it cannot be reached.
        http.client.HTTPException: what it answers is no HTTP.
    """
    parts = urlsplit(upstream)
    assert parts.hostname is not None
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.hostname, parts.port, timeout=_SECONDS, context=context
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=_SECONDS)
    try:
        headers = {name: value for name, value in request.headers if name.lower() not in _HOPS}
        connection.request(request.method, parts.path.rstrip("/") + request.target, request.body or None, headers)
        response = connection.getresponse()
        return _reply(response.status, response.read(), dict(response.getheaders()))
    finally:
        connection.close()


def _reply(status: int, body: bytes, headers: dict[str, str]) -> Reply:
    kept = {name: value for name, value in headers.items() if name.lower() in _KEPT}
    try:
        document = json.loads(body) if body else MISSING
    except ValueError:
        document = MISSING
    return Reply(status, headers=kept, body=body) if document is MISSING else Reply(status, document, headers=kept)
