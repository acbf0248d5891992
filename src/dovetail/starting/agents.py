"""What whoever writes code for a team has to know of the gate: a SKILL.md, and a section for AGENTS.md.

Both are generated from `contracts/`, so that they name every clause and rule of the installed version.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dovetail.catalogue import Clause, all_clauses

SKILL = ".agents/skills/dovetail/SKILL.md"
AGENTS = "AGENTS.md"
HEADING = "## The gate: dovetail"

_SKILL = """\
---
name: dovetail
description: >-
  Hold ports, adapters and mappers to their contracts, and the code to its architecture. Use it when a port, an
  adapter, a mapper, a layer or an import between layers is added or changed, and when `dovetail check`,
  `dovetail lint` or a contract suite fails.
---

# dovetail

## Work in this order

1. `dovetail ports --format json` says which ports there are, who implements them, and what has no contract or suite.
2. A new port gets one class in `contracts/`; a new adapter gets one class in the tests that derives from it.
   `dovetail init` writes both, and leaves a line that begins with `fill in:` where only a person can know.
3. `dovetail check --format json` is the whole gate. Exit code 0 holds, 1 broken, 2 could not be evaluated.
4. A finding has its scenario as lines of Python, what was expected and what came; paste the scenario into a test to
   see it.
   `dovetail explain REPO-07 --format json` says what a clause promises and which bug it catches.
5. `dovetail check --replay` runs again only what was broken, and says what is fixed.

## What not to do

- Do not waive a clause, ignore a rule or grow the baseline to make the gate pass: each is a decision of the team's,
  with its reason, and with `until` and `who` where it has an end.
- Do not change what a contract states to what one adapter happens to do: its other adapters and its callers rely on it.
- "not applicable", "not stated" and "not evaluated" are not "held". A suite that tries less than before is a finding.
- A line that begins with `fill in:` is answered with what is true of the code, or left for a person.

## Every clause and rule
"""
_SECTION = """\
{heading}

`dovetail check` must hold before a change is done: exit code 0 holds, 1 broken, 2 could not be evaluated. It runs the
architecture rules and the contract suites: `contracts/` states what every adapter of a port promises, and the tests
derive one class for each adapter.

- A new adapter needs a suite; a new port needs a contract. `dovetail ports` lists what has none, and `dovetail init`
  writes both.
- `dovetail explain ID` says what a clause promises and which bug it catches; `dovetail check --replay` runs again what
  was broken.
- Waivers, ignored rules and the baseline are decisions of the team's. Do not add to them to make the gate pass.
- {clauses} clauses and rules are listed in `{skill}`.
"""


def skill() -> str:
    """The text of SKILL.md."""
    return _SKILL + "".join(_groups(all_clauses().values()))


def section() -> str:
    """The section for AGENTS.md."""
    return _SECTION.format(heading=HEADING, clauses=len(all_clauses()), skill=SKILL)


def _groups(clauses: Iterable[Clause]) -> Iterator[str]:
    prefix = ""
    for clause in clauses:
        if clause.id.partition("-")[0] != prefix:
            prefix = clause.id.partition("-")[0]
            yield f"\n### {prefix}\n\n"
        should = " (should)" if clause.level == "should" else ""
        yield f"- {clause.id} {clause.title}{should}\n"
