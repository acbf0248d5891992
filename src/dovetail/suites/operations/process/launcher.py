"""Run as a script, in a process of its own: serves an ASGI or WSGI application on loopback, or runs a worker.

    python launcher.py shop.web:app CHANNEL
    python launcher.py shop.settings:Settings

CHANNEL is a file descriptor. On it the process tells, as lines of JSON, its port once it listens, and at its end the
ports of the connections that are open still. Without one, it writes the repr of what is named. Nothing of dovetail is
imported, so that it starts as fast as it can.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import importlib
import inspect
import json
import os
import signal
import socket
import stat
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

_HOST = "127.0.0.1"
_ESTABLISHED, _LEFT = "01", "08"  # as the kernel writes it; the second is closed by the other side alone
_POLLING = 0.05
_ORPHANED = 0.5


def main(reference: str, channel: int) -> None:
    """Serve or run what a reference names."""
    # Registered first, so that it runs after all that the application registers for its end.
    atexit.register(lambda: tell(channel, open=open_connections()))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    sys.path.insert(0, str(Path.cwd()))
    application = loaded(reference)
    kind = kind_of(application)
    tell(channel, kind=kind)
    match kind:
        case "asgi":
            _serve_asgi(application, channel)
        case "wsgi":
            _serve_wsgi(application, channel)
        case _:
            ended = application()
            if inspect.iscoroutine(ended):
                asyncio.run(ended)


def tell(channel: int, **said: Any) -> None:
    """Tell whoever started this process something."""
    os.write(channel, json.dumps(said).encode() + b"\n")


def loaded(reference: str) -> Any:
    """What `package.module:name` names; with `()` at its end, what that function gives."""
    module, _, name = reference.partition(":")
    found: Any = importlib.import_module(module)
    for part in name.removesuffix("()").split("."):
        found = getattr(found, part)
    return found() if name.endswith("()") else found


def kind_of(application: Any) -> str:
    """`asgi`, `wsgi`, or `worker`, by what it has to be called with."""
    called = application if inspect.isroutine(application) or inspect.isclass(application) else application.__call__
    required = [
        each
        for each in inspect.signature(called).parameters.values()
        if each.default is each.empty and each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
    ]
    if not required:
        return "worker"
    return "asgi" if inspect.iscoroutinefunction(called) or len(required) == 3 else "wsgi"


def _serve_asgi(application: Any, channel: int) -> None:
    try:
        import uvicorn  # noqa: PLC0415 - what serves ASGI alone needs it
    except ImportError:
        sys.exit("uvicorn is not installed, and an ASGI application needs a server: pip install uvicorn")
    # uvicorn raises the signal once more when it has ended, which would skip what is registered for the end.
    signal.signal(signal.SIGTERM, lambda _number, _frame: None)
    server = uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False))
    listening = socket.create_server((_HOST, 0))
    tell(channel, port=listening.getsockname()[1])
    server.run(sockets=[listening])
    if not server.started:
        sys.exit(3)


class _Server(ThreadingMixIn, WSGIServer):
    """Answers each request in a thread; closing it waits for those that are being answered."""

    daemon_threads = False
    request_queue_size = 64

    def server_bind(self) -> None:
        """Bind without asking for the name of the host, which may take long."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = _HOST, self.server_address[1]
        self.setup_environ()


class _Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as the base has it
        """Nothing: the log is the application's."""


def _serve_wsgi(application: Any, channel: int) -> None:
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stopped.set())
    server = _Server((_HOST, 0), _Handler)
    server.set_app(application)
    serving = threading.Thread(target=server.serve_forever, args=(_POLLING,))
    serving.start()
    tell(channel, port=server.server_port)
    while not stopped.wait(_POLLING):  # the signal may come to another thread, and be handled by this one
        pass
    server.shutdown()
    server.server_close()
    serving.join()


def open_connections() -> list[int] | None:
    """The ports that connections of this process lead to; None where the system does not tell.

    One that the other side has closed, and that nobody refers to any more, is no pool's: an error that holds an answer
    keeps it until it is collected.
    """
    table = Path("/proc/self/net/tcp")
    if not table.exists():
        return connections_of_descriptors()
    found = _connections_in(table)
    if any(state == _LEFT for state, _ in found):
        gc.collect()
    still = _connections_in(table)
    return [port for state, port in found if state != _LEFT or (state, port) in still]


def _connections_in(table: Path) -> list[tuple[str, int]]:
    """The state of each connection of this process, and the port that it leads to."""
    own = {str(each.readlink()) for each in Path("/proc/self/fd").iterdir() if each.is_symlink()}
    rows = [row.split() for row in table.read_text().splitlines()[1:]]
    return [
        (fields[3], int(fields[2].rpartition(":")[2], 16))
        for fields in rows
        if fields[3] in (_ESTABLISHED, _LEFT) and f"socket:[{fields[9]}]" in own
    ]


def connections_of_descriptors() -> list[int] | None:
    """The same, asked of each open file, as macOS has it; None where the system does not list them."""
    listed = Path("/dev/fd")
    if not listed.exists():
        return None
    found = []
    for each in listed.iterdir():
        # The listing itself is closed by now, and some sockets are connected to nothing.
        with suppress(OSError):
            number = int(each.name)
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                with socket.socket(fileno=os.dup(number)) as held:
                    peer = held.getpeername()
                if held.family in (socket.AF_INET, socket.AF_INET6):
                    found.append(int(peer[1]))
    return found


def _end_with(parent: int) -> None:
    """End where whoever started this process has ended without a word."""
    while os.getppid() == parent:
        time.sleep(_ORPHANED)
    os._exit(1)


def show(reference: str) -> None:
    """Write the repr of what a reference names, or of what that makes."""
    sys.path.insert(0, str(Path.cwd()))
    held = loaded(reference)
    made = held() if inspect.isclass(held) or inspect.isfunction(held) else held
    sys.stdout.write(f"{made!r}\n{made}\n")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main(sys.argv[1], int(sys.argv[2]))
    else:
        show(sys.argv[1])
