"""What one test of a suite came to: a value here, and plain data where it travels between processes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from dovetail.suites.kernel.outcome import Finding, Outcome, Verdict

_LINES = ("scenario", "also")


@dataclass(frozen=True, slots=True)
class SuiteInfo:
    """What a suite is.

    Attributes:
        id: its node id, with the parameters of its fixtures.
        name: its class's name.
        contract: the contract's kind.
        port: the path of what is held: `package.module:Port`.
        adapter: the adapter's name; the suite's where no adapter could be opened yet.
        store: the store's name, where it has one.
        of: how many clauses the contract has.
        operations: the names of the port's operations, as far as they are known.
    """

    id: str
    name: str
    contract: str
    port: str
    adapter: str
    store: str | None
    of: int
    operations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What one test came to.

    Attributes:
        suite: the suite that it is part of.
        outcome: the outcome of its clause; None where the test did not run.
        skipped: why it did not run.
    """

    suite: SuiteInfo
    outcome: Outcome | None = None
    skipped: str = ""


def to_plain(record: Record) -> dict[str, Any]:
    """The record as plain data, for a worker of pytest-xdist to send."""
    plain = asdict(record)
    plain["suite"]["operations"] = list(record.suite.operations)
    if record.outcome is not None:
        plain["outcome"]["called"] = list(record.outcome.called)
        plain["outcome"]["verdict"] = record.outcome.verdict.value
        if record.outcome.finding is not None:
            for name in _LINES:
                plain["outcome"]["finding"][name] = list(plain["outcome"]["finding"][name])
    return plain


def from_plain(plain: dict[str, Any]) -> Record:
    """The record that `to_plain` made plain."""
    suite = SuiteInfo(**{**plain["suite"], "operations": tuple(plain["suite"]["operations"])})
    given = plain["outcome"]
    if given is None:
        return Record(suite, skipped=plain["skipped"])
    found = given["finding"]
    finding = None if found is None else Finding(**{**found, **{name: tuple(found[name]) for name in _LINES}})
    called = tuple(given["called"])
    verdict = Verdict(given["verdict"])
    return Record(suite, Outcome(**{**given, "verdict": verdict, "finding": finding, "called": called}))
