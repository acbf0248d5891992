"""Chains that a baseline knows, shown rather than others that stand for the same.

Of all chains that have an import in common, import-linter shows one: the shortest, and of several that are as short
whichever it comes to first, which a new module anywhere can change. What is known must not look new for that.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from dovetail.architecture.imports.import_linter import BrokenImport

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grimp import ImportGraph

    from dovetail.architecture.findings import Key

# The module that imports, and the one at the end of the chain.
Ends = tuple[str, str]


def known_first(
    broken: Sequence[BrokenImport], rule: str, known: Iterable[Key], graph: ImportGraph
) -> Iterator[BrokenImport]:
    """The broken imports, each chain that is not known replaced by a known one of the same importer.

    The two have an import in common. A direct import is never replaced, nor a chain that is shown with another importer
    too, which is known: then this importer is new.

    Args:
        broken: what import-linter shows.
        rule: the finding's id.
        known: the keys of the baseline.
        graph: what the contract judged, without the imports that it ignores.
    """
    recorded = {(module, subject) for name, module, subject in known if name == rule}
    modules = graph.modules if recorded else set()
    known_ways = {each.chain[1:] for each in broken if _ends(each) in recorded}
    hidden = sorted(ends for ends in recorded - set(map(_ends, broken)) if modules.issuperset(ends))
    for each in broken:
        unknown = _ends(each) not in recorded and each.chain[1:] not in known_ways
        replaceable = unknown and len(each.chain) > 2 and modules.issuperset(each.chain)
        chain = _hidden_chain(each, hidden, graph) if replaceable else None
        if chain:
            hidden.remove((chain[0], chain[-1]))
        yield BrokenImport(chain) if chain else each


def _ends(broken: BrokenImport) -> Ends:
    return broken.chain[0], broken.chain[-1]


def _hidden_chain(broken: BrokenImport, hidden: Iterable[Ends], graph: ImportGraph) -> tuple[str, ...] | None:
    """A chain between hidden ends that starts where a broken one does, and goes through one of its imports."""
    for module, imported in (ends for ends in hidden if ends[0] == broken.chain[0]):
        for importer, after in pairwise(broken.chain):
            before, rest = _way(module, importer, graph), _way(after, imported, graph)
            if before and rest:
                return before + rest
    return None


def _way(start: str, end: str, graph: ImportGraph) -> tuple[str, ...] | None:
    return (start,) if start == end else graph.find_shortest_chain(importer=start, imported=end)
