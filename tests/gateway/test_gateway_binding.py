"""What a gateway contract is told, refuses, hands over, and says where it cannot check."""

from __future__ import annotations

import datetime as dt
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

import pytest

from correct.gateway.lifts import LiftsContract, PlainLifts
from correct.gateway.parcels import CarrierContract, CarrierError, HttpCarrier
from correct.gateway.parcels import TestHttpCarrier as HttpCarrierSuite
from correct.gateway.payments import HttpPayments, PaymentsContract
from correct.gateway.rates import RatesContract, UrllibRates
from correct.gateway.search import HttpSearch, SearchContract
from correct.gateway.tides import Failure, HttpTides, NoSuchHarbour, NoTables, TidesContract
from dovetail import ContractError, GatewayContract, Reply, fails, raises, verify
from dovetail.suites.gateway.handing_over import Factory, Waits
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite
from faulty.gateway import parcels


class Clocks(Protocol):
    def now(self, zone: str) -> str: ...


class ClockDown(Exception):
    pass


class UrllibClock:
    def __init__(self, url: str) -> None:
        self._url = url

    def now(self, zone: str) -> str:
        with urllib.request.urlopen(f"{self._url}/{zone}") as response:
            found: str = response.read().decode()
            return found


class ClockContract(GatewayContract):
    port = Clocks
    adapter = UrllibClock
    calls = {"now": ("Oslo",)}
    replies = {"now": Reply(body=b"12:00")}


def only(suite: type[GatewayContract], *clauses: str) -> type[GatewayContract]:
    return type(suite.__name__, (suite,), {"checks": tuple(each for each in suite.checks if each.clause in clauses)})


@pytest.mark.parametrize(
    ("stated", "cause", "remedy"),
    [
        ({"calls": {}}, "does not say how the operations of Clocks are called", 'calls = {"now":'),
        ({"calls": {"then": ()}}, "calls of Misstated has 'then', which is no operation of Clocks", "now"),
        ({"replies": {}}, "does not say what the provider answers to now", 'replies = {"now": Reply('),
        ({"results": {"then": 1}}, "results of Misstated has 'then'", "now"),
        ({"failure": raises(Exception)}, "whatever a client library raises would meet", "failure = raises("),
        ({"failure": ClockDown}, "is ClockDown, which is no policy", "failure = raises(ClockDown)"),
        ({"failure": {"now": raises(ClockDown)}}, "one policy is meant, for all operations", "failure = raises(...)"),
        ({"refusal": {"404": raises(ClockDown)}}, "has '404', which is no status", "refusal = {404: raises(...)}"),
        ({"refusal": {404: ClockDown}}, "is ClockDown, which is no policy", "refusal[404] = raises(ClockDown)"),
        ({"attempts": 0}, "attempts of Misstated is 0, and no whole number above zero", "attempts = 3"),
        ({"deadline": "1s"}, "is '1s', and no number of seconds above zero", "deadline = 2.0"),
        ({"breaker": True}, "breaker of Misstated is True, and no whole number above zero", "breaker = 5"),
        ({"adapter": None}, "has no adapter", "adapter = lambda url:"),
        ({"adapter": UrllibClock("http://x")}, "is one UrllibClock object", "adapter = lambda url: UrllibClock(url)"),
        ({"adapter": lambda: None}, "takes no URL", "adapter = lambda url:"),
        (
            {"adapter": lambda url, region: None},
            "needs region, and nothing says which",
            "sleep, clock, ca and attempts",
        ),
        ({"attemps": 3}, "states attemps, which is no option", "attempts"),
    ],
)
def test_what_cannot_be_meant_is_refused(stated: dict[str, Any], cause: str, remedy: str) -> None:
    with pytest.raises(ContractError) as refused:
        Suite(type("Misstated", (ClockContract,), stated))

    assert cause in refused.value.cause
    assert remedy in refused.value.remedy


@pytest.mark.parametrize(
    ("stated", "cause"),
    [
        ({"calls": {"now": "Oslo"}}, "which is no tuple of arguments"),
        ({"calls": {"now": ("Oslo", "Rome")}}, "gives ('Oslo', 'Rome'): too many positional arguments"),
        ({"replies": {"now": {"time": 12}}}, "which is no Reply"),
        ({"adapter": lambda url: 1 / 0}, "cannot be made for the URL of a provider: it raises ZeroDivisionError"),
    ],
)
def test_what_shows_in_the_first_call_is_told_there(stated: dict[str, Any], cause: str) -> None:
    report = verify(only(type("Misstated", (ClockContract,), stated), "GATE-01"))

    assert not report.outcomes["GATE-01"].evaluated
    assert cause in report.outcomes["GATE-01"].reason


def test_a_reply_of_what_json_does_not_have_is_refused() -> None:
    with pytest.raises(ContractError, match="Decimal is not JSON serializable"):
        Reply(json={"amount": Decimal("1.50")})


