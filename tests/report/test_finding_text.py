"""A finding as text."""

from __future__ import annotations

import pytest

from dovetail.report.suites.finding import finding_text
from dovetail.suites.kernel.outcome import Finding

FINDING = Finding(
    clause="REPO-03",
    scenario=("order = Order(id=OrderId('a'), lines=[])", "orders.save(order)", "orders.find_by_id(OrderId('a'))"),
    expected=".lines == []",
    got=".lines == [Line(sku='', quantity=1)]",
    path=".lines",
)


def test_a_finding_explains_itself() -> None:
    """As the design has it, to the letter."""
    assert finding_text(FINDING, adapter="InMemoryOrders", port="OrderRepository") == "\n".join(
        [
            "REPO-03 a stored aggregate does not change with the caller's copy      "
            "broken by InMemoryOrders (port OrderRepository)",
            "    order = Order(id=OrderId('a'), lines=[])",
            "    orders.save(order)",
            "    orders.find_by_id(OrderId('a'))",
            "  expected  .lines == []",
            "  got       .lines == [Line(sku='', quantity=1)]",
            "  why       Tests that pass on a fake which hands out its own objects fail on a database.   "
            "dovetail explain REPO-03",
        ]
    )


def test_a_hint_is_a_note() -> None:
    """Between what came and why it matters."""
    hinted = Finding("REPO-03", (), "a", "b", hint="SQLite keeps no time zone")

    lines = finding_text(hinted, adapter="A", port="P").splitlines()

    assert lines[1:4] == ["  expected  a", "  got       b", "  note      SQLite keeps no time zone"]


def test_lines_of_a_value_stay_below_each_other() -> None:
    """In the scenario and in what was expected."""
    many = Finding("REPO-03", ("order = Order(\n    id='a',\n)",), "one\ntwo", "")

    lines = finding_text(many, adapter="A", port="P").splitlines()

    assert lines[1:7] == [
        "    order = Order(",
        "        id='a',",
        "    )",
        "  expected  one",
        "            two",
        "  got",
    ]


@pytest.mark.parametrize("clause", ["REPO-01", "REPO-12", "PORT-05"])
@pytest.mark.parametrize(("width", "most"), [(80, 80), (120, 120), (300, 120)])
def test_no_line_of_the_reason_is_too_long(clause: str, width: int, most: int) -> None:
    """A long one goes on below its beginning, and its words are all there."""
    text = finding_text(Finding(clause, (), "a", "b"), adapter="A", port="P", width=width)

    assert max(map(len, text.splitlines()[3:])) <= most
    assert " ".join(text.split()).endswith(f"dovetail explain {clause}")
