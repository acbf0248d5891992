"""The contract of notes: Flask, of which little is stated."""

from __future__ import annotations

from dovetail import OperationsContract


class TestNotes(OperationsContract):
    application = "correct.operations.applications.notes:app"
    request = staticmethod(lambda unique: f"GET /notes/{unique}?reader=ann")
    failing = staticmethod(lambda unique: f"GET /broken/{unique}")
    correlation = "X-Correlation-Id"
    live = "/health"


class TestFixedNote(OperationsContract):
    application = "correct.operations.applications.notes:app"
    request = "GET /notes/first"
    correlation = "X-Correlation-Id"
