"""The contract of tickets: Starlette, structlog and prometheus-client."""

from __future__ import annotations

from correct.operations.depot import address
from dovetail import OperationsContract


class TestTickets(OperationsContract):
    application = "correct.operations.applications.tickets:app"
    environment = staticmethod(lambda: {"DEPOT_ADDRESS": address()})
    request = staticmethod(lambda unique: ("POST", f"/tickets/{unique}", {"seats": 2}))
    failing = staticmethod(lambda unique: ("POST", f"/tickets/{unique}", {"seats": 20}))
    correlation = "X-Request-ID"
    gateways = {"PRICES_URL": {"price": "12.00"}}
    dependencies = {"depot": "DEPOT_ADDRESS"}
    live = "/live"
    ready = "/ready"
    metrics = "/metrics"
    counter = 'tickets{route="/tickets/{name}"}'
