"""The matrix port by adapter, and the reasons behind its numbers, as the lines that end a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from types import MappingProxyType

from dovetail.catalogue import clause
from dovetail.naming import number_of
from dovetail.report.suites.columns import ADVISORY, CUT, NOT_EVALUATED, USUAL, column_of
from dovetail.report.suites.gathered import Suite
from dovetail.suites.kernel.outcome import Outcome

_SELDOM = (ADVISORY, CUT, NOT_EVALUATED)
_FOLDED = 1000  # characters that all the usual reasons may take together
_BRIEF = {"not applicable": "n/a", ADVISORY: "should", CUT: "cut", NOT_EVALUATED: "error"}
_MATTERS = ("write ", "no scenario came up")
_YELLOW = (ADVISORY, "not stated", CUT)
_COLOURS = {"broken": "red", "could not be evaluated": "red", **dict.fromkeys((*_YELLOW, "due"), "yellow")}
_Say = Callable[[Outcome], str | None]
_Reasons = Callable[[Suite], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the report, and the colour it has where a terminal has any."""

    text: str
    colour: str = ""


def coloured(suites: Sequence[Suite], width: int, *, whole: bool = False) -> Iterator[Line]:
    """The lines of the matrix, and the reasons below it, in colour.

    Args:
        suites: every suite of the run, in order.
        width: the columns that a table may have; the text below it is not wrapped, so that its lines can be pasted.
        whole: whether every reason why a clause is not applicable is told, however many there are.
    """
    outcomes = [*USUAL, *(each for each in _SELDOM if any(suite.count(each) for suite in suites))]
    yield from _table(suites, outcomes, width)
    for title, lines in _sections(suites, whole=whole):
        if said := list(lines):
            yield Line("")
            yield Line(f"{title}:", _COLOURS.get(title, ""))
            yield from map(Line, said)


def _sections(suites: Sequence[Suite], *, whole: bool) -> Iterator[tuple[str, Iterator[str]]]:
    behind = {suite.label: _behind(suite) for suite in suites}
    yield "broken", _section("broken", suites, _title, behind)
    yield ADVISORY, _section(ADVISORY, suites, _title)
    yield "not applicable", _not_applicable(suites, whole=whole)
    for outcome in ("not stated", "waived"):
        yield outcome, _section(outcome, suites, lambda each: each.reason)
    yield "due", _section("waived", suites, lambda each: f"{each.due}: {each.reason}" if each.due else None)
    yield CUT, _cut_short(suites)
    yield "could not be evaluated", _left_out(suites, _unevaluated)
    yield "called by no clause", _uncalled(suites)
    yield "skipped", _left_out(suites, lambda suite: dict(suite.skipped))


def _table(suites: Sequence[Suite], outcomes: Sequence[str], width: int) -> Iterator[Line]:
    """A row a suite; where that is too wide, in short words, and the port on a line of its own."""
    numbers = [[str(suite.count(each)) for each in outcomes] for suite in suites]
    colours = [_colour(suite) for suite in suites]
    names = [[suite.port, suite.label] for suite in suites]
    wide = _aligned([["port", "adapter", *outcomes], *map(add, names, numbers)], 2)
    if len(wide[0]) <= width:
        yield from map(Line, wide, ["", *colours])
        return
    brief = [_BRIEF.get(each, each) for each in outcomes]
    head, *rows = _aligned(
        [["adapter", *brief], *([f"  {label}", *row] for (_, label), row in zip(names, numbers, strict=True))], 1
    )
    yield Line(head)
    port = None
    for suite, row, colour in zip(suites, rows, colours, strict=True):
        if suite.port != port:
            port = suite.port
            yield Line(port)
        yield Line(row, colour)


