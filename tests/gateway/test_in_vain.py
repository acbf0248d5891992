"""Clauses that are about some of the calls alone: others are drawn for a while, and not without end."""

from __future__ import annotations

from hypothesis import strategies as st

from correct.gateway.reading_room import HttpReadingRoom, ReadingRoomContract
from dovetail.suites.kernel.outcome import Outcome, Verdict
from dovetail.suites.kernel.suite import Suite
from faulty.gateway.reading_room import SignatureAsItIs


def held_to_gate_35(adapter: type[HttpReadingRoom], signatures: list[str]) -> Outcome:
    stated = {"adapter": adapter, "calls": {"title": st.tuples(st.sampled_from(signatures))}}
    suite = type("TestReadingRoom", (ReadingRoomContract,), stated)
    return Suite(suite).run(next(each for each in ReadingRoomContract.checks if each.clause == "GATE-35"))


def test_no_more_are_drawn_where_none_of_some_says_anything() -> None:
    outcome = held_to_gate_35(HttpReadingRoom, ["herbs", "ferns"])

    assert outcome.verdict is Verdict.NOT_APPLICABLE
    assert outcome.examples < 10


def test_a_finding_is_made_smaller_among_calls_of_which_most_say_nothing() -> None:
    outcome = held_to_gate_35(SignatureAsItIs, [*(f"herbs {number}" for number in range(4)), "herbs?"])

    assert outcome.verdict is Verdict.BROKEN
    assert outcome.finding is not None
    assert "gateway.title('herbs?')" in outcome.finding.scenario
