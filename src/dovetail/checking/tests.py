"""Runs the suites with pytest, in a process of its own, as the user has configured it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dovetail.architecture.source.configured_testpaths import CONFIGURED
from dovetail.checking.result import Verdict

Failure = tuple[str, str]
"""A suite's id and a clause's."""
_STDERR = 2  # the file descriptor: `sys.stderr` may be none of the operating system's
_OK, _FAILED, _NONE = 0, 1, 5  # pytest's exit codes; all others mean that it could not do its work
_WORKERS = re.compile(r"(^|[\s\"'=])(-n[\s=\"',]*\w+|--numprocesses|-p[\s\"',]*no:xdist)")


@dataclass(frozen=True, slots=True)
class TestRun:
    """What pytest came to.

    Attributes:
        verdict: broken where a test failed, not evaluated where pytest could not run.
        suites: the document of the suites, or None where not one ran.
        note: what there is to say about the run itself, or nothing.
    """

    __test__ = False  # no test class, whatever pytest makes of its name

    verdict: Verdict
    suites: dict[str, Any] | None
    note: str = ""


def run_suites(
    root: Path, arguments: Sequence[str] = (), *, files: Iterable[str] = (), failures: Iterable[Failure] | None = None
) -> TestRun:
    """Run the clauses of every contract, and no other tests. What pytest prints goes to standard error.

    Args:
        root: the folder in which pytest is started.
        arguments: further arguments of pytest's.
        files: the test files to run; all where none is named.
        failures: the clauses to run, by suite; all where none are given.
    """
    with tempfile.TemporaryDirectory(prefix="dovetail-") as folder:
        document = Path(folder) / "suites.json"
        command = [sys.executable, "-m", "pytest", *_workers(root, arguments), "--dovetail-only"]
        command += [f"--dovetail-json={document}"]
        if failures is not None:
            chosen = Path(folder) / "chosen.json"
            chosen.write_text(json.dumps(sorted(failures)), encoding="utf-8")
            command.append(f"--dovetail-chosen={chosen}")
        finished = subprocess.run([*command, *arguments, *files], cwd=root, stdout=_STDERR, check=False)
        found = json.loads(document.read_text(encoding="utf-8")) if document.is_file() else None
    return _judged(finished.returncode, found)


def _judged(exit_code: int, found: dict[str, Any] | None) -> TestRun:
    suites = found if found and found["suites"] else None
    if exit_code == _OK:
        return TestRun("holds", suites)
    if exit_code == _FAILED:
        return TestRun("broken", suites)
    if exit_code == _NONE:
        return TestRun("holds", None, "no suite was found: derive one from a contract, e.g. by dovetail init")
    return TestRun("not evaluated", suites, f"pytest ended with exit code {exit_code}; what it said stands above")


def _workers(root: Path, arguments: Sequence[str]) -> list[str]:
    """As many workers as there are processors, where pytest-xdist is there and the user says nothing about it."""
    if find_spec("xdist") is None or _WORKERS.search(" ".join(arguments)):
        return []
    texts = (
        (root / name).read_text(encoding="utf-8", errors="replace") for name in CONFIGURED if (root / name).is_file()
    )
    said = any("addopts" in line and _WORKERS.search(line) for text in texts for line in text.splitlines())
    return [] if said else ["-n", "auto"]
