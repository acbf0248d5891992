"""What the page lists: the findings of suites and lint in one shape, and whether each is new, known or fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dovetail.catalogue import all_clauses

State = Literal["new", "known", "fixed"]
Document = Mapping[str, Any]
Key = tuple[str, ...]
"""What a finding is, from run to run: its id, and where it was found."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding, as the page shows it.

    Attributes:
        key: what stays the same from run to run.
        id: the clause or rule, e.g. `REPO-07`; the name of the user's own import contract.
        title: the clause's sentence, or the lint's message.
        state: whether it came up since the run that this one is compared with.
        where: the adapter and its suite, or the file and line.
        port: the port that it is about; empty for the lint.
        scenario: lines to paste; for an import, the chain.
        facts: label and text: `expected`, `got`, `fix`, `why` ...
    """

    key: Key
    id: str
    title: str
    state: State
    where: str
    port: str = ""
    scenario: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


def entries(suites: Document | None, lint: Document | None, before: frozenset[Key] | None) -> list[Entry]:
    """Every finding of a run, new ones first, then what was fixed.

    Args:
        suites: the document of `pytest --dovetail-json`, where suites ran.
        lint: the document of `dovetail lint --format json`, where it ran.
        before: the keys of the run to compare with; None where there is none, and then all but the baseline is new.
    """
    found = [*_of_suites(suites or {}, before), *_of_lint(lint or {}, before)]
    keys = {each.key for each in found}
    gone = [_fixed(key) for key in sorted((before or frozenset()) - keys)]
    return sorted([*found, *gone], key=lambda each: (get_args(State).index(each.state), each.id, each.where))


def states_of(found: Iterable[Entry]) -> str:
    """How many findings are new, known and fixed; empty where there are none."""
    counts = Counter(each.state for each in found)
    return ", ".join(f"{counts[state]} {state}" for state in get_args(State) if counts[state])


def keys_of(suites: Document | None, lint: Document | None) -> frozenset[Key]:
    """The keys of a run's findings, for a later run to be compared with."""
    return frozenset(each.key for each in entries(suites, lint, None))


def _of_suites(document: Document, before: frozenset[Key] | None) -> Iterator[Entry]:
    for suite in document.get("suites", ()):
        for clause in suite["clauses"]:
            if clause["outcome"] == "broken":
                yield _broken(suite, clause, before)
    for each in document.get("disagreements", ()):
        key = ("disagreement", each["id"], each["port"])
        answers = tuple((adapter, f"answers {answer}") for adapter, answer in sorted(each["answers"].items()))
        choices = " or ".join(f"{each['policy']} = {answer}" for answer in sorted(set(each["answers"].values())))
        facts = (*answers, ("write", f"{choices} in the contract"))
        title = f"{_title(each['id'])}: the adapters disagree"
        yield Entry(key, each["id"], title, _state(key, before), "all adapters", each["port"], (), facts)


def _broken(suite: Document, clause: Document, before: frozenset[Key] | None) -> Entry:
    key = ("suite", clause["id"], suite["suite"])
    finding = clause["finding"] or {}
    facts = [(name, finding.get(name)) for name in ("expected", "got", "path")]
    facts.append(("also", "; ".join(finding.get("also", ()))))
    facts += [("note", finding.get("hint") or clause.get("reason")), ("why", _why(clause["id"]))]
    return Entry(
        key,
        clause["id"],
        _title(clause["id"]),
        _state(key, before),
        f"{suite['adapter']} in {suite['suite']}",
        str(suite["port"]).rpartition(":")[2],
        tuple(finding.get("scenario", ())),
        tuple((name, str(text)) for name, text in facts if text),
    )


def _of_lint(document: Document, before: frozenset[Key] | None) -> Iterator[Entry]:
    for each in document.get("findings", ()):
        key = ("lint", *map(str, each["key"]))
        state = "known" if each["baseline"] else _state(key, before)
        chain = tuple(each["chain"]) if len(each["chain"]) > 1 else ()
        facts = (("fix", each["fix"]), ("why", _why(each["id"])))
        place = f"{each['path']}:{each['line']}:{each['column']}"
        shown = tuple(("  " if at else "") + f"{module}" for at, module in enumerate(chain))
        yield Entry(key, each["id"], each["message"], state, place, "", shown, tuple(fact for fact in facts if fact[1]))


def _fixed(key: Key) -> Entry:
    """A finding of the earlier run that is no longer there; of it, only the key is known."""
    kind, clause_id, *where = key
    return Entry(key, clause_id, _title(clause_id) or " ".join(where), "fixed", " ".join(where) if kind else "")


def _state(key: Key, before: frozenset[Key] | None) -> State:
    return "known" if before is not None and key in before else "new"


def _title(clause_id: str) -> str:
    known = all_clauses().get(clause_id)
    return known.title if known else clause_id


def _why(clause_id: str) -> str:
    known = all_clauses().get(clause_id)
    return known.why if known else ""
