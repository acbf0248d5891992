"""What is to be written into a repository: whole files, and lines at the end of one; nothing is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dovetail.architecture.cache.files import write_whole
from dovetail.errors import ContractError


@dataclass(frozen=True, slots=True)
class Planned:
    """One file.

    Attributes:
        path: where, relative to the repository.
        text: its whole text, as it will be.
        added: what of it is new: all, or what is added to a file that is there.
        what: `new`, `added to`, or `kept` where the file is there and stays as it is.
        why: what it is for; of a file that is kept, why it is.
    """

    path: str
    text: str
    added: str
    what: Literal["new", "added to", "kept"]
    why: str

    @property
    def fill_in(self) -> list[tuple[int, str]]:
        """The lines that only a person can write, with what they say."""
        if self.what == "kept" or not self.path.endswith((".py", ".toml")):
            return []
        lines = enumerate(self.text.splitlines(), 1)
        return [(number, line.strip()) for number, line in lines if "fill in: " in line and line in self.added]


@dataclass
class Plan:
    """All files, in the order in which they are written.

    Attributes:
        root: the repository.
        files: the files.
        notes: what there is to say besides.
    """

    root: Path
    files: list[Planned] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def new(self, path: str, text: str, why: str) -> None:
        """A file of its own; where one of that name is there, it is kept."""
        if (self.root / path).exists():
            self.files.append(Planned(path, "", "", "kept", "it is there already"))
        else:
            self.files.append(Planned(path, text, text, "new", why))

    def grown(self, path: str, after: str, added: str, why: str) -> None:
        """A file that is there, with lines added.

        Args:
            path: the file.
            after: what will be in it.
            added: the lines that are new.
            why: what they are for.
        """
        self.files.append(Planned(path, after, added, "added to", why))

    def apply(self) -> None:
        """Write the files.

        Raises:
            ContractError: one of them cannot be written; those before it are.
        """
        for each in self.files:
            if each.what == "kept":
                continue
            target = self.root / each.path
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                if each.what == "new" and target.exists():
                    continue  # it came meanwhile
                write_whole(str(target), each.text.encode("utf-8", "backslashreplace"))
            except OSError as error:
                raise ContractError(
                    f"{target} cannot be written: {error.strerror}", "give this user the right to write there"
                ) from error
