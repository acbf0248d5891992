"""Tickets over ASGI: Starlette, structlog and prometheus-client, with a pool that lives as long as the application."""

from __future__ import annotations

import asyncio
import io
import os
import sys
import urllib.request
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, TextIO, cast

import structlog
from prometheus_client import CollectorRegistry, Counter, generate_latest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route


class Forgiving(io.TextIOBase):
    """The standard output, where a line that cannot be written is lost and nothing else."""

    def write(self, text: str) -> int:
        with suppress(OSError):
            sys.stdout.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stdout.flush()


structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.dict_tracebacks,
        structlog.processors.JSONRenderer(),
    ],
    logger_factory=structlog.WriteLoggerFactory(cast("TextIO", Forgiving())),
)
log = structlog.get_logger()
registry = CollectorRegistry()
SOLD = Counter("tickets", "Tickets asked for.", ["route", "outcome"], registry=registry)


class Pool:
    """Connections to the depot of tickets, which are kept for the next who asks."""

    def __init__(self, address: str) -> None:
        self.host, _, port = address.rpartition(":")
        self.port = int(port)
        self.idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self) -> None:
        async with asyncio.timeout(1.5):
            reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection(self.host, self.port)
            try:
                writer.write(b"room?\n")
                if await reader.readline() != b"yes\n":
                    raise OSError("closed")
            except BaseException:
                writer.close()
                raise
        self.idle.append((reader, writer))

    async def close(self) -> None:
        for _, writer in self.idle:
            writer.close()
            await writer.wait_closed()


class Identified:
    """Binds the id of each request, in the application's own task."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
        try:
            identity = str(uuid.UUID(given))
        except ValueError:
            identity = str(uuid.uuid4())
        structlog.contextvars.bind_contextvars(request_id=identity)

        async def send_with_id(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"x-request-id", identity.encode())]}
            await send(message)

        await self.app(scope, receive, send_with_id)


def fetched(url: str, identity: str) -> bytes:
    asked = urllib.request.Request(url, headers={"X-Request-ID": identity})
    with urllib.request.urlopen(asked, timeout=20.0) as reply:
        log.info("price fetched", status=reply.status)  # in a thread of the pool
        return bytes(reply.read())


async def sell(request: Request) -> Response:
    seats = int((await request.json())["seats"])
    name = request.path_params["name"]
    if seats > 10:
        log.warning("ticket refused", ticket=name, seats=seats)
        SOLD.labels("/tickets/{name}", "refused").inc()
        return JSONResponse({"error": "too many"}, status_code=409)
    try:
        await request.app.state.pool.ask()
        identity = structlog.contextvars.get_contextvars()["request_id"]
        await asyncio.to_thread(fetched, os.environ["PRICES_URL"], identity)
    except (OSError, TimeoutError):
        log.exception("ticket failed", ticket=name)
        SOLD.labels("/tickets/{name}", "failed").inc()
        return JSONResponse({"error": "later"}, status_code=503)
    SOLD.labels("/tickets/{name}", "sold").inc()
    log.info("ticket sold", ticket=name)
    return JSONResponse({"ticket": name}, background=BackgroundTask(mail, name))


async def mail(name: str) -> None:
    log.info("ticket mailed", ticket=name)


async def live(request: Request) -> Response:
    return Response(status_code=204)


async def ready(request: Request) -> Response:
    try:
        await request.app.state.pool.ask()
    except (OSError, TimeoutError):
        log.warning("not ready", down="depot")
        return PlainTextResponse("no", status_code=503)
    return PlainTextResponse("yes")


async def metrics(request: Request) -> Response:
    return Response(generate_latest(registry), media_type="text/plain")


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.pool = Pool(os.environ["DEPOT_ADDRESS"])
    yield
    await app.state.pool.close()


ROUTES = [
    Route("/tickets/{name}", sell, methods=["POST"]),
    Route("/live", live),
    Route("/ready", ready),
    Route("/metrics", metrics),
]
app = Identified(Starlette(routes=ROUTES, lifespan=lifespan))
