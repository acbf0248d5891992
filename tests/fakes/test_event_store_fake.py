"""The fake of an event store's port, made from its contract, holds the contract's own clauses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import Phase, settings

from correct.event_store import accounts, carts, journals, parcels, recordings, tickets
from dovetail import ContractError, EventStoreContract, verify
from dovetail.suites.kernel.outcome import Verdict

_QUICK = settings(max_examples=4, derandomize=True, database=None, phases=[Phase.generate])


@pytest.mark.parametrize(
    ("contract", "stated", "least"),
    [
        (accounts.contract, {}, 28),
        (carts.contract, {"first": 0, "unknown_types": {}}, 22),
        (recordings.contract, {}, 20),
        (journals.contract, {}, 20),
        (tickets.contract, {}, 16),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_a_fake_holds_every_clause(contract: type[EventStoreContract], stated: dict[str, Any], least: int) -> None:
    """Sync and async, numbered from 0 and from 1, in envelopes and by themselves."""
    suite: Any = type(contract.__name__, (contract,), {"settings": _QUICK, **stated})

    report = verify(suite, adapter=suite.fake)

    assert report.holds, [(each.clause, each.scenario, each.expected, each.got) for each in report.findings]
    assert report.count(Verdict.HELD) >= least


def test_a_fake_raises_what_the_contract_states_with_what_it_knows() -> None:
    """The conflict's constructor asks for both versions."""
    fake = accounts.contract.fake()
    event = accounts.NewEvent(uuid4(), accounts.Deposited(Decimal(1)))
    fake.append("order-1", [event], 0)

    with pytest.raises(accounts.ConcurrencyError) as raised:
        fake.append("order-1", [accounts.NewEvent(uuid4(), event.event)], 0)

    assert (raised.value.expected, raised.value.actual) == (0, 1)
    assert [each.event for each in fake.load("order-1")] == [event.event]


def test_a_fake_of_a_port_with_results_is_refused() -> None:
    """Nothing says how a Result of the user's own is made."""
    with pytest.raises(ContractError, match="save_events is answered with a Result"):
        parcels.contract.fake()


def test_a_fake_says_which_policy_it_lacks() -> None:
    class Silent(journals.JournalsContract):
        conflict = None  # type: ignore[assignment]

    fake = Silent.fake()

    with pytest.raises(ContractError, match="does not say how its fake answers conflict"):
        fake.record("order-1", {"text": ""}, 7)
