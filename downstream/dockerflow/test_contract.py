"""python-dockerflow's extension for Flask, in an application as its documentation has it."""

from pathlib import Path

from dovetail import OperationsContract


class TestBooks(OperationsContract):
    application = "books:app"
    directory = str(Path(__file__).parent)
    correlation = "X-Request-ID"
    gateways = {"SHELF_URL": {"where": "upstairs"}}
    dependencies = {"shelf": "SHELF_URL"}
    live = "/__lbheartbeat__"
    ready = "/__heartbeat__"
    fields = {"event": "Type"}

    @staticmethod
    def request(unique):
        return f"GET /books/{unique}"

    @staticmethod
    def failing(unique):
        return f"GET /lost/{unique}"
