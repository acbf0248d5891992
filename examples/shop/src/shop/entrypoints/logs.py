"""The log: a line of JSON for each entry, and on each the id of the request that it belongs to."""

from __future__ import annotations

import logging
import sys
from uuid import uuid4

import httpx
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
LONGEST = 64


def configure() -> None:
    """Send the log to the standard output. An entry that cannot be written is lost, and fails no request."""
    logging.basicConfig(format="%(message)s", level=logging.INFO, stream=sys.stdout)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes text
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


class RequestIds:
    """Gives each request an id, in the log and in the answer: its own, where that is a good one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(HEADER.lower().encode(), b"").decode("latin-1")
        good = given.isascii() and given.replace("-", "").isalnum() and len(given) <= LONGEST
        request_id = given if good else str(uuid4())

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((HEADER.lower().encode(), request_id.encode()))
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self.app(scope, receive, send_with_id)


async def pass_on(request: httpx.Request) -> None:
    """Have others know a call by the id of the request that it is made for."""
    if request_id := structlog.contextvars.get_contextvars().get("request_id"):
        request.headers[HEADER] = request_id
