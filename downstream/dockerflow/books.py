"""An application as dockerflow's documentation has it: Flask, Mozlog, ids, and a check of what it needs."""

import logging.config
import os
import urllib.request

from dockerflow import checks
from dockerflow.flask import Dockerflow
from dockerflow.logging import request_id_context
from flask import Flask

logging.config.dictConfig(
    {
        "version": 1,
        "formatters": {"json": {"()": "dockerflow.logging.MozlogFormatter", "logger_name": "books"}},
        "filters": {"request_id": {"()": "dockerflow.logging.RequestIdLogFilter"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request_id"]},
        },
        "root": {"handlers": ["console"], "level": "INFO"},
    }
)
app = Flask("books")
dockerflow = Dockerflow(app)


def fetched(path):
    headers = {"X-Request-ID": request_id_context.get() or ""}
    asked = urllib.request.Request(os.environ["SHELF_URL"] + path, headers=headers)
    with urllib.request.urlopen(asked, timeout=2.0) as reply:
        return reply.read().decode()


@checks.register
def shelf():
    try:
        fetched("/ready")
    except OSError as error:
        return [checks.Error(f"the shelf is down: {error}", id="books.E001")]
    return []


@app.get("/books/<name>")
def book(name):
    where = fetched("/where")
    app.logger.info("book found", extra={"book": name})
    return where


@app.get("/lost/<name>")
def lost(name):
    raise LookupError(name)
