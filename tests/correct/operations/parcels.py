"""The contract of parcels: everything that can be stated is."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from correct.operations.depot import address
from dovetail import OperationsContract


@cache
def database() -> str:
    return str(Path(tempfile.mkdtemp(prefix="dovetail-parcels-")) / "parcels.sqlite")


def environment() -> dict[str, str]:
    return {
        "DEPOT_ADDRESS": address(),
        "DATABASE": database(),
        "MOST_KILOGRAMS": "30",
        "CARRIER_TOKEN": "carrier-4242-token",
    }


def rows(query: str) -> list[Any]:
    with closing(sqlite3.connect(database(), timeout=30.0)) as connection:
        return connection.execute(query).fetchall()


class ParcelsContract(OperationsContract):
    environment = staticmethod(environment)
    request = staticmethod(lambda unique: ("PUT", f"/parcels/{unique}", {"weight": 2, "note": "fragile"}))
    failing = staticmethod(lambda unique: ("PUT", f"/parcels/{unique}", {"weight": 99, "note": "heavy"}))
    correlation = "X-Request-ID"
    gateways = {"CARRIER_URL": {"price": "4.50"}}
    dependencies = {"depot": "DEPOT_ADDRESS"}
    live = "/live"
    ready = "/ready"
    metrics = "/metrics"
    counter = "parcels_total"
    audit = staticmethod(lambda: rows("SELECT what FROM audit"))
    changes = staticmethod(lambda: rows("SELECT name FROM parcels"))
    events = staticmethod(lambda: rows("SELECT request_id, what FROM events"))
    required = {
        "CARRIER_URL": None,
        "DEPOT_ADDRESS": "nowhere",
        "DATABASE": None,
        "MOST_KILOGRAMS": "thirty",
        "CARRIER_TOKEN": None,
    }
    secrets = ["CARRIER_TOKEN"]
    configuration = "correct.operations.applications.parcels:settings"


class TestParcels(ParcelsContract):
    application = "correct.operations.applications.parcels:make()"


class FaultyParcelsContract(ParcelsContract):
    """The same, where what does not come is not waited for so long."""

    environment = staticmethod(lambda: {**environment(), "STATSD_ADDRESS": address()})
    sinks = {"statsd": "STATSD_ADDRESS"}
    patience = 2.0
    ready_within = 2.0
    stop_within = 2.0


faulty_contract = FaultyParcelsContract
