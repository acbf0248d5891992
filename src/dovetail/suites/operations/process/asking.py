"""Asks an HTTP server on loopback, also in ways that clients refuse, such as an id with a line break."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

SECONDS = 60.0
"""So long an answer is waited for, where nothing says how long it may take."""

_SAFE = "/?&=%:;,+@!$'()*~-._#[]"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request.

    Attributes:
        method: `POST`.
        target: the path with its query; what may not stand in it is escaped.
        body: what is sent as JSON; None for nothing.
        headers: further fields; a value that is no ASCII is given as bytes.
    """

    method: str
    target: str
    body: Any = None
    headers: Mapping[str, str | bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """`POST /parcels {"weight": 2}`."""
        return f"{self.method} {self.target}" + ("" if self.body is None else f" {json.dumps(self.body)}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: the number; 0 where no answer came.
        headers: the fields, in lower case.
        body: the body as text; where no answer came, why not.
        seconds: how long it took.
    """

    status: int
    headers: Mapping[str, str]
    body: str
    seconds: float

    @property
    def is_good(self) -> bool:
        """Whether it is a success."""
        return 200 <= self.status < 400

    @property
    def text(self) -> str:
        """`503`, or why no answer came."""
        return str(self.status) if self.status else f"no answer ({self.body})"


def ask(host: str, port: int, request: Ask, seconds: float = SECONDS) -> Answer:
    """Ask on a connection of its own; what goes wrong is an answer too."""
    began = time.monotonic()
    connection = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        connection.putrequest(request.method, quote(request.target, safe=_SAFE), skip_accept_encoding=True)
        body = b"" if request.body is None else json.dumps(request.body).encode()
        if body or request.method in {"POST", "PUT", "PATCH"}:
            connection.putheader("Content-Length", str(len(body)))
        if body:
            connection.putheader("Content-Type", "application/json")
        for name, value in request.headers.items():
            connection.putheader(name, value)
        connection.putheader("Connection", "close")
        connection.endheaders(body)
        reply = connection.getresponse()
        text = reply.read().decode("utf-8", "replace")
        fields = {name.lower(): value for name, value in reply.getheaders()}
        return Answer(reply.status, fields, text, time.monotonic() - began)
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, {}, str(error) or type(error).__name__, time.monotonic() - began)
    finally:
        connection.close()
