"""A set of keys on loopback, where the header of a forged token says that its key is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

_POLLING = 0.01


@contextmanager
def served(keys: Any) -> Iterator[str]:
    """The URL at which some keys are found, whoever asks."""
    document = json.dumps({"keys": keys}).encode()

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base has it
            """Nothing: nobody is to read it."""

    with HTTPServer(("127.0.0.1", 0), Keys) as server:
        serving = Thread(target=server.serve_forever, args=(_POLLING,), daemon=True)
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/keys.json"
        finally:
            server.shutdown()
            serving.join()
