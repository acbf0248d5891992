"""What a contract says and may not say of an outbox, and what it is told where something is missing."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, settings

from correct.unit_of_work.outbox_in_memory import MemoryOutboxContract, UnitWithOutbox, relay
from dovetail import ContractError, Outbox, verify
from dovetail.stores import MemoryStore
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.unit_of_work.binding import bind

QUICK = settings(max_examples=2, derandomize=True, database=None, phases=[Phase.generate])


def rows(uow: Any) -> Any:
    """What is in the outbox."""
    return uow.data.get("outbox", [])


def outcome(clause: str, outbox: Any, unit: type = UnitWithOutbox) -> Any:
    """How one clause comes out."""
    checks = tuple(check for check in MemoryOutboxContract.checks if check.clause == clause)
    stated = {"outbox": outbox, "store": staticmethod(lambda: MemoryStore(unit)), "checks": checks, "settings": QUICK}
    return verify(type("Suite", (MemoryOutboxContract,), stated)).outcomes[clause]


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"rows": lambda: None}, "rows=lambda uow: ..."),
        ({"rows": 3}, "rows=lambda uow: ..."),
        ({"relay": lambda uow: None}, "relay=lambda uow, publish: ..."),
        ({"relay": lambda uow, publish, broker: None}, "It may take limit and now besides"),
        ({"inbox": lambda uow, message: None}, "inbox=lambda uow, message, handle: ..."),
        ({"id": lambda: 1}, "id=lambda message: ..."),
        ({"publishing": "within"}, "publishing='outside', or 'inside'"),
        ({"refusal": ValueError("no")}, "refusal=BrokerDown"),
        ({"lease": timedelta(seconds=30)}, "relay=lambda uow, publish, now: ..."),
        ({"lease": 30, "relay": relay}, "lease=timedelta"),
        ({"attempts": 5}, "dead=lambda uow: ..."),
        ({"attempts": 0, "dead": rows}, "attempts=5"),
    ],
)
def test_what_cannot_be_meant_is_refused(stated: dict[str, Any], said: str) -> None:
    """When it is written, with the line to write."""
    arguments: dict[str, Any] = {"rows": rows, "relay": lambda uow, publish: None}

    with pytest.raises(ContractError) as refused:
        Outbox(**arguments | stated)

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"outbox": relay}, r"outbox = Outbox\(rows="),
        ({"outbox": Outbox(rows=rows, relay=relay), "emits": None}, "emits = lambda unit, order"),
    ],
)
def test_an_outbox_that_could_have_no_effect_is_refused(stated: dict[str, Any], said: str) -> None:
    """It is no Outbox, or nothing comes up in a unit."""
    with pytest.raises(ContractError, match=said):
        bind(type("Contract", (MemoryOutboxContract,), stated))


@pytest.mark.parametrize(
    ("clause", "line"),
    [
        ("UOW-29", "Outbox(key=lambda message: message.order_id)"),
        ("UOW-30", "Outbox(dead=lambda uow: ...)"),
        ("UOW-31", "Outbox(inbox=lambda uow, message, handle: ...)"),
        ("UOW-32", "it has no transactions()"),
    ],
)
def test_what_is_not_offered_is_not_applicable(clause: str, line: str) -> None:
    """And the line is told that makes it checkable."""
    found = outcome(clause, Outbox(rows=rows, relay=_relay_untold))

    assert found.verdict is Verdict.NOT_APPLICABLE
    assert line in found.reason


def _relay_untold(uow: Any, publish: Any) -> None:
    relay(uow, publish, datetime.now(UTC), 10)


def test_a_lease_that_nobody_states_is_asked_for() -> None:
    """A row that a dead relay had taken may be lost, or be free later: neither is said."""
    found = outcome("UOW-28", Outbox(rows=rows, relay=_relay_untold))

    assert not found.evaluated
    assert "lease=timedelta(seconds=30), relay=lambda uow, publish, now: ..." in found.reason


def test_a_unit_without_an_outbox_says_so() -> None:
    """None of the clauses on outboxes applies."""
    found = outcome("UOW-26", None)

    assert found.verdict is Verdict.NOT_APPLICABLE
    assert "outbox = Outbox(rows=" in found.reason


@pytest.mark.parametrize(
    ("outbox", "said"),
    [
        (Outbox(rows=lambda uow: uow.nothing, relay=relay), "rows of the outbox of Suite raises AttributeError"),
        (Outbox(rows=lambda uow: 7, relay=relay), "gives 7, which is no list of rows"),
        (Outbox(rows=lambda uow: [(1, 2)], relay=relay), "has a message that says no id: (1, 2)"),
        (
            Outbox(rows=rows, relay=lambda uow, publish: publish("hello") if rows(uow) else None),
            "Outbox(id=lambda message: ...)",
        ),
        (Outbox(rows=rows, relay=relay, id=lambda message: message.id), "id of the outbox of Suite raises"),
        (Outbox(rows=rows, relay=lambda uow, publish: uow.nothing), "the relay fails: AttributeError"),
    ],
)
def test_a_mistake_in_the_contract_is_told_as_one(outbox: Outbox, said: str) -> None:
    """The clause is not evaluated, and no adapter is accused."""
    found = outcome("UOW-26", outbox)

    assert not found.evaluated
    assert said in found.reason


def _goes_on(uow: Any, publish: Any) -> None:
    while rows(uow):
        with suppress(ConnectionError):
            publish(rows(uow)[0])


def test_a_relay_that_does_not_end_is_told_so() -> None:
    """It tries again at once what the broker has refused, as the loop of a process does."""
    found = outcome("UOW-27", Outbox(rows=rows, relay=_goes_on))

    assert not found.evaluated
    assert "send what is there, once, and return" in found.reason
