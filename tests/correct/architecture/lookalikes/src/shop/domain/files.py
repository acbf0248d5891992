from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import socket


class Entity(Protocol):
    """No port, though a Protocol: all that it has is done here."""

    id: str

    def equals(self, other: Entity) -> bool:
        return self.id == other.id


class TextFiles(Protocol):
    """A port whose operations are called as those of a path."""

    def read_text(self, path: Path) -> str: ...

    def open(self, path: Path) -> socket.socket: ...


class Prices:
    def __init__(self, files: TextFiles) -> None:
        self._files = files

    def all(self, path: Path) -> list[str]:
        return self._files.read_text(path.with_suffix(".txt")).splitlines()


class Account(Entity):
    def open(self) -> str:
        """Not the builtin, and no reason to take another `open` for it."""
        return self.id


if __name__ == "__main__":
    print(Account().open())
