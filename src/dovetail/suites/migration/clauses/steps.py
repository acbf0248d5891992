"""One head, from empty to head, and each step down and up again: MIG-01, MIG-02, MIG-04 and MIG-05."""

from __future__ import annotations

from dovetail.suites.kernel.check import check
from dovetail.suites.migration.scenario import MigrationScenario, told
from dovetail.suites.migration.tools.tool import Irreversible

_SAY_SO = 'where there is no way back, say so: raise NotImplementedError, or irreversible = {{"{}": "why"}}'


@check("MIG-01", random=False)
def one_head(s: MigrationScenario) -> None:
    s.say(f"# {len(s.tree.revisions)} revisions")
    if found := s.tree.loose_ends():
        s.broken("one head", "; ".join(found), hint="whoever deploys would have to choose: merge them")


@check("MIG-02", random=False)
def from_empty_to_head(s: MigrationScenario) -> None:
    error = s.tried(None)
    if error is None:
        _from_the_last_release(s)
        return
    s.lines.clear()
    s.database.reset()
    for revision in s.revisions():
        step = s.tried(revision)
        if step is not None:
            s.broken(f"{revision.name} is applied", told(step), hint="on a database that was empty at first")
    s.lines[:] = [s.tree.command(None)]
    s.broken(
        "all revisions are applied at once",
        told(error),
        hint="each can be applied by itself, and not in one transaction with those before it",
    )


def _from_the_last_release(s: MigrationScenario) -> None:
    """A database at the last release gets to head in one go, too: some statements need a transaction that is over."""
    out = s.released_ids()
    if not out or out >= {each.id for each in s.tree.revisions}:
        return
    s.database.reset()
    for revision in s.tree.revisions:
        if revision.id in out:
            s.database.prepare(revision)
            s.up(revision)
    s.lines[:] = [f"# a database of {s.binding.contract.released}"]
    error = s.tried(None)
    if error is not None:
        s.broken(
            "the revisions since then are applied at once",
            told(error),
            hint="each can be applied by itself, and not in one transaction with those before it",
        )


@check("MIG-04", random=False)
def down_gives_back_the_schema(s: MigrationScenario) -> None:
    for revision in s.revisions():
        before = s.schema()
        s.up(revision)
        try:
            error = s.down(revision)
        except Irreversible:
            continue
        if error is not None:
            s.broken(f"{revision.name} can be taken back", told(error), hint=_SAY_SO.format(revision.id))
        s.same_schema(before, s.schema(), f"after {revision.name} was taken back")
        s.up(revision)


@check("MIG-05", random=False)
def up_down_up(s: MigrationScenario) -> None:
    for revision in s.revisions():
        before = s.schema()
        s.up(revision)
        first = s.schema()
        if not s.taken_back(revision, before):
            continue
        error = s.tried(revision)
        if error is not None:
            s.broken(f"{revision.name} is applied again", told(error), hint="after it was taken back")
        s.same_schema(first, s.schema(), f"after {revision.name} was taken back and applied again")
