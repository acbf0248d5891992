"""A hospital's ward: a port with an adapter by a name of its own, one that is awaited, and an entry point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.architecture import lint

if TYPE_CHECKING:
    from pathlib import Path

WARD = {
    "ward/domain/bed.py": ("class Bed:\n    def __init__(self, no: int) -> None:\n        self.no = no\n"),
    "ward/domain/ports.py": (
        "from typing import Protocol\n"
        "from ward.domain.bed import Bed\n"
        "class BedRepository(Protocol):\n"
        "    def get(self, no: int) -> Bed | None: ...\n"
        "    def find_empty(self, *, limit: int = 10) -> list[Bed]: ...\n"
        "class Pager(Protocol):\n"
        "    async def send(self, to: str, body: str) -> None: ...\n"
    ),
    "ward/adapters/beds.py": (
        "from ward.domain.bed import Bed\n"
        "class PgBeds:\n"
        "    def get(self, no: int) -> Bed | None: ...\n"
        "    def find_empty(self, *, limit: int = 10) -> list[Bed]: return []\n"
    ),
    "ward/adapters/pager.py": ("class Beeper:\n    async def send(self, to: str, body: str) -> None: ...\n"),
    "ward/application/book.py": "from ward.domain.ports import BedRepository\n",
    "ward/entrypoints/api.py": "from ward.application import book\n",
    "ward/main.py": "",
    "pyproject.toml": ('[tool.dovetail]\nroot_packages=["ward"]\narchitecture = "hexagonal"\n'),
}


def ward_breaks(root: Path, files: dict[str, str]) -> set[str]:
    """The rules that the ward breaks with these files in it."""
    for name, text in {**WARD, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for folder in [root / "ward", *(path for path in (root / "ward").rglob("*") if path.is_dir())]:
        (folder / "__init__.py").touch()
    return {finding.id for finding in lint(root).findings}
