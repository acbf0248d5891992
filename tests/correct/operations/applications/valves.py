"""The valves of a greenhouse over WSGI, on the standard library: an id goes out under the provider's own name for it.

It runs in a process of its own, and imports nothing of dovetail, so that it starts fast.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import threading
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

_NAMES = ("PUMP_URL", "PUMP_KEY", "LITRES_MOST", "BEDS")


class Valves:
    """The application."""

    def __init__(self) -> None:
        self.read_settings(os.environ)
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        identity = (
            given if given.isascii() and given.replace("-", "").isalnum() and len(given) < 50 else uuid.uuid4().hex
        )
        path = environ["PATH_INFO"]
        if path == "/metrics":
            status, text = 200, "".join(f'waterings_total{{outcome="{name}"}} {n}\n' for name, n in self.counts.items())
        else:
            body = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or "{}")
            status, text = self.water(path.rpartition("/")[2], body, identity, given)
        start_response(f"{status} -", [("Content-Type", "text/plain"), ("X-Request-ID", identity)])
        return [text.encode()]

    def read_settings(self, environ: Mapping[str, str]) -> None:
        """What is missing is told first, and what is wrong when all of it is there."""
        if missing := [name for name in _NAMES if not environ.get(name)]:
            sys.exit(f"missing: {', '.join(missing)}")
        self.refuse([name for name in ("LITRES_MOST", "BEDS") if not environ[name].isdigit()])

    def refuse(self, wrong: list[str]) -> None:
        if wrong:
            sys.exit(f"wrong: {', '.join(wrong)}")

    def water(self, bed: str, asked: Mapping[str, Any], identity: str, given: str) -> tuple[int, str]:
        if asked.get("litres", 0) > int(os.environ["LITRES_MOST"]):
            self.done("refused", bed, identity)
            return 422, "too much"
        try:
            self.pump(identity, given)
        except OSError:
            self.failed(bed, identity)
            return 503, "no water"
        self.done("watered", bed, identity)
        return 201, "{}"

    def pump(self, identity: str, given: str) -> None:
        self.ask_the_pump({"Pump-Operation": identity})

    def ask_the_pump(self, headers: Mapping[str, str]) -> None:
        request = urllib.request.Request(os.environ["PUMP_URL"], b"{}", dict(headers))
        with urllib.request.urlopen(request, timeout=20.0) as reply:
            reply.read()

    def failed(self, bed: str, identity: str) -> None:
        self.done("failed", bed, identity)

    def done(self, outcome: str, bed: str, identity: str) -> None:
        with self.lock:
            self.counts[outcome] += 1
        self.say(outcome, bed, identity)

    def say(self, outcome: str, bed: str, identity: str) -> None:
        found = {"level": "info", "time": dt.datetime.now(dt.UTC).isoformat(), "event": outcome, "bed": bed}
        try:
            sys.stdout.write(json.dumps({**found, "request_id": identity}) + "\n")
            sys.stdout.flush()
        except OSError:
            pass


class ThreePumps(Valves):
    """Who finds all three of them running is told to come again, which nobody logs."""

    def __init__(self) -> None:
        super().__init__()
        self.idle = threading.Semaphore(3)

    def water(self, bed: str, asked: Mapping[str, Any], identity: str, given: str) -> tuple[int, str]:
        if not self.idle.acquire(timeout=0.5):
            return 429, "come again"
        try:
            return super().water(bed, asked, identity, given)
        finally:
            self.idle.release()


def make() -> Valves:
    return Valves()
