"""The inventory for people: each port with its contract, its adapters and their suites, and what has none."""

from __future__ import annotations

from collections.abc import Iterator

from dovetail.checking.inventory import Implementation, Inventory, Place, PortEntry
from dovetail.report.escaping import in_text, visible


def render(inventory: Inventory) -> str:
    """Render the inventory as text; its last line counts what there is, and what lacks something."""
    lines: list[str] = []
    for port in inventory.ports:
        lines += [*_port(port), ""]
    lines += [f"note: {visible(each)}" for each in inventory.notes]
    return in_text("\n".join([*lines, summary(inventory)])) + "\n"


def summary(inventory: Inventory) -> str:
    """What there is, and what lacks something, in one line."""
    counts = inventory.counts()
    there = ", ".join(_counted(counts[each], each) for each in ("ports", "adapters"))
    lacking = [_counted(number, what) for what, number in counts.items() if " " in what and number]
    return f"{there}; {', '.join(lacking) if lacking else 'nothing is without a contract or a suite'}"


def _counted(number: int, what: str) -> str:
    noun, _, rest = what.partition(" ")
    return f"{number} {noun.removesuffix('s') if number == 1 else noun}{' ' + rest if rest else ''}"


def _port(entry: PortEntry) -> Iterator[str]:
    yield f"{_at(entry.port)}  {entry.kind}"
    contract = "none" if entry.contract is None else f"{_at(entry.contract)}  {entry.contract_kind}"
    yield f"  contract    {contract}"
    yield f"  operations  {', '.join([visible(each.name) for each in entry.operations])}"
    if entry.uncalled:
        yield f"    called by no clause: {', '.join(map(visible, entry.uncalled))}"
    yield "  adapters" if entry.adapters else "  adapters    none"
    for each in entry.adapters:
        yield f"    {_at(each.adapter)}: {said_of_suites(each)}"
        if each.missing:
            yield f"      lacks {', '.join(map(visible, each.missing))}"


def said_of_suites(each: Implementation) -> str:
    """By whom an adapter is held."""
    if each.suites:
        return f"held by {', '.join(map(visible, each.suites))}"
    if each.base:
        return "a base for others: needs no suite"
    return "held by a fixture or a factory of the tests" if each.held else "no suite"


def _at(place: Place) -> str:
    return f"{visible(place.name)} ({visible(place.path)}:{place.line})"
