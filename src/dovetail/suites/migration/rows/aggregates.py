"""Aggregates that the repositories' strategies draw, the rows of each, and whether it is found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import settings

from dovetail.policies import Returned
from dovetail.suites.kernel.blame import blamed
from dovetail.suites.kernel.pool import FreshDraw
from dovetail.suites.kernel.scenario import SetAside
from dovetail.suites.kernel.source import source_of
from dovetail.suites.kernel.subject import bound
from dovetail.suites.migration.held import store_on
from dovetail.suites.migration.rows.reading import Values, read_rows
from dovetail.suites.migration.scenario import MigrationScenario

_LEAST, _MOST = 6, 12  # aggregates of each repository: few have no children; beyond so many revisions there are none


@dataclass(eq=False, slots=True)
class Kept:
    """An aggregate, and the rows in which its repository keeps it at head.

    Attributes:
        scenario: a scenario of its repository's contract.
        make: what makes the store of that.
        aggregate: the aggregate.
        rows: its rows, by table.
        whole: whether all of them could be put in.
        made_up: the columns, as `table.column`, that head has not, and whose values nobody states.
    """

    scenario: Any
    make: Any
    aggregate: Any
    rows: dict[str, list[Values]] = field(default_factory=dict)
    whole: bool = False
    made_up: set[str] = field(default_factory=set)


def kept_at_head(s: MigrationScenario) -> list[Kept]:
    """Save aggregates of every repository on the schema at head, and see in which rows they are kept."""
    found: list[Kept] = []
    many = min(max(len(s.tree.revisions), _LEAST), _MOST)
    for contract, make in s.binding.contract.repositories.items():
        store = store_on(make, s.database)
        draw = FreshDraw(many, settings(contract.settings), partial(blamed, contract))
        scenario = contract.scenario(bound(contract), s.driver, source_of(None, store, contract.__name__), draw)
        scenario.clear()
        found += [each for _ in range(many) if (each := _kept(s, scenario, make)) is not None]
        _let_go(s, scenario, store)
    return found


def _kept(s: MigrationScenario, scenario: Any, make: Any) -> Kept | None:
    schema = s.schema()
    try:
        aggregate = scenario.aggregate()
        before = read_rows(s.database, schema)
        reply = scenario.add(aggregate)
        scenario.disconnect()
    except SetAside:
        return None
    if not isinstance(reply.answer, Returned):
        return None
    kept = Kept(scenario, make, aggregate)
    for table, rows in read_rows(s.database, schema).items():
        for each in before[table]:
            if each in rows:
                rows.remove(each)
        if rows:
            kept.rows[table] = rows
    return kept if kept.rows else None


def _let_go(s: MigrationScenario, scenario: Any, store: Any) -> None:
    """Close the connections to a database that is dropped next."""
    scenario.disconnect()
    if hasattr(store, "forget_connections"):
        s.driver.call(store.forget_connections)


def not_found(s: MigrationScenario, kept: list[Kept]) -> Iterator[tuple[Kept, str]]:
    """Those that their repository does not find at head, each with what it answers."""
    stores: dict[int, Any] = {}
    for each in kept:
        scenario = each.scenario
        if id(scenario) not in stores:
            stores[id(scenario)] = store_on(each.make, s.database)
            scenario.source = source_of(None, stores[id(scenario)], "store")
        reply = scenario.get(scenario.key(each.aggregate))
        absent = not isinstance(reply.answer, Returned) or scenario.is_absent(reply.answer)
        scenario.disconnect()
        if absent:
            yield each, str(reply)
    for each in kept:
        _let_go(s, each.scenario, stores[id(each.scenario)])
