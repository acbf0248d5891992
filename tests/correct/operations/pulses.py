"""The contract of pulses, served by dovetail and by the command of another server, which writes lines of its own."""

from __future__ import annotations

import sys

from dovetail import OperationsContract


class PulsesContract(OperationsContract):
    request = staticmethod(lambda unique: f"GET /pulses/{unique}")
    correlation = "traceparent"
    gateways = {"SENSOR_URL": {"rate": 64}}
    metrics = "/metrics"
    counter = "pulses"
    waived = {"OPS-26": "it is the example of a print that fails the request"}


class TestPulses(PulsesContract):
    application = "correct.operations.applications.pulses:app"


class TestPulsesOfACommand(PulsesContract):
    command = [sys.executable, "-m", "uvicorn", "correct.operations.applications.pulses:app", "--port", "{port}"]


class FaultyPulsesContract(PulsesContract):
    waived = {}
    patience = 2.0
    stop_within = 3.0


faulty_contract = FaultyPulsesContract
