"""The inventory as Markdown: a table of ports and adapters, and one of operations."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.checking.inventory import Inventory, PortEntry
from dovetail.report.escaping import in_markdown
from dovetail.report.ports.text import said_of_suites, summary

_CALLED = {True: "called", False: "**called by no clause**", None: "not known"}


def render(inventory: Inventory) -> str:
    lines = ["## Ports and adapters", "", f"{in_markdown(summary(inventory))}."]
    if inventory.ports:
        lines += ["", "| port | contract | adapter | suites |", "|---|---|---|---|"]
        lines += [row for port in inventory.ports for row in _rows(port)]
        lines += ["", "| port | operation | clauses |", "|---|---|---|"]
        lines += [
            _row(in_markdown(port.port.name), in_markdown(each.name), _CALLED[each.called])
            for port in inventory.ports
            for each in port.operations
        ]
    lines += [line for note in inventory.notes for line in ("", in_markdown(note))]
    return "\n".join(lines) + "\n"


def _rows(entry: PortEntry) -> Iterator[str]:
    port = in_markdown(entry.port.name)
    contract = in_markdown(entry.contract.name) if entry.contract else "**none**"
    if not entry.adapters:
        yield _row(port, contract, "**none**", "")
    for each in entry.adapters:
        said = in_markdown(said_of_suites(each))
        lacks = f"; lacks {in_markdown(', '.join(each.missing))}" if each.missing else ""
        yield _row(port, contract, in_markdown(each.adapter.name), f"{said}{lacks}" if each.held else f"**{said}**")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
