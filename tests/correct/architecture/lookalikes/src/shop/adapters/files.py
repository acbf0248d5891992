from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path


def provide(connect: Callable[[Path], socket.socket]) -> object:
    class Files:
        """An adapter that a function makes."""

        def __init__(self) -> None:
            self.open = connect

        def read_text(self, path: Path) -> str:
            return path.read_text(encoding="utf-8")

    return Files()
