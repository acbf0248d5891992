"""A garden: plants, a port for them with its adapter, and whatever a test puts into a layer."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dovetail.architecture import lint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

GARDEN = {
    "pyproject.toml": '[tool.dovetail]\nroot_packages = ["garden"]\narchitecture = "hexagonal"\n',
    "garden/domain/plant.py": "class Plant:\n    def __init__(self, bed: int) -> None:\n        self.bed = bed\n",
    "garden/domain/ports.py": (
        "from typing import Protocol\n"
        "from garden.domain.plant import Plant\n"
        "class PlantRepository(Protocol):\n"
        "    def dig_up(self, bed: int) -> Plant: ...\n"
        "    def put_in(self, plant: Plant) -> None: ...\n"
    ),
    "garden/adapters/plants.py": (
        "from garden.domain.plant import Plant\n"
        "class PgPlants:\n"
        "    def dig_up(self, bed: int) -> Plant: return Plant(bed)\n"
        "    def put_in(self, plant: Plant) -> None: self.plant = plant\n"
    ),
    "garden/application/grow.py": "",
    "garden/entrypoints/http.py": "",
    "garden/main.py": "",
}


def planted(root: Path, files: Mapping[str, str]) -> Path:
    """The garden with some more files, or other ones, and an `__init__.py` in every folder."""
    for name, text in {**GARDEN, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for folder in (root / "garden", *(path for path in (root / "garden").rglob("*") if path.is_dir())):
        (folder / "__init__.py").touch()
    return root


def broken(root: Path, files: Mapping[str, str]) -> dict[str, set[str]]:
    """The rules that are broken, by the module that breaks them."""
    found = defaultdict[str, set[str]](set)
    for finding in lint(planted(root, files)).findings:
        found[finding.module].add(finding.id)
    return dict(found)


def in_the_domain(files: Mapping[str, str]) -> dict[str, str]:
    """Texts as modules of the domain, by their names."""
    return {f"garden/domain/{name}.py": text for name, text in files.items()}
