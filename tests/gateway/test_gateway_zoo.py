"""Every clause can fail, on a realistic fault; and no correct gateway is accused."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.gateway
import faulty.gateway
from correct.gateway.sandbox import asking
from dovetail import GatewayContract, verify
from dovetail.catalogue import kind
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite
from zoos import classes, first_of_each_clause, left_to_soak, told

_CLAUSE = re.compile(r"^GATE-\d\d")
# The same examples every time, and no shrinking: what is asked here is whether a fault is found, and under which name.
_QUICK = settings(derandomize=True, phases=[Phase.generate])
# One in some thousands has the secret's four digits.
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SECRET = re.compile(r"[a-z][-_]4242")  # as all adapters here have one; a port may be 42424
_SLOW = (
    "archive-TestUrllib3Archive",
    "buoys-TestHttpBuoys",
    "ledger-TestHttpLedger",
    "parcels-TestHttpCarrier",
    "reading_room-TestHttpReadingRoom",
    "refunds-TestHttpRefunds",
    "sandbox-TestVersionedPayments",
    "search-TestHttpSearch",
    "stock-TestHttpWarehouse",
)


def suites() -> Iterator[Any]:
    """The suites of every correct gateway."""
    for module, name, each in classes(correct.gateway):
        if name.startswith("Test") and issubclass(each, GatewayContract):
            yield pytest.param(each, id=f"{module.__name__.rpartition('.')[2]}-{name}")


def faults() -> Iterator[Any]:
    """Every faulty gateway with its clause and the suite that holds it to its contract."""
    for module, name, each in classes(faulty.gateway):
        if clause := _clause(each):
            adapter = module.adapter_of(each) if hasattr(module, "adapter_of") else each
            stated = {"adapter": staticmethod(adapter), "settings": _QUICK, **getattr(each, "stated", {})}
            suite = type(name, (module.contract,), stated)
            yield pytest.param(suite, clause, id=f"{clause}-{name}")


def _clause(gateway: type) -> str:
    found = _CLAUSE.match(gateway.__doc__ or "")
    return found[0] if found else ""


@pytest.fixture(scope="module", autouse=True)
def _young() -> None:
    """Let what was there before not be looked through each time that garbage is collected, which is often here."""
    gc.collect()
    gc.freeze()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # some leave their sockets open
@pytest.mark.parametrize(("suite", "clause"), [*first_of_each_clause(faults())])
def test_the_fault_is_found(suite: type[GatewayContract], clause: str) -> None:
    """With the id of the clause that it is made to break."""
    with asking(suite) as asked:
        outcome = Suite(asked).run(next(check for check in suite.checks if check.clause == clause))
    assert outcome.verdict is Verdict.BROKEN, outcome
    assert outcome.finding is not None
    assert outcome.finding.clause == clause
    said = "".join(outcome.finding.scenario) + outcome.finding.got
    assert not _SECRET.search(_UUID.sub("", said)), "a secret is told"
    gc.collect()  # here, where the sockets that it has left open warn nobody


@pytest.mark.parametrize("suite", list(left_to_soak(suites(), *_SLOW)))
def test_no_correct_gateway_is_accused(suite: type[GatewayContract]) -> None:
    """All that applies to it holds."""
    with asking(type(suite.__name__, (suite,), {"settings": _QUICK})) as asked:
        report = verify(asked)
    assert report.holds, told(report)
    assert report.count(Verdict.HELD) > 15


def test_every_clause_has_a_fault_that_breaks_it() -> None:
    """One check, and a correct gateway that it is held to."""
    broken = {each.values[1] for each in faults()}
    clauses = [clause.id for clause in kind("gateway")]
    assert [check.clause for check in GatewayContract.checks if check.clause.startswith("GATE")] == clauses
    assert broken == set(clauses)
