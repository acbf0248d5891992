"""The application of a suite while it runs: one process for all clauses that do not end it."""

from __future__ import annotations

import atexit
import os
import sys
import sysconfig
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from dovetail.suites.kernel.scenario import StoreError
from dovetail.suites.operations.binding import OperationsBinding
from dovetail.suites.operations.outside import Outside
from dovetail.suites.operations.process.asking import Ask, ask
from dovetail.suites.operations.process.process import HOST, STARTING, Process, shown

T = TypeVar("T")

_TICK = 0.02
_NEVER = {404, 405, 501}  # no waiting changes that a path is not there
_LAST_LINES = 12
_MOST = 2
"""So many applications run at once: the clauses of one suite follow each other, for the most part."""

_FAR_FROM_UTC = "Asia/Kathmandu"
"""The local time of the processes, so that a local time which passes for UTC is seen on any machine."""


class Session:
    """A suite's application with what is around it.

    Attributes:
        outside: what it speaks to.
        binding: what the contract states.
    """

    def __init__(self, binding: OperationsBinding, environment: Mapping[str, str]) -> None:
        self.binding = binding
        self.outside = Outside(binding.contract, environment)
        self._process: Process | None = None
        self._known: dict[str, Any] = {}

    def once(self, name: str, observe: Callable[[], T]) -> T:
        """What was observed under a name, which is done once for all clauses."""
        if name not in self._known:
            self._known[name] = observe()
        found: T = self._known[name]
        return found

    def process(self) -> Process:
        """The process, which is started where none runs.

        Raises:
            ContractError: it does not start.
        """
        if self._process is None or self._process.code is not None:
            self.end()
            self._process = self.started()
        return self._process

    def started(self) -> Process:
        """A process of its own, which is ready."""
        process = self.launched({})
        try:
            self._wait_until_ready(process)
        except BaseException:
            process.close()
            raise
        return process

    def launched(self, changed: Mapping[str, str | None]) -> Process:
        """A process that has just begun.

        Args:
            changed: variables that it is given otherwise; None for not at all.
        """
        return Process(self.binding.launch, self._environment(changed))

    def repr_of(self, reference: str) -> str:
        """The repr of what `package.module:name` names, or makes, in the environment of the application."""
        return shown(reference, self.binding.launch.directory, self._environment({}))

    def end(self) -> None:
        """End the process that clauses share, if there is one."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def give_up(self) -> Process | None:
        """The process that clauses share, which is theirs no longer."""
        process, self._process = self._process, None
        return process

    def close(self) -> None:
        self.end()
        self.outside.close()

    def _environment(self, changed: Mapping[str, str | None]) -> dict[str, str]:
        environment = {
            **os.environ,
            "TZ": _FAR_FROM_UTC if Path("/usr/share/zoneinfo", _FAR_FROM_UTC).exists() else "NPT-5:45",
            "PYTHONPATH": os.pathsep.join(each for each in sys.path if each and not _is_installed(each)),
            "PYTHONUNBUFFERED": "1",
            **self.outside.environment,
        }
        for name, value in changed.items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value
        return environment

    def _wait_until_ready(self, process: Process) -> None:
        contract = self.binding.contract
        path = contract.ready or contract.live
        until, answer = time.monotonic() + STARTING, None
        while time.monotonic() < until:
            if not process.is_asked:
                return
            if process.code is not None:
                raise self._refused(process, f"it ended with code {process.code}")
            if process.listens():
                if not path:
                    return
                answer = ask(HOST, process.port, Ask("GET", path), STARTING)
                if answer.is_good:
                    return
                if answer.status in _NEVER:
                    break
            time.sleep(_TICK)
        said = f"GET {path} answers {answer.text}: {answer.body}" if answer is not None else "it listens nowhere"
        raise self._refused(process, said[:300])

    def _refused(self, process: Process, reason: str) -> StoreError:
        process.output.join(1.0)
        last = [each.text for each in process.output.since()][-_LAST_LINES:]
        shown = "".join(f"\n    {each}" for each in last)
        return StoreError(
            f"{self.binding.subject.name} cannot be started: {reason}{shown}",
            'state what it needs: environment = {"DATABASE_URL": "..."}, gateways, dependencies',
        )


def _is_installed(folder: str) -> bool:
    """Whether a folder of modules belongs to the interpreter, so that another one has its own in its place."""
    own = (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    return any(Path(folder).is_relative_to(each) for each in own if each)


_running: dict[tuple[Any, ...], Session] = {}


def session_of(binding: OperationsBinding, environment: Mapping[str, str]) -> Session:
    """The session of a suite; the one that was not asked for longest ends where there are too many."""
    key = (binding.contract, *sorted(environment.items()))
    session = _running.pop(key, None)
    if session is None:
        while len(_running) >= _MOST:
            _running.pop(next(iter(_running))).close()
        session = Session(binding, environment)
    _running[key] = session
    return session


@atexit.register
def end_all() -> None:
    """End what still runs."""
    while _running:
        _running.popitem()[1].close()
