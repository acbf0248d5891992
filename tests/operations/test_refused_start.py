"""How a start is refused by those who start workers of their own."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from dovetail import OperationsContract
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite
from dovetail.suites.operations import starting

_STARTS_AGAIN = """
import socket, subprocess, sys, time
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    subprocess.run([sys.executable, "-S", "-c", {worker!r}])
    time.sleep(0.2)
"""


def outcome(worker: str) -> Any:
    """What OPS-21 says of a command that listens, and starts a worker whenever there is none."""
    stated = {
        "command": [sys.executable, "-S", "-c", _STARTS_AGAIN.format(worker=worker), "{port}"],
        "request": "GET /barns",
        "live": "/live",
        "required": ["BARN_URL", "BARN_KEY"],
    }
    held: Any = type("TestBarns", (OperationsContract,), stated)
    return Suite(held).run(next(check for check in held.checks if check.clause == "OPS-21"))


@pytest.mark.parametrize(
    ("worker", "said"),
    [
        ('import os, sys; sys.exit(f"[{os.getpid()}] BARN_URL, BARN_KEY: none")', "BARN_URL, BARN_KEY: none"),
        ('import os; print(f"worker {os.getpid()} exited with code 3")', "exited with code 3"),
    ],
)
def test_a_worker_that_is_started_again_and_again_is_not_watched_for_a_minute(
    worker: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it dies of is told, whatever its process is called."""
    monkeypatch.setattr(starting, "_LONGER", 0.5)
    found = outcome(worker)
    assert found.verdict is Verdict.BROKEN
    assert "it neither ends nor answers, and is started again and again: " in found.finding.got
    assert said in found.finding.got
