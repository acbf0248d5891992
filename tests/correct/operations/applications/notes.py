"""Notes over WSGI: Flask, and plain logging with a formatter that writes JSON to the standard error.

Its other lines are what a real application has there: a warning of Python's at the start.
"""

from __future__ import annotations

import json
import logging
import time
import uuid
import warnings
from typing import Any

from flask import Flask, Response, g, has_request_context, jsonify, request

warnings.warn("notes will be renamed", DeprecationWarning, stacklevel=1)
app = Flask(__name__)


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, Any] = {
            "msg": record.getMessage(),
            "levelname": record.levelname,
            "ts": record.created,
            "logger": record.name,
            "id": g.get("id") if has_request_context() else None,
        }
        if record.exc_info:
            found["exc"] = self.formatException(record.exc_info).splitlines()
        return json.dumps(found)


handler = logging.StreamHandler()
handler.setFormatter(Lines())
logging.basicConfig(level=logging.INFO, handlers=[handler])
started = time.time()


@app.before_request
def identify() -> None:
    given = request.headers.get("X-Correlation-Id", "")
    good = 8 <= len(given) <= 40 and given.isascii() and given.replace("-", "").isalnum()
    g.id = given if good else uuid.uuid4().hex


@app.after_request
def identified(response: Response) -> Response:
    response.headers["X-Correlation-Id"] = g.id
    return response


@app.get("/notes/<name>")
def note(name: str) -> Any:
    app.logger.info("note %s read by %s", name, request.args.get("reader", "nobody"))
    return jsonify(note=name)


@app.get("/broken/<name>")
def broken(name: str) -> Any:
    raise ZeroDivisionError(name)


@app.get("/health")
def health() -> Any:
    return "", 204
