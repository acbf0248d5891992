"""What a fake keeps, so that a kind whose fakes are made of another kind's can put it aside and go back to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol


class Keeping(Protocol):
    """What a fake keeps."""

    def __iter__(self) -> Iterator[Any]:
        """What is kept itself, to be read and never to be handed out."""

    def state(self) -> Any:
        """What is kept now, to go back to."""

    def restore(self, state: Any) -> None:
        """Keep again what was kept then."""

    def apart(self, state: Any) -> Any:
        """The same with copies of what is in it."""


def memory_of(fake: Any) -> Keeping:
    """What a fake keeps; it says so under a name of its own, since all others are its port's."""
    memory: Keeping = fake._fake.memory  # noqa: SLF001
    return memory