def test_a_clause_that_is_not_declared_says_what_to_write() -> None:
    report = verify(only(ClockContract, "GATE-06", "GATE-08", "GATE-09", "GATE-10", "GATE-16", "GATE-24"))

    assert {each.verdict for each in report} == {Verdict.NOT_APPLICABLE}
    reasons = " ".join(each.reason for each in report)
    for line in ("failure = raises(", "refusal = raises(", "deadline = 2.0", "breaker = 5"):
        assert line in reasons


def test_an_operation_that_sends_two_requests_is_held_by_its_last() -> None:
    class WithToken(HttpPayments):
        def send(self, method: str, path: str, **given: Any) -> Any:
            self.client.headers["Authorization"] = f"Bearer {self.client.post('/token').json()['token']}"
            return super().send(method, path, **given)

    token = {"POST /token": Reply(json={"token": "tok_4242"})}
    paths = {"charge": "POST /charges", "receipt": "GET /charges/one", "cancel": "DELETE /charges/one"}

    def with_token(name: str) -> Callable[..., Any]:
        reply: Any = PaymentsContract.replies[name]
        return lambda *given: {**token, paths[name]: reply(*given) if callable(reply) else reply}

    stated = {"adapter": WithToken, "replies": {name: with_token(name) for name in paths}}
    suite = type("TestWithToken", (PaymentsContract,), stated)
    report = verify(only(suite, "GATE-01", "GATE-07", "GATE-10", "GATE-12"))

    assert report.holds, report.findings
    assert report.outcomes["GATE-10"].verdict is Verdict.HELD


def test_an_outage_that_is_told_as_a_refusal_is_found_where_the_failure_is_its_base() -> None:
    adapter = staticmethod(parcels.adapter_of(parcels.OutageIsLostParcel))
    broad = {"failure": raises(CarrierError), "unknown": None}

    faulty = verify(only(type("TestOutage", (CarrierContract,), {**broad, "adapter": adapter}), "GATE-07"))
    correct = verify(only(type("TestCarrier", (HttpCarrierSuite,), broad), "GATE-07", "GATE-08"))

    assert [each.clause for each in faulty.findings] == ["GATE-07"]
    assert correct.holds, correct.findings


@pytest.mark.parametrize(
    ("gateway", "verdict"), [(HttpCarrier, Verdict.HELD), (parcels.RefusedIsUnknown, Verdict.BROKEN)]
)
def test_what_was_not_sent_is_not_told_as_unknown_where_the_failure_is_its_base(
    gateway: type[HttpCarrier], verdict: Verdict
) -> None:
    stated = {"adapter": staticmethod(parcels.adapter_of(gateway)), "failure": raises(CarrierError)}
    suite = only(type("Broad", (CarrierContract,), stated), "GATE-15")

    assert verify(suite).outcomes["GATE-15"].verdict is verdict


def test_a_failed_result_is_no_result_of_a_success() -> None:
    """It is refused."""

    class Misstated(TidesContract):
        adapter = HttpTides
        results = {"note": Failure(NoTables("never"))}

    reason = verify(only(Misstated, "GATE-01")).outcomes["GATE-01"].reason

    assert "results['note'] of Misstated gives Failure(NoTables('never')), which is a failure" in reason


def test_a_class_that_is_not_known_as_a_result_is_named() -> None:
    """Where the declared failure is one, and the port's annotation does not say so."""

    @dataclass
    class Outcome:
        code: int

    class CodedClock(UrllibClock):
        def now(self, zone: str) -> Any:
            try:
                return super().now(zone)
            except OSError:
                return Outcome(1)

    coded = type("CodedClockContract", (ClockContract,), {"adapter": CodedClock, "failure": fails(ClockDown)})

    (finding,) = verify(only(coded, "GATE-07")).findings

    assert finding.hint.startswith("Outcome is not known as a Result: register_result(Outcome, ")


def test_an_answer_that_is_remembered_is_no_connection_that_is_kept() -> None:
    """An unknown harbour is asked for once."""

    class Remembering(HttpTides):
        def __init__(self, url: str) -> None:
            super().__init__(url)
            self.unknown: set[str] = set()

        def table(self, harbour: str) -> Any:
            if harbour in self.unknown:
                return Failure(NoSuchHarbour(harbour))
            answer = super().table(harbour)
            if isinstance(answer, Failure) and isinstance(answer.error, NoSuchHarbour):
                self.unknown.add(harbour)
            return answer

    suite = type("RememberingContract", (TidesContract,), {"adapter": Remembering})

    assert verify(only(suite, "GATE-18")).holds


def test_a_clock_that_nobody_asks_is_told_where_a_breaker_does_not_recover() -> None:
    """The adapter takes one, and its breaker goes by another."""

    class OtherClock(PlainLifts):
        def __init__(self, url: str, clock: object) -> None:
            super().__init__(url)

    suite = type("OtherClockContract", (LiftsContract,), {"adapter": OtherClock})

    (finding,) = verify(only(suite, "GATE-25")).findings

    assert finding.hint.startswith("the clock that it takes was never asked")


