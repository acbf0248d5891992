"""What a process tells of its connections at its end."""

from __future__ import annotations

import gc
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dovetail.suites.operations.process.launcher import connections_of_descriptors, open_connections


@contextmanager
def connected(closed: bool) -> Iterator[tuple[int, socket.socket]]:
    """A port, and a connection to it, which the other side may have closed."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        own = socket.create_connection(listening.getsockname())
        other, _ = listening.accept()
        if closed:
            other.close()
            own.settimeout(10.0)
            assert own.recv(1) == b""
        made = [own]
        del own
        yield listening.getsockname()[1], made.pop()  # so that nothing here holds it
        other.close()


def test_open_connections_are_found_among_the_open_files() -> None:
    """As long as they are open; what listens, other files and what was closed are none."""
    with connected(closed=False) as (port, own), tempfile.TemporaryFile():
        assert port in (connections_of_descriptors() or ())
        own.close()
        assert port not in (connections_of_descriptors() or ())


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="only the table of the kernel tells the state")
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("held", [True, False])
def test_what_the_other_side_has_closed_and_nobody_holds_is_no_pool_s(held: bool) -> None:
    """A pool that keeps it is found; an error in a cycle of its own, which holds an answer, is not."""
    gc.disable()
    try:
        with connected(closed=True) as (port, own):
            cycle: list[object] = [own]
            cycle.append(cycle)
            kept = [own] if held else []
            del own, cycle
            assert (port in (open_connections() or ())) is held
            for each in kept:
                each.close()
    finally:
        gc.enable()


def test_an_established_connection_is_open_whoever_holds_it() -> None:
    with connected(closed=False) as (port, own):
        assert port in (open_connections() or ())
        own.close()
