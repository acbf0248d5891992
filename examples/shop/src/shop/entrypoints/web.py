"""The shop over HTTP: `uvicorn --factory shop.entrypoints.web:create_app`."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from functools import wraps
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from shop.composition import Probe, Shop, shop_by
from shop.composition.settings import BadSettings, settings_from
from shop.domain.identity import IdentitiesUnavailable, InvalidToken
from shop.domain.money import Currency, Money
from shop.domain.orders import CustomerId, Line, NotAllowed, OrderId, OrderNotFound, OrdersUnavailable
from shop.domain.payments import PaymentDeclined, PaymentsUnavailable, PaymentUnknown
from shop.entrypoints import logs

PATIENCE = 2.0  # seconds, for what the shop depends on to say that it is there
STATUSES: dict[type[Exception], int] = {
    InvalidToken: 401,
    PaymentDeclined: 402,
    OrderNotFound: 404,
    NotAllowed: 409,
    ValueError: 422,
    PaymentUnknown: 502,
    IdentitiesUnavailable: 503,
    OrdersUnavailable: 503,
    PaymentsUnavailable: 503,
}
log = structlog.get_logger("shop")

Operation = Callable[[Shop, CustomerId, Request], Awaitable[dict[str, str]]]


def for_customers(operation: Operation) -> Callable[[Request], Awaitable[Response]]:
    """Let those in who show a token, and answer a refusal with its name."""

    @wraps(operation)
    async def answer(request: Request) -> Response:
        shop: Shop = request.app.state.shop
        try:
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            customer_id = await run_in_threadpool(shop.identities.identify, token)
            return JSONResponse(await operation(shop, customer_id, request))
        except tuple(STATUSES) as error:
            status = next(code for kind, code in STATUSES.items() if isinstance(error, kind))
            log.warning("refused", operation=operation.__name__, error=type(error).__name__)
            return JSONResponse({"error": type(error).__name__}, status)

    return answer


@for_customers
async def place(shop: Shop, customer_id: CustomerId, request: Request) -> dict[str, str]:
    lines = [_line(each) for each in await request.json()]
    order_id = await run_in_threadpool(shop.place_order, customer_id, lines)
    log.info("order placed", order=order_id, lines=len(lines))
    return {"id": order_id}


@for_customers
async def pay(shop: Shop, customer_id: CustomerId, request: Request) -> dict[str, str]:
    order_id = await _own(shop, customer_id, request)
    payment = await shop.pay_order(order_id)
    log.info("order paid", order=order_id, payment=payment)
    return {"payment": payment}


@for_customers
async def cancel(shop: Shop, customer_id: CustomerId, request: Request) -> dict[str, str]:
    order_id = await _own(shop, customer_id, request)
    await run_in_threadpool(shop.cancel_order, order_id)
    log.info("order cancelled", order=order_id)
    return {}


@for_customers
async def log_out(shop: Shop, customer_id: CustomerId, request: Request) -> dict[str, str]:
    await run_in_threadpool(shop.identities.revoke_all, customer_id)
    log.info("logged out", customer=customer_id)
    return {}


async def live(request: Request) -> Response:
    """Whether this process is worth keeping, which is no question about others."""
    return Response(status_code=204)


async def ready(request: Request) -> Response:
    """Whether requests would be served now, and what is down where they would not."""
    probes: dict[str, Probe] = dict(request.app.state.shop.probes)
    answers = await asyncio.gather(*map(_answers, probes.values()))
    down = [name for name, answered in zip(probes, answers, strict=True) if not answered]
    return JSONResponse({"down": down}, 503 if down else 200)


def create_app() -> Starlette:
    """Make the application out of the environment, or end the process and say what is missing."""
    try:
        settings = settings_from(os.environ)
    except BadSettings as error:
        sys.exit(str(error))
    logs.configure()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with shop_by(settings, logs.pass_on) as app.state.shop:
            yield

    routes = [
        Route("/orders", place, methods=["POST"]),
        Route("/orders/{id}/payment", pay, methods=["POST"]),
        Route("/orders/{id}", cancel, methods=["DELETE"]),
        Route("/session", log_out, methods=["DELETE"]),
        Route("/live", live),
        Route("/ready", ready),
    ]
    return Starlette(routes=routes, lifespan=lifespan, middleware=[Middleware(logs.RequestIds)])


async def _own(shop: Shop, customer_id: CustomerId, request: Request) -> OrderId:
    """The order that the path names, where it is the customer's own; another's is answered as none."""
    order_id = OrderId(request.path_params["id"])
    order = await shop.async_orders.find_by_id(order_id)
    if order.customer_id != customer_id:
        raise OrderNotFound(order_id)
    return order_id


def _line(given: dict[str, Any]) -> Line:
    """Read a line as customers send it: amounts are texts, so that none is rounded."""
    try:
        price = Money(Decimal(given["amount"]), Currency(given["currency"]))
        return Line(given["sku"], given["quantity"], price)
    except (ArithmeticError, KeyError, TypeError) as error:
        raise ValueError("this is no line of an order") from error


async def _answers(probe: Probe) -> bool:
    try:
        await asyncio.wait_for(run_in_threadpool(probe), PATIENCE)
    except Exception:
        return False
    return True
