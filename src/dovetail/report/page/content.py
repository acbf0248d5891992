"""What the page shows, gathered from the documents of one run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dovetail.catalogue import all_clauses
from dovetail.report.page.entries import Document, Entry, Key, entries, states_of
from dovetail.report.suites.columns import column_in, counted


@dataclass(frozen=True, slots=True)
class Row:
    """One suite: by clause id, how it came out."""

    port: str
    adapter: str
    outcomes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """One import contract or rule of the lint."""

    name: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Content:
    """The page as values.

    Attributes:
        verdict: of the whole gate.
        title: the rest of the headline.
        counts: a number and what it counts, for the line below it.
        entries: the findings.
        rows: by kind of contract, its clauses and its suites.
        graph: the drawing as SVG; empty where there is none.
        rules: the lint's contracts and rules.
        notes: what was not held: skipped, cut short, not evaluated.
        version: dovetail's own.
    """

    verdict: str
    title: str
    counts: tuple[tuple[int, str], ...]
    entries: tuple[Entry, ...]
    rows: tuple[tuple[str, tuple[str, ...], tuple[Row, ...]], ...]
    graph: str
    rules: tuple[Judged, ...]
    notes: tuple[str, ...]
    version: str

    @property
    def ports(self) -> tuple[str, ...]:
        """The ports by which the page can be filtered."""
        named = {row.port for _, _, rows in self.rows for row in rows} | {each.port for each in self.entries}
        return tuple(sorted(named - {""}))


def gather(
    *,
    verdict: str,
    suites: Document | None,
    lint: Document | None,
    graph: str,
    before: frozenset[Key] | None,
    notes: tuple[str, ...],
    version: str,
) -> Content:
    """Gather the content of the page.

    Args:
        verdict: `holds`, `broken` or `not evaluated`, of the whole gate.
        suites: the document of the suites, where they ran.
        lint: the document of the lint, where it ran.
        graph: the drawing as SVG, or nothing.
        before: the keys of the findings of the run to compare with, or None.
        notes: what the gate has to say beside its findings.
        version: dovetail's own.
    """
    found = tuple(entries(suites, lint, before))
    return Content(
        verdict,
        states_of(found) or "no findings",
        tuple(_counts(suites, lint, found)),
        found,
        tuple(_rows(suites or {})),
        graph,
        tuple(_rules(lint or {})),
        (*notes, *_not_held(suites or {}, lint or {})),
        version,
    )


def _counts(suites: Document | None, lint: Document | None, found: tuple[Entry, ...]) -> Iterator[tuple[int, str]]:
    if suites is not None:
        yield len(suites["suites"]), "suites"
        outcomes = counted(suites["suites"])
        yield from ((outcomes[each], f"clauses {each}") for each in sorted(outcomes))
    if lint is not None:
        yield len(lint["contracts"]) + len(lint["rules"]), "contracts and rules of the architecture"
    yield len([each for each in found if each.state != "fixed"]), "findings"


def _rows(document: Document) -> Iterator[tuple[str, tuple[str, ...], tuple[Row, ...]]]:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for suite in document.get("suites", ()):
        outcomes = {each["id"]: column_in(each) for each in suite["clauses"]}
        store = f" ({suite['store']})" if suite.get("store") else ""
        row = Row(str(suite["port"]).rpartition(":")[2], f"{suite['adapter']}{store}", outcomes)
        kinds[suite["contract"]].append(row)
    for contract in sorted(kinds):
        rows = sorted(kinds[contract], key=lambda row: (row.port, row.adapter))
        yield contract, tuple(sorted({each for row in rows for each in row.outcomes})), tuple(rows)


def _rules(document: Document) -> Iterator[Judged]:
    for each in document.get("contracts", ()):
        yield Judged(each["name"], each["verdict"], "; ".join(filter(None, (each["reason"], *each["warnings"]))))
    for each in document.get("rules", ()):
        known = all_clauses().get(each["id"])
        yield Judged(each["id"], each["verdict"], each["reason"] or (known.title if known else ""))


def _not_held(suites: Document, lint: Document) -> Iterator[str]:
    for suite in suites.get("suites", ()):
        for each in suite.get("uncalled", ()):
            yield f"{suite['adapter']}: no clause calls {each}"
    yield from map(str, lint.get("notes", ()))
