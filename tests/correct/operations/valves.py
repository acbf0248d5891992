"""The contract of a greenhouse's valves."""

from __future__ import annotations

from dovetail import OperationsContract


class ValvesContract(OperationsContract):
    environment = {"PUMP_KEY": "pump-key-5512", "LITRES_MOST": "40", "BEDS": "12"}
    request = staticmethod(lambda unique: ("POST", f"/beds/{unique}", {"litres": 4}))
    failing = staticmethod(lambda unique: ("POST", f"/beds/{unique}", {"litres": 400}))
    correlation = "X-Request-ID"
    gateways = {"PUMP_URL": {}}
    metrics = "/metrics"
    counter = "waterings_total"
    required = {"PUMP_URL": None, "PUMP_KEY": None, "LITRES_MOST": "many", "BEDS": "few"}
    secrets = ["PUMP_KEY"]


class TestValves(ValvesContract):
    application = "correct.operations.applications.valves:make()"


class TestThreePumps(ValvesContract):
    """Of six requests at the same time some are refused, and none loses its id."""

    application = "correct.operations.applications.valves:ThreePumps()"


class FaultyValvesContract(ValvesContract):
    patience = 2.0


faulty_contract = FaultyValvesContract
