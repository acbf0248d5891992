"""Small repositories, written for one test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_tree(root: Path, files: Mapping[str, str]) -> Path:
    """Write the files, with an `__init__.py` in every folder of `shop` unless a file in it is named `no_init`."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    bare = {marker.parent for marker in root.rglob("no_init")}
    for package in [path for path in root.rglob("*") if path.is_dir() and "shop" in path.relative_to(root).parts]:
        if package not in bare:
            (package / "__init__.py").touch()
    return root
