"""Every clause on mail can fail, on a realistic fault; and no correct sender is accused."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from typing import Any

import aiosmtplib
import pytest
from hypothesis import Phase, settings

import correct.mail
import faulty.mail
from correct.mail.alerts import AioAlerts, AlertsContract
from dovetail import MailContract, verify
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite
from zoos import classes, clauses_of, first_of_each_clause, told

_CLAUSE = re.compile(r"MAIL-\d\d")
# The same examples every time, and no shrinking: what is asked here is whether a fault is found, and under which name.
_QUICK = settings(derandomize=True, phases=[Phase.generate])


def suites() -> Iterator[Any]:
    """The suites of every correct sender."""
    for module, name, each in classes(correct.mail):
        if name.startswith("Test") and issubclass(each, MailContract):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty sender with its clause and the suite that holds it to its contract."""
    for module, name, each in classes(faulty.mail):
        if found := clauses_of(each, _CLAUSE):
            suite = type(name, (module.contract,), {"adapter": each, "settings": _QUICK})
            yield pytest.param(suite, found[0], id=f"{found[0]}-{name}")


@pytest.fixture(scope="module", autouse=True)
def _young() -> None:
    """Let what was there before not be looked through each time that garbage is collected, which is often here."""
    gc.collect()
    gc.freeze()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # one leaves its sockets open
@pytest.mark.parametrize(("suite", "clause"), list(first_of_each_clause(faults())))
def test_the_fault_is_found(suite: type[MailContract], clause: str) -> None:
    """With the id of the clause that it is made to break."""
    outcome = Suite(suite).run(next(check for check in suite.checks if check.clause == clause))
    assert outcome.verdict is Verdict.BROKEN, outcome
    assert outcome.finding is not None
    assert outcome.finding.clause == clause
    assert "hunter-4242" not in "".join(outcome.finding.scenario) + outcome.finding.got, "a secret is told"
    gc.collect()  # here, where the sockets that it has left open warn nobody


def test_a_server_that_is_slow_all_along_is_late_though_each_reply_is_not() -> None:
    """A limit for each reply is none for the call."""

    class EachInTime(AioAlerts):
        deadline = 600.0

        def client(self) -> aiosmtplib.SMTP:
            client = super().client()
            client.timeout = 0.45
            return client

    stated = {"adapter": EachInTime, "deadline": 0.5, "settings": _QUICK}
    check = next(each for each in AlertsContract.checks if each.clause == "MAIL-12")
    outcome = Suite(type("TestEachInTime", (AlertsContract,), stated)).run(check)

    assert outcome.finding is not None, outcome
    assert "all of them too late" in outcome.finding.scenario[1]


@pytest.mark.parametrize("suite", list(suites()))
def test_no_correct_sender_is_accused(suite: type[MailContract]) -> None:
    """All that applies to it holds."""
    report = verify(type(suite.__name__, (suite,), {"settings": _QUICK}))
    assert report.holds, told(report)
    assert report.count(Verdict.HELD) > 12


def test_every_clause_has_a_fault_that_breaks_it() -> None:
    """One check, and a correct sender that it is held to."""
    broken = {each.values[1] for each in faults()}
    clauses = [clause.id for clause in kind("mail")]
    assert [check.clause for check in MailContract.checks if check.clause.startswith("MAIL")] == clauses
    assert broken == set(clauses)
