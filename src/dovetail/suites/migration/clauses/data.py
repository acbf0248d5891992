"""What was valid at a revision is there at head, and after a step back and forth: MIG-06 to MIG-08."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dovetail.suites.kernel.check import check
from dovetail.suites.migration.rows.following import Lost, follow
from dovetail.suites.migration.rows.walk import RowWalk
from dovetail.suites.migration.scenario import MigrationScenario, told
from dovetail.suites.migration.schema.schema import Schema
from dovetail.suites.migration.tools.tool import Revision

_DROPPED = 'where that is meant, say so: compare = {{"{}": ignored("why")}}'


@check("MIG-06", random=False)
def rows_are_there_at_head(s: MigrationScenario) -> None:
    walk = RowWalk(s)
    for revision in s.revisions():
        before = s.schema()
        error = s.tried(revision)
        if error is not None:
            s.broken(f"{revision.name} is applied where there are rows", told(error), hint=walk.hint(revision))
        _tell_of_time_zones(s, before, revision)
        for lost in follow(walk.rows, walk.step(before)):
            _tell(s, lost, f"after {revision.name}")
        walk.fill(before, revision)
    walk.is_evaluated()
    walk.numbers_go_on()
    walk.repositories_find_them()


@check("MIG-07", random=False)
def data_go_back(s: MigrationScenario) -> None:
    walk = RowWalk(s)
    for revision in s.revisions():
        before = s.schema()
        walk.up(revision)
        if s.taken_back(revision, before):
            for lost in follow(walk.rows, walk.step(before, back=True)):
                _tell(s, lost, f"after {revision.name} was taken back", revision)
            walk.up(revision)
        walk.go_on(before)
        walk.fill(before, revision)
    walk.is_evaluated()


@check("MIG-08", random=False)
def twice_is_once(s: MigrationScenario) -> None:
    walk = RowWalk(s)
    for revision in s.revisions():
        before = s.schema()
        walk.up(revision)
        walk.go_on(before)
        once = walk.counts()
        if s.taken_back(revision, before):
            error = s.tried(revision)
            if error is not None:
                s.broken(f"{revision.name} is applied again", told(error), hint="where there are rows")
            twice = walk.counts()
            for table in sorted(once):
                if once[table] != twice.get(table):
                    s.broken(
                        f"{table} has {once[table]} rows, as when {revision.name} was applied first",
                        f"{table} has {twice.get(table)} rows",
                        hint="what the way up inserts, the way down deletes, or the way up looks whether it is there",
                    )
        walk.fill(before, revision)
    walk.is_evaluated()


def _tell_of_time_zones(s: MigrationScenario, before: Schema, revision: Revision) -> None:
    # No finding: where all sessions are set to one time zone, as Django's are, this is right.
    if s.database.dialect == "postgresql" and s.tree.tool == "Alembic":
        for place in sorted(read_in_the_session_zone(before, s.schema(), s.database.sent)):
            column = place.rpartition(".")[2]
            s.note(
                f"{revision.name} reads {place} in whatever time zone its session is set to: "
                f"postgresql_using=\"{column} AT TIME ZONE 'UTC'\" says which it was"
            )


def _tell(s: MigrationScenario, lost: Lost, when: str, back: Revision | None = None) -> None:
    hint = f"{when}, of a row of {lost.since}; {_DROPPED.format(lost.place)}"
    if back is not None:
        hint += f', or irreversible = {{"{back.id}": "why"}}'
    table, _, column = lost.place.rpartition(".")
    if lost.now is None and not any(column in each for each in s.binding.contract.rows.get(table, ())):
        hint += f'; where it takes some values alone, state them: rows = {{"{table}": [{{"{column}": ...}}]}}'
    now = "nothing has it any more" if lost.now is None else lost.now
    s.broken(f"{lost.place}: {lost.before}", f"{lost.place}: {now}", lost.place, hint)


_MOMENT = re.compile(r"timestamp.* (with|without) time zone")
_STATED = re.compile(r"\bat\s+time\s+zone\b|\bset\b[^;]*\btime\s*zone\b|\btimezone\s*\(|'timezone'", re.IGNORECASE)


def read_in_the_session_zone(before: Schema, now: Schema, sent: Sequence[str]) -> Iterator[str]:
    """The columns that got or lost a time zone in a step of which no statement says what time zone it was."""
    if any(_STATED.search(statement) for statement in sent):
        return
    for name in before.tables.keys() & now.tables.keys():
        then = before.tables[name].columns
        for column in now.tables[name].columns.values():
            kinds = {
                found[1] for each in (then.get(column.name), column) if each and (found := _MOMENT.match(each.type))
            }
            if len(kinds) > 1:
                yield f"{name}.{column.name}"
