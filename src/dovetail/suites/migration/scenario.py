"""The language of migrations: steps up and down, and what the schema is between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.scenario import Scenario
from dovetail.suites.kernel.source import Source
from dovetail.suites.migration.binding import MigrationBinding
from dovetail.suites.migration.schema.schema import Schema, differences
from dovetail.suites.migration.tools.tool import Irreversible, Revision, ScratchDatabase, Tree
from dovetail.suites.migration.versions import release

_MOST = 5  # differences that a finding lists


class MigrationScenario(Scenario):
    """One walk through a tree of migrations.

    Attributes:
        binding: the tree, and what the contract states.
    """

    def __init__(self, binding: MigrationBinding, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> None:
        super().__init__(driver, source, draw)
        self.binding = binding

    @property
    def tree(self) -> Tree:
        """The revisions."""
        return self.binding.tree

    @property
    def database(self) -> ScratchDatabase:
        """The database on which they run."""
        database: ScratchDatabase = self.adapter
        return database

    def revisions(self) -> Iterator[Revision]:
        """Each revision, when it is its turn; the lines of a finding begin with what leads to it."""
        before: Revision | None = None
        for each in self.tree.revisions:
            self.lines[:] = [] if before is None else [self.tree.command(before)]
            self.database.prepare(each)
            yield each
            before = each

    def schema(self) -> Schema:
        return self.database.schema()

    def begin_at_head(self) -> None:
        """Begin anew, with a schema on which all migrations have run."""
        self.lines.clear()
        self.database.reset()
        self.up()

    def tried(self, revision: Revision | None, *, down: bool = False) -> Exception | None:
        """Take a step, or all of them, and give what it failed with.

        Raises:
            Irreversible: the revision says that it has no way back.
        """
        self.say(self.tree.command(revision, down=down))
        try:
            if revision is None:
                self.database.up_all()
            elif down:
                self.database.down(revision)
            else:
                self.database.up(revision)
        except (ContractError, Irreversible):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a migration raises is its answer
            return error
        return None

    def up(self, revision: Revision | None = None) -> None:
        """Take a step up, or all of them; one that fails is found by another clause."""
        error = self.tried(revision)
        if error is not None:
            name = "the migrations" if revision is None else revision.name
            self.set_aside(f"{name} cannot be applied: {told(error)}", left_to_another_clause=True)

    def down(self, revision: Revision) -> Exception | None:
        """Take a step down, unless it says that there is no way back.

        Returns:
            What it failed with; None where it did not.

        Raises:
            Irreversible: the contract or the revision says so.
        """
        if (reason := self.binding.irreversible.get(revision.id)) is not None:
            self.note(f"{revision.name} has no way back: {reason}")
            raise Irreversible(reason)
        try:
            return self.tried(revision, down=True)
        except Irreversible as said:
            self.lines.pop()
            self.note(f"{revision.name} says that it has no way back: {said}")
            raise

    def taken_back(self, revision: Revision, before: Schema) -> bool:
        """Take a step down, for a clause that is not about the schema which that gives; whether there is a way.

        Args:
            revision: the step.
            before: the schema before it, which another clause holds it to give back.
        """
        try:
            error = self.down(revision)
        except Irreversible:
            return False
        if error is not None:
            self.set_aside(f"{revision.name} cannot be taken back: {told(error)}", left_to_another_clause=True)
        if differences(before, self.schema()):
            self.set_aside(f"{revision.name} does not give back the schema", left_to_another_clause=True)
        return True

    def released_ids(self) -> set[str]:
        """The ids of the revisions that the last release has; none where nothing says which that is."""
        if self.binding.contract.released is None:
            return set()
        last = release(self.binding.contract.released, self.binding.root)
        files = (each for folder in self.tree.folders for each in last.files(folder).items())
        return {key for path, text in files if (key := self.tree.key_of(path, text)) is not None}

    def note(self, fact: str) -> None:
        """Tell something beside the outcome."""
        if fact not in self.learned:
            self.learned = f"{self.learned}; {fact}" if self.learned else fact

    def same_schema(self, expected: Schema, got: Schema, when: str, hint: str = "") -> None:
        found = differences(expected, got)
        if found:
            self.broken(
                "\n".join(f"{each.place}: {each.expected or 'nothing'}" for each in found[:_MOST]),
                "\n".join(f"{each.place}: {each.got or 'nothing'}" for each in found[:_MOST])
                + (f"\nand {len(found) - _MOST} more" if len(found) > _MOST else ""),
                hint=f"{when}{': ' + hint if hint else ''}",
            )


def told(error: BaseException) -> str:
    """What an error says, in one line: what the database said, without the statement and its parameters."""
    cause = getattr(error, "orig", None) or error
    text = " ".join(str(cause).split())
    return f"{type(cause).__name__}: {text}" if text else type(cause).__name__
