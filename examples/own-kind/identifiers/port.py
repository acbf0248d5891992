"""The port: what the rest of the service knows of identifiers."""

from __future__ import annotations

from typing import Protocol


class Identifiers(Protocol):
    """Gives identifiers, each of them once."""

    def next_id(self) -> str: ...