def test_a_finding_shows_the_wire_and_no_secret() -> None:
    class Leaky(HttpPayments):
        def judged(self, method: str, path: str, response: Any) -> Any:
            response.raise_for_status()
            return response

    (finding,) = verify(only(type("TestLeaky", (PaymentsContract,), {"adapter": Leaky}), "GATE-08")).findings

    shown = "\n".join(finding.scenario)
    assert "gateway = Leaky(PROVIDER, ca=..., sleep=sleep)" in shown
    assert "gateway.charge('a', 1)" in shown
    assert "curl -X POST" in shown
    assert """-d '{"order":"a","amount":1}'  # answered: 400 Bad Request""" in shown
    assert "'Authorization: ***'" in shown
    assert "live_4242" not in shown
    assert finding.got.startswith("raises HTTPStatusError")
    assert "HTTPStatusError is of httpx" in finding.hint


def test_a_breaker_that_nobody_declared_does_not_hide_what_follows() -> None:
    """Trials that follow each other on one adapter are made anew where it no longer asks the provider."""

    class Tripping(UrllibRates):
        failures = 0

        def asked(self, path: str, read: Any) -> Any:
            if self.failures > 2:
                from result import Err

                return Err("resting")
            answer = super().asked(path, read)
            self.failures += answer.is_err()
            return answer

    suite = type("TestTripping", (RatesContract,), {"adapter": Tripping})
    report = verify(only(suite, "GATE-05", "GATE-06", "GATE-07"))

    assert report.holds, report.findings


def test_a_call_without_end_is_ended() -> None:
    class ForEver(UrllibRates):
        def asked(self, path: str, read: Any) -> Any:
            while (answer := super().asked(path, read)).is_err():
                pass
            return answer

    outcome = verify(only(type("TestForEver", (RatesContract,), {"adapter": ForEver}), "GATE-07")).outcomes["GATE-07"]

    assert outcome.verdict is Verdict.BROKEN
    assert outcome.finding is not None
    assert "the provider gave in" in outcome.finding.hint


def test_an_adapter_that_is_never_made_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dovetail.suites.gateway.trials.MAKING", 0.3)
    monkeypatch.setattr("dovetail.suites.gateway.scenario.PATIENCE", 0.3)
    ended = threading.Event()

    def adapter(url: str) -> UrllibClock:
        ended.wait(20)
        return UrllibClock(url)

    suite = type("TestStuck", (ClockContract,), {"adapter": staticmethod(adapter)})
    outcome = verify(only(suite, "GATE-01")).outcomes["GATE-01"]
    ended.set()

    assert not outcome.evaluated
    assert "the adapter was not made in time" in outcome.reason


@pytest.mark.parametrize(("stood_still", "verdict"), [(False, Verdict.BROKEN), (True, Verdict.HELD)])
def test_what_breaks_a_clause_while_the_machine_stood_still_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, *, stood_still: bool, verdict: Verdict
) -> None:
    """An adapter may have run out of its own time; one that is always at fault is found all the same."""
    made: list[str] = []

    class InVain(UrllibClock):
        def now(self, zone: str) -> str:
            made.append(zone)
            if len(made) <= 3:  # beside others, and alone
                raise TimeoutError
            return super().now(zone)

    monkeypatch.setattr("dovetail.suites.gateway.trials.Trial.was_disturbed", stood_still)
    suite = only(type("TestInVain", (ClockContract,), {"adapter": InVain}), "GATE-01")

    assert verify(suite).outcomes["GATE-01"].verdict is verdict


def test_a_breaker_that_may_have_recovered_between_two_calls_is_not_accused() -> None:
    """As it may on a machine that stands still for so long."""

    class Hasty(HttpSearch):
        recovery = 1e-9

    suite = type("TestHasty", (SearchContract,), {"adapter": Hasty, "recovery": Hasty.recovery})
    outcome = verify(only(suite, "GATE-24")).outcomes["GATE-24"]

    assert not outcome.evaluated
    assert "longer than the 1e-09 s" in outcome.reason


@dataclass
class Given:
    url: str
    sleep: Any = None
    clock: Any = None


class Dated:
    def __init__(self, url: str, clock: Callable[[], dt.datetime]) -> None:
        self.clock = clock


def test_sleep_and_clock_are_handed_over_by_name() -> None:
    waits = Waits()

    made = Factory(Given, "TestGiven", awaited=False).make(("http://provider",), waits, None)
    before = made.clock()
    made.sleep(30)

    assert made.url == "http://provider"
    assert 30 <= made.clock() - before < 31
    assert waits.slept == [30.0]


def test_a_clock_of_moments_is_handed_over_where_one_is_asked_for() -> None:
    waits = Waits()
    made = Factory(Dated, "TestDated", awaited=False).make(("http://provider",), waits, None)
    waits.sleep(3600)

    assert made.clock() - dt.datetime.now(dt.UTC) > dt.timedelta(minutes=59)


@pytest.mark.parametrize(("seconds", "error"), [(-1, ValueError), (float("nan"), ValueError), (1e10, OverflowError)])
def test_a_sleep_refuses_what_the_systems_does(seconds: float, error: type[Exception]) -> None:
    with pytest.raises(error):
        Waits().sleep(seconds)
