"""A gateway in memory: the results that are stated, and no answer that is not declared."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from result import Err, Ok

from correct.gateway.parcels import CarrierContract, CarrierSilent, Label, Stop
from correct.gateway.payments import (
    PaymentRefused,
    Payments,
    PaymentsContract,
    PaymentsUnavailable,
    Receipt,
    Status,
)
from correct.gateway.rates import RatesContract
from dovetail import ContractError, fails, raises, verify

NINE = Receipt("ch_9", Decimal(9), Status.PENDING)


class WithReceipts(PaymentsContract):
    results = {**PaymentsContract.results, "receipt": NINE}


class WithLabels(CarrierContract):
    results = {**CarrierContract.results, "send": lambda address, grams: Label(grams, (address,))}


class WithRates(RatesContract):
    results = {"rate": Decimal("1.5"), "currencies": ["EUR"]}


def test_it_gives_what_the_contract_states() -> None:
    gateway: Payments = WithReceipts.fake()

    assert gateway.charge("o-1", 1250) == Receipt("ch_1", Decimal("12.5"), Status.SUCCEEDED, "thanks")
    assert gateway.receipt("ch_9") == NINE
    assert gateway.receipt("ch_9") is not NINE, "a caller that changes it changes no other's"
    assert gateway.cancel("ch_9") is None  # type: ignore[func-returns-value]


def test_it_fails_as_the_port_declares_and_tells_what_was_called() -> None:
    gateway = WithReceipts.fake(charge=raises(PaymentRefused))
    with pytest.raises(PaymentRefused):
        gateway.charge("o-1", 1)
    gateway.dovetail.answer("charge", raises(PaymentsUnavailable), times=1)
    with pytest.raises(PaymentsUnavailable):
        gateway.charge("o-2", amount=2)

    assert gateway.charge("o-3", 300).amount == Decimal(3)
    assert gateway.dovetail.calls[:2] == [("charge", ("o-1", 1), {}), ("charge", ("o-2",), {"amount": 2})]


def test_an_answer_that_no_gateway_gives_is_refused() -> None:
    with pytest.raises(ContractError, match=r"does not declare raises\(KeyError\)"):
        WithReceipts.fake(charge=raises(KeyError))
    with pytest.raises(ContractError, match="has no refund"):
        WithReceipts.fake(refund=raises(PaymentRefused))


def test_a_result_that_is_not_stated_is_asked_for() -> None:
    with pytest.raises(ContractError, match="does not say what receipt gives"):
        PaymentsContract.fake()


def test_an_async_port_is_awaited() -> None:
    async def called() -> tuple[Label, list[Stop]]:
        gateway = WithLabels.fake()
        label, stops = await gateway.send("Oslo", 7), await gateway.track(3)
        gateway.dovetail.answer("send", raises(CarrierSilent))
        with pytest.raises(CarrierSilent):
            await gateway.send("Oslo", 7)
        return label, stops

    label, stops = asyncio.run(called())
    assert (label, stops[0].place) == (Label(7, ("Oslo",)), "hub 3")


def test_results_are_closed_in_the_port_s_own_class() -> None:
    gateway = WithRates.fake(currencies=fails("unavailable"))

    assert gateway.rate("EUR") == Ok(Decimal("1.5"))
    assert gateway.currencies() == Err("unavailable")


@pytest.mark.parametrize("contract", [WithReceipts, WithLabels, WithRates])
def test_it_fits_its_port(contract: type[PaymentsContract]) -> None:
    """In names, signatures and colour."""
    checks = tuple(each for each in contract.checks if each.clause.startswith("PORT"))
    adapter = staticmethod(lambda url: contract.fake())
    report = verify(type("TestFake", (contract,), {"checks": checks, "adapter": adapter}))

    assert report.holds, report.findings
    assert len(list(report)) == 4
