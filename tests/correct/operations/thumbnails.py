"""The contract of a worker: jobs on its standard input, health and metrics on a port of its own."""

from __future__ import annotations

from dovetail import OperationsContract


class ThumbnailsContract(OperationsContract):
    environment = {"HEALTH_PORT": "{port}"}
    request = staticmethod(lambda unique, correlation: {"picture": f"{unique}.png", "trace": correlation})
    correlation = "Trace"
    gateways = {"STORAGE_URL": {"stored": True}}
    live = "/live"
    ready = "/ready"
    metrics = "/metrics"
    counter = "jobs"


class TestThumbnails(ThumbnailsContract):
    application = "correct.operations.applications.thumbnails:run"


class FaultyThumbnailsContract(ThumbnailsContract):
    patience = 2.0
    stop_within = 5.0


faulty_contract = FaultyThumbnailsContract
