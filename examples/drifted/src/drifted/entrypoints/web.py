"""The shop over HTTP: `uvicorn --factory drifted.entrypoints.web:create_app`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from drifted.composition import Shop, shop_by
from drifted.domain.identity import InvalidToken


def log(level: str, event: str, **fields: object) -> None:
    """Write an entry: a line of JSON."""
    entry = {"time": datetime.now(UTC).isoformat(), "level": level, "event": event, **fields}
    print(json.dumps(entry), file=sys.stdout, flush=True)


def orders(request: Request) -> Response:
    shop: Shop = request.app.state.shop
    log("info", "orders asked for", headers=dict(request.headers))
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    try:
        customer_id = shop.identities.identify(token)
    except InvalidToken:
        log("warning", "refused")
        return JSONResponse({"error": "who are you?"}, 401)
    return JSONResponse([order.id for order in shop.orders.find_by_customer_id(customer_id)])


def live(request: Request) -> Response:
    return Response(status_code=204)


def ready(request: Request) -> Response:
    try:
        httpx.get(os.environ["DRIFTED_PAYMENTS_URL"], timeout=None)
    except httpx.HTTPError:
        return JSONResponse({"down": ["payments"]}, 503)
    return JSONResponse({"down": []})


def create_app() -> Starlette:
    """Make the application out of the environment."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with shop_by(os.environ) as app.state.shop:
            yield

    routes = [Route("/orders", orders), Route("/live", live), Route("/ready", ready)]
    return Starlette(routes=routes, lifespan=lifespan)