def _aligned(rows: Sequence[Sequence[str]], words: int) -> list[str]:
    """The first columns are text, to the left; the others are numbers, to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(size) if place < words else cell.rjust(size)
            for place, (cell, size) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _colour(suite: Suite) -> str:
    if suite.count("broken") or suite.count(NOT_EVALUATED):
        return "red"
    return "yellow" if any(suite.count(each) for each in _YELLOW) else "green"


def _not_applicable(suites: Sequence[Suite], *, whole: bool) -> Iterator[str]:
    """The reasons that a team can do something about, each on a line; all the others folded into one, or counted."""
    found: dict[tuple[str, bool], dict[str, None]] = defaultdict(dict)
    labels: dict[str, dict[str, None]] = defaultdict(dict)
    for suite in suites:
        for each in suite.outcomes.values():
            if column_of(each) == "not applicable":
                found[each.reason, any(word in each.reason for word in _MATTERS)][each.clause] = None
                labels[each.reason][suite.label] = None
    rest = []
    for (reason, matters), ids in sorted(found.items(), key=lambda each: sorted(each[1])):
        who = "" if len(labels[reason]) == len(suites) else ", ".join(labels[reason])
        if matters:
            yield f"  {' '.join(sorted(ids))}  {reason}" + (f"  ({who})" if who else "")
        else:
            rest.append(f"{reason} ({', '.join(sorted(ids))}{f' of {who}' if who else ''})")
    if whole:
        yield from (f"  {each}" for each in rest)
    elif sum(map(len, rest)) > _FOLDED:
        yield f"  {len(rest)} more reasons: pytest -v, --dovetail-json and the page of dovetail check tell each"
    elif rest:
        yield "  " + "; ".join(rest)


def _section(
    outcome: str, suites: Sequence[Suite], say: _Say, behind: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> Iterator[str]:
    """The clauses that came out so, each with what is said of it and, where not all did, by which adapters.

    Args:
        outcome: how they came out, as `column_of` names it.
        suites: every suite.
        say: what is said of a clause; nothing where it is None.
        behind: by suite, the clauses that are listed behind another one.
    """
    adapters: dict[tuple[str, str], list[str]] = defaultdict(list)
    for suite in suites:
        hidden = behind.get(suite.label, {})
        for each in suite.outcomes.values():
            if each.clause in hidden or column_of(each) != outcome or (said := say(each)) is None:
                continue
            others = sorted(clause for clause, leader in hidden.items() if leader == each.clause)
            more = f"; the same difference breaks {', '.join(others)}" if others else ""
            adapters[each.clause, said + more].append(suite.label)
    for (clause_id, said), who in sorted(adapters.items()):
        shared = len(who) == len(suites) and outcome not in ("broken", ADVISORY)
        yield f"  {clause_id}  {said}" + ("" if shared else _in_brackets(who))


def _behind(suite: Suite) -> dict[str, str]:
    """The broken clauses that show the very difference that an earlier one shows, each with that one: one cause."""
    found: dict[tuple[str, str, str], str] = {}
    behind = {}
    for clause_id in sorted(suite.outcomes):
        each = suite.outcomes[clause_id]
        finding = each.finding
        if column_of(each) != "broken" or finding is None or not finding.path:
            continue
        first = found.setdefault((finding.path, finding.expected, finding.got), clause_id)
        if first != clause_id:
            behind[clause_id] = first
    return behind


def _cut_short(suites: Sequence[Suite]) -> Iterator[str]:
    """The clauses that held as far as the time of their suite went, a line a suite."""
    for suite in suites:
        found = [each for each in suite.outcomes.values() if column_of(each) == CUT]
        if found:
            said = ", ".join(f"{each.clause} {each.reason.partition(',')[0]}" for each in found)
            yield f"  {said}{_in_brackets([suite.label])}"


def _left_out(suites: Sequence[Suite], reasons: _Reasons) -> Iterator[str]:
    """What did not run, and why."""
    found: dict[str, list[str]] = defaultdict(list)
    for suite in suites:
        for reason, count in reasons(suite).items():
            found[reason].append(f"{suite.label}: {number_of(count, 'clause')}")
    for reason, who in sorted(found.items()):
        yield f"  {reason}{_in_brackets(who)}"


def _unevaluated(suite: Suite) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for each in suite.outcomes.values():
        if not each.evaluated:
            counts[each.reason.partition(": ")[2].partition("\n")[0]] += 1
    return counts


def _uncalled(suites: Sequence[Suite]) -> Iterator[str]:
    """The operations of each port that nothing is known of, though every clause may hold.

    Two kinds may hold an adapter, each to its own part of the port: what identifies, and what revokes.
    """
    kinds: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for suite in suites:
        for name in suite.called:
            kinds[suite.info.port, suite.info.adapter, name].add(suite.info.contract)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for suite in suites:
        info = suite.info
        unknown = [name for name in suite.uncalled if not kinds[info.port, info.adapter, name] - {info.contract}]
        if unknown:
            found[suite.port, ", ".join(unknown)].append(suite.label)
    for (port, names), who in sorted(found.items()):
        yield f"  {port}: {names}{_in_brackets(who)}"


def _title(each: Outcome) -> str:
    return each.reason or clause(each.clause).title


def _in_brackets(names: Iterable[str]) -> str:
    return f"  ({', '.join(names)})"
