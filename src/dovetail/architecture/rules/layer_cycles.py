"""ARCH-03: layers form no cycle."""

from __future__ import annotations

from copy import deepcopy
from itertools import combinations
from typing import TYPE_CHECKING

from grimp import ImportGraph

from dovetail.architecture.model import Architecture, InapplicableError
from dovetail.architecture.tests_apart import without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.architecture.findings import Finding

ID = "ARCH-03"


def check(architecture: Architecture) -> Iterator[Finding]:
    """Pairs of modules in one row that reach each other; across rows ARCH-01 has named the outward import already."""
    rows = [row for row in architecture.layers.rows if len(row) > 1]
    if not rows:
        raise InapplicableError("no two modules share a row of the architecture")
    pairs = [pair for row in rows for pair in combinations(row, 2) if _reach_each_other(architecture.code.graph, *pair)]
    loaded = _at_run_time(architecture) if pairs else ImportGraph()
    for first, second in pairs:
        yield from _cycle(architecture, deepcopy(loaded), first, second)


def _at_run_time(architecture: Architecture) -> ImportGraph:
    return without(architecture.code.scan.at_run_time.graph(external=False), architecture.layers.tests)


def _reach_each_other(graph: ImportGraph, first: str, second: str) -> bool:
    return graph.chain_exists(first, second, as_packages=True) and graph.chain_exists(second, first, as_packages=True)


def _cycle(architecture: Architecture, loaded: ImportGraph, first: str, second: str) -> Iterator[Finding]:
    graph = _without_other_layers(architecture, loaded, first, second)
    there = graph.find_shortest_chains(first, second)
    back = graph.find_shortest_chains(second, first)
    if not (there and back):
        return
    # The direction with fewer imports is the cheaper one to give up.
    ways = ((there, first, second), (back, second, first))
    chains, source, target = min(ways, key=lambda way: (len(way[0]), way[1]))
    message = f"{source} and {target} import each other"
    fix = f"let {source} not depend on {target}: what both need can move to a layer further in"
    for chain in sorted(chains):
        yield from architecture.code.import_findings(ID, chain, message=message, fix=fix)


def _without_other_layers(architecture: Architecture, loaded: ImportGraph, first: str, second: str) -> ImportGraph:
    """What is imported at run time, between two modules: a chain through other layers is reported for those."""
    for module in architecture.code.scan.modules:
        if architecture.layers.member(module) not in (first, second, None):
            loaded.remove_module(module)
    return loaded
