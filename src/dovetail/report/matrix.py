"""The matrix port by adapter, and the reasons behind its numbers, as the lines that end a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from dovetail.catalogue import clause
from dovetail.report.suites import Record, Suite

_OUTCOMES = ("held", "broken", "waived", "not applicable", "not stated")
_Say = Callable[[Record], str | None]
_Reasons = Callable[[Suite], dict[str, int]]


def matrix(suites: Sequence[Suite]) -> Iterator[str]:
    """The lines of the matrix, and the reasons below it.

    Args:
        suites: every suite of the run, in order.
    """
    rows = [(suite.port, suite.label, *(str(suite.count(each)) for each in _OUTCOMES)) for suite in suites]
    yield from _table([("port", "adapter", *_OUTCOMES), *rows])
    yield from _section("broken", suites, lambda each: _title(each) if each["evaluated"] else None)
    for outcome in ("not applicable", "not stated", "waived"):
        yield from _section(outcome, suites, lambda each: str(each["reason"]))
    yield from _left_out("could not be evaluated", suites, _unevaluated)
    yield from _left_out("skipped", suites, lambda suite: dict(suite.skipped))


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Text to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        sized = list(zip(row, widths, strict=True))
        cells = [cell.ljust(width) for cell, width in sized[:2]] + [cell.rjust(width) for cell, width in sized[2:]]
        yield "  ".join(cells)


def _section(outcome: str, suites: Sequence[Suite], say: _Say) -> Iterator[str]:
    """The clauses that came out so, each with what is said of it and, where not all did, by which adapters."""
    adapters: dict[tuple[str, str], list[str]] = defaultdict(list)
    for suite in suites:
        for each in suite.clauses.values():
            if each["outcome"] == outcome and (said := say(each)) is not None:
                adapters[each["id"], said].append(suite.label)
    if adapters:
        yield from ("", f"{outcome}:")
    for (clause_id, said), who in sorted(adapters.items()):
        yield f"  {clause_id}  {said}" + ("" if len(who) == len(suites) and outcome != "broken" else _in_brackets(who))


def _left_out(title: str, suites: Sequence[Suite], reasons: _Reasons) -> Iterator[str]:
    """What did not run, and why."""
    found: dict[str, list[str]] = defaultdict(list)
    for suite in suites:
        for reason, count in reasons(suite).items():
            found[reason].append(f"{suite.label}: {count} {'clause' if count == 1 else 'clauses'}")
    if found:
        yield from ("", f"{title}:")
    for reason, who in sorted(found.items()):
        yield f"  {reason}{_in_brackets(who)}"


def _unevaluated(suite: Suite) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for each in suite.clauses.values():
        if not each["evaluated"]:
            counts[str(each["reason"]).partition(": ")[2].partition("\n")[0]] += 1
    return counts


def _title(each: Record) -> str:
    return each["reason"] or clause(each["id"]).title


def _in_brackets(names: Iterable[str]) -> str:
    return f"  ({', '.join(names)})"
