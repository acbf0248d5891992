"""A worker that makes thumbnails: a job a line on its standard input, an entry a line on its standard output.

What a load balancer asks of it, it answers on a port of its own.
"""

from __future__ import annotations

import contextvars
import datetime as dt
import http.client
import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

_job: contextvars.ContextVar[str] = contextvars.ContextVar("job", default="")
_LONGEST = 64


class Worker:
    def __init__(self) -> None:
        self.stopped = threading.Event()
        self.working = threading.Lock()
        self.counts: Counter[str] = Counter()
        self.storage = urlsplit(os.environ["STORAGE_URL"])

    def __call__(self) -> None:
        """Until it is told to stop."""
        self.listen_for_the_end()
        server = self.server(int(os.environ["HEALTH_PORT"]))
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        threading.Thread(target=self.read, daemon=True).start()
        while not self.stopped.wait(0.05):  # the signal may come to a thread that does not wait
            pass
        with self.working:  # the job that was begun is ended
            pass
        server.shutdown()
        server.server_close()

    def listen_for_the_end(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: self.stopped.set())

    def read(self) -> None:
        for line in sys.stdin:
            with self.working:
                if self.stopped.is_set():
                    return
                contextvars.copy_context().run(self.do, json.loads(line))

    def do(self, job: Mapping[str, str]) -> None:
        _job.set(self.identity(job["trace"]))
        try:
            self.store(job["picture"])
            self.say("INFO", "thumbnail made", picture=job["picture"])
        except (OSError, http.client.HTTPException) as error:
            self.say("ERROR", "thumbnail failed", picture=job["picture"], error=str(error))
        self.counts["done"] += 1

    def identity(self, given: str) -> str:
        return given if len(given) <= _LONGEST and given.isascii() and given.isprintable() else os.urandom(8).hex()

    def store(self, picture: str) -> None:
        connection = http.client.HTTPConnection(self.storage.hostname or "", self.storage.port, timeout=20.0)
        with closing(connection):
            connection.request("POST", "/thumbnails", body=picture.encode(), headers={"Trace": _job.get()})
            connection.getresponse().read()

    def say(self, severity: str, message: str, **data: Any) -> None:
        found = {"severity": severity, "@timestamp": dt.datetime.now(dt.UTC).isoformat(), "message": message}
        sys.stdout.write(json.dumps({**found, "trace": _job.get(), **data}) + "\n")
        sys.stdout.flush()

    def ready(self) -> bool:
        return not self.stopped.is_set()

    def server(self, port: int) -> ThreadingHTTPServer:
        worker = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                good = self.path == "/live" or (self.path == "/ready" and worker.ready())
                text = f"jobs_total {worker.counts['done']}\n" if self.path == "/metrics" else ""
                self.send_response(200 if text else 204 if good else 503)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, format: str, *args: Any) -> None:
                """Nothing: the log is the worker's."""

        return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def run() -> None:
    Worker()()
