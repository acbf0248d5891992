"""`pytest --live`: a sandbox is asked, and a simulator that has drifted from it is found."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from correct.gateway.payments import PaymentsContract, Receipt, Status
from correct.gateway.sandbox import Sandbox, VersionedPayments
from dovetail import Reply, verify
from dovetail.faults.provider import Provider
from dovetail.suites.gateway.live import FLAG
from dovetail.suites.gateway.ways import answered
from dovetail.suites.kernel.outcome import Verdict

pytest_plugins = ["pytester"]


def suite(upstream: str | None, clause: str = "GATE-34", **stated: Any) -> type[PaymentsContract]:
    checks = tuple(each for each in PaymentsContract.checks if each.clause == clause)
    return type(
        "TestLive", (PaymentsContract,), {"adapter": VersionedPayments, "live": upstream, "checks": checks, **stated}
    )


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox()


@pytest.fixture
def upstream(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv(FLAG, "1")
    with Provider(sandbox) as provider:
        yield provider.url


def test_a_sandbox_that_answers_as_recorded_holds(sandbox: Sandbox, upstream: str) -> None:
    """Other values do, and fields that nobody knows; the requests have come through whole."""
    sandbox.receipt |= {"id": "ch_77", "amount": 3, "livemode": False}

    outcome = verify(suite(upstream)).outcomes["GATE-34"]

    assert outcome.verdict is Verdict.HELD, outcome


@pytest.mark.parametrize(
    ("change", "expected", "got"),
    [
        ({"amount": "1250"}, "amount: a number", "'1250', which is a text"),
        ({"status": None}, "status: a text", "None, which is null"),
    ],
)
def test_a_field_that_has_changed_is_found(
    sandbox: Sandbox, upstream: str, change: dict[str, Any], expected: str, got: str
) -> None:
    sandbox.receipt |= change

    (finding,) = verify(suite(upstream)).findings

    assert (finding.clause, finding.got) == ("GATE-34", got)
    assert finding.expected.startswith(expected)
    assert "live_4242" not in "".join(finding.scenario)


def test_a_field_that_is_gone_is_found_unless_it_is_optional(sandbox: Sandbox, upstream: str) -> None:
    del sandbox.receipt["note"]

    (finding,) = verify(suite(upstream)).findings
    optional = {name: ["note"] for name in ("charge", "receipt")}

    assert finding.path == "note"
    assert verify(suite(upstream, optional=optional)).holds


def test_a_status_that_has_changed_is_found(sandbox: Sandbox, upstream: str) -> None:
    sandbox.status = 200

    (finding,) = verify(suite(upstream)).findings

    assert (finding.expected, finding.got) == ("status 201, as in replies", "status 200")


class OneStatusAlone(VersionedPayments):
    def status(self, text: str) -> Status:
        if text != "succeeded":
            raise ValueError(text)
        return Status.SUCCEEDED


def test_a_result_that_only_the_sandbox_asks_for_is_found(sandbox: Sandbox, upstream: str) -> None:
    """The record has the status of a success, and the sandbox another one of the same type."""
    sandbox.receipt["status"] = "pending"

    (finding,) = verify(suite(upstream, "GATE-01", adapter=OneStatusAlone)).findings
    known = verify(suite(upstream, "GATE-01"))

    assert finding.expected == "the result of what the sandbox answers"
    assert known.holds


@pytest.mark.parametrize("clause", ["GATE-01", "GATE-14", "GATE-19", "GATE-34"])
def test_clauses_that_a_sandbox_can_bear_ask_it(sandbox: Sandbox, upstream: str, clause: str) -> None:
    """Those in which nothing is wrong with the provider."""
    outcome = verify(suite(upstream, clause)).outcomes[clause]

    assert outcome.verdict is Verdict.HELD, outcome
    assert sandbox.asked


def test_an_adapter_that_tells_its_secret_to_the_log_of_a_success_is_found(sandbox: Sandbox, upstream: str) -> None:
    """What is logged of the sandbox's answer is looked through as well."""
    sandbox.receipt["id"] = "ch_of_the_sandbox"

    class Logs(VersionedPayments):
        def read(self, body: Any) -> Receipt:
            if body["id"] == "ch_of_the_sandbox":
                logging.getLogger("payments").warning("read with %s", self.client.headers["Authorization"])
            return super().read(body)

    assert verify(suite(None, "GATE-19", adapter=Logs)).holds
    assert not verify(suite(upstream, "GATE-19", adapter=Logs)).holds


@pytest.mark.long
def test_a_sandbox_that_cannot_be_reached_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FLAG, "1")
    with Provider(lambda _request, _number: answered(Reply()), listens=False) as nobody:
        outcome = verify(suite(nobody.url)).outcomes["GATE-34"]

    assert not outcome.evaluated
    assert "gave no answer to charge" in outcome.reason


def test_without_the_option_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FLAG, raising=False)

    stated = verify(suite("http://127.0.0.1:1")).outcomes["GATE-34"]
    unstated = verify(suite(None)).outcomes["GATE-34"]

    assert stated.reason == "the real provider is asked with pytest --live alone"
    assert 'live = "https://sandbox.example.com"' in unstated.reason


def test_the_option_of_pytest_asks(pytester: pytest.Pytester, sandbox: Sandbox) -> None:
    """The sandbox that the contract names, and says what came of it."""
    tests = Path(__file__).parents[1]
    with Provider(sandbox) as provider:
        pytester.makepyfile(
            f"""
            import sys
            sys.path.insert(0, {str(tests)!r})
            from correct.gateway.payments import PaymentsContract
            from correct.gateway.sandbox import VersionedPayments

            class TestLive(PaymentsContract):
                adapter = VersionedPayments
                live = {provider.url!r}
            """
        )
        arguments = ("-q", "-k", "GATE-34", "-p", "no:cacheprovider", "-p", "no:randomly")
        asked = pytester.runpytest_subprocess("--live", *arguments)

    asked.assert_outcomes(passed=1, deselected=len(PaymentsContract.checks) - 1)


def test_a_conftest_may_have_the_option_itself(pytester: pytest.Pytester) -> None:
    """Which then means what it says there; ours has a longer name besides."""
    pytester.makeconftest("def pytest_addoption(parser): parser.addoption('--live', help='their own')")
    pytester.makepyfile(
        """
        import os

        def test_options(pytestconfig):
            assert pytestconfig.getoption("--live") == "theirs"
            assert os.environ["DOVETAIL_LIVE"]
        """
    )

    ran = pytester.runpytest_inprocess("--live", "theirs", "--dovetail-live", "-p", "no:randomly")

    ran.assert_outcomes(passed=1)
