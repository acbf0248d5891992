"""Doors: the least that is an application, over WSGI."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any


def app(environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    found = path == "/health" or path.startswith("/doors/")
    print(json.dumps({"level": "info", "time": time.time(), "event": "asked", "path": path}), file=sys.stderr)
    start_response("200 OK" if found else "404 Not Found", [("Content-Type", "text/plain")])
    return [b"open" if found else b""]
