"""One process of the application, from its start to its end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dovetail.errors import ContractError
from dovetail.patience import eventually
from dovetail.suites.operations.process.output import Output

STARTING = 60.0
"""So long a start is waited for, whatever else the machine does."""

HOST = "127.0.0.1"
PORT = "{port}"
"""What stands for the port in a command and in an environment."""

_LAUNCHER = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Launch:
    """How the application is started.

    Attributes:
        application: `package.module:name`, which dovetail serves or runs; empty where there is a command.
        command: what starts it; `{port}` in it is the port that it is to listen on.
        directory: where it is started.
    """

    application: str
    command: tuple[str, ...]
    directory: str


class Process:
    """A process that runs.

    Attributes:
        output: what it has written.
        port: where it listens; 0 while that is not known.
    """

    def __init__(self, launch: Launch, environment: Mapping[str, str]) -> None:
        self.port = 0
        self._told: list[dict[str, Any]] = []
        self._rest = b""
        self._channel, theirs = os.pipe()
        os.set_blocking(self._channel, False)
        self._own_port = _free_port() if any(PORT in each for each in (*launch.command, *environment.values())) else 0
        command: Sequence[str] = (sys.executable, "-P", str(_LAUNCHER), launch.application, str(theirs))
        if not launch.application:
            command = [each.replace(PORT, str(self._own_port)) for each in launch.command]
            self._told.append({"kind": "command"})
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=launch.directory,
                env={name: value.replace(PORT, str(self._own_port)) for name, value in environment.items()},
                pass_fds=(theirs,),
                start_new_session=True,
            )
        except BaseException:
            os.close(self._channel)
            raise
        finally:
            os.close(theirs)
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        # The streams as they are, without a buffer that would hold back what was read.
        self.output = Output({"stdout": self._process.stdout, "stderr": self._process.stderr})

    @property
    def code(self) -> int | None:
        return self._process.poll()

    @property
    def is_asked(self) -> bool:
        """Whether it listens, or will; a worker does not, where it is given no port."""
        return bool(self._own_port) or not self._is_its_own

    @property
    def _is_its_own(self) -> bool:
        """Whether it serves itself, if anything, and so has to be told where."""
        return any(each.get("kind") in {"worker", "command"} for each in self._heard())

    def listens(self) -> bool:
        """Whether it is known where it listens, and it does."""
        told = next((each["port"] for each in self._heard() if "port" in each), 0)
        self.port = told or (self._own_port if self._is_its_own else 0)
        if not self.port:
            return False
        with socket.socket() as probe:
            return probe.connect_ex((HOST, self.port)) == 0

    def write(self, line: str) -> None:
        """Write a line to its standard input.

        Raises:
            OSError: it reads no more.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

    def open_connections(self) -> list[int] | None:
        """The ports that its connections led to when all of it had ended; None where it did not come to tell."""
        return next((each["open"] for each in self._heard() if "open" in each), None)

    def terminate(self) -> None:
        """Ask it to stop, as whoever runs it in production does."""
        if self.code is None:
            self._process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended; gives whether it did."""
        return eventually(lambda: self.code is not None, seconds)

    def close(self) -> None:
        """End it, whatever it does, and let go of all that belongs to it."""
        with suppress(ProcessLookupError):  # it and all that it has started
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):  # what it was given last has nobody to read it any more
                self._process.stdin.close()
        self._heard()
        self.output.close()
        if self._channel >= 0:
            os.close(self._channel)
            self._channel = -1

    def _heard(self) -> list[dict[str, Any]]:
        """What the launcher has told."""
        while self._channel >= 0:
            try:
                data = os.read(self._channel, 4096)
            except BlockingIOError:
                break
            if not data:
                break
            *lines, self._rest = (self._rest + data).split(b"\n")
            self._told += [json.loads(each) for each in lines]
        return self._told


def shown(reference: str, directory: str, environment: Mapping[str, str]) -> str:
    """The repr of what `package.module:name` names, and what that gives where it can be called.

    Raises:
        ContractError: it cannot be made.
    """
    ran = subprocess.run(
        [sys.executable, "-P", str(_LAUNCHER), reference],
        cwd=directory,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=STARTING,
    )
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["no reason"])[-1]
        raise ContractError(
            f"{reference} cannot be made: {last}", 'name the settings: configuration = "shop.settings:Settings"'
        )
    return ran.stdout


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as server:
        return int(server.getsockname()[1])
