"""What the clauses ask of a migration tool, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from dovetail.suites.migration.schema.schema import Execute, Schema


@dataclass(frozen=True, slots=True)
class Revision:
    """One migration.

    Attributes:
        id: what the tool calls it, and a contract too.
        name: what a person calls it: the name of its file.
        path: its file.
        parents: the ids of the revisions that come right before it.
        source: the tool's own object.
    """

    id: str
    name: str
    path: Path
    parents: tuple[str, ...]
    source: Any = field(compare=False, repr=False)


class Irreversible(Exception):  # noqa: N818 - not an error: it is what the migration says of itself
    """A revision says that it has no way back."""


class Tree(Protocol):
    """All revisions of a project, read from their files; no database is needed for it.

    Attributes:
        tool: the tool's name.
        name: what the tree is called in reports.
        folder: where its files are.
        folders: the same, where there are several.
        revisions: all of them, each after those that it follows.
        replaced: the ids of revisions that others stand for.
    """

    tool: str
    name: str
    folder: Path
    folders: tuple[Path, ...]
    replaced: frozenset[str]
    revisions: tuple[Revision, ...]

    def loose_ends(self) -> list[str]:
        """What is wrong with the order of the revisions: more heads than one, ids that are there twice."""

    def command(self, revision: Revision | None, *, down: bool = False) -> str:
        """The line by which a person takes a step; all steps up, where no revision is given."""

    def key_of(self, path: str, text: str) -> str | None:
        """The id of the revision in a file, of whatever release; None where it holds none."""

    def unknown_models(self, database: Any) -> list[str]:
        """The models of the project that the tool does not know by itself."""

    def mismatches(self, database: Any, metadata: Any) -> Sequence[str]:
        """Where the models and the migrations do not agree; leaves the database at head."""

    def open(self, url: Any) -> ScratchDatabase:
        """The scratch database that a contract's `url` stands for, or one in a file of its own."""


class ScratchDatabase(Protocol):
    """A database on which migrations are run.

    Attributes:
        dialect: `sqlite` or `postgresql`.
        mark: what stands for a parameter in a statement.
        own_tables: the tables of the migration tool itself.
        url: its URL, as SQLAlchemy writes them.
        sent: the statements that the last step sent.
    """

    dialect: str
    mark: str
    own_tables: frozenset[str]
    url: str
    sent: list[str]

    @property
    def name(self) -> str:
        """The database's name for reports."""

    def transaction(self) -> AbstractContextManager[Execute]:
        """A connection of its own, whose transaction is committed at the end."""

    def schema(self) -> Schema:
        """What is in it now, but for the tables of the migration tool itself."""

    def in_place(self) -> AbstractContextManager[Any]:
        """While the block runs, an adapter that asks for the project's own database, as Django's do, has this one."""

    def reset(self) -> None:
        """Drop everything; what was there before the first use is nobody's to drop."""

    def close(self) -> None:
        """Leave nothing behind."""

    def up_all(self) -> None:
        """Go from empty to head at once, as a deployment does."""

    def prepare(self, revision: Revision) -> None:
        """Take the steps of other applications that a revision needs."""

    def up(self, revision: Revision) -> None:
        """Take one step up."""

    def down(self, revision: Revision) -> None:
        """Take one step down.

        Raises:
            Irreversible: the revision says that it has no way back.
        """
