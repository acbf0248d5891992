"""Where the root packages are, found without importing anything."""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Sequence


def search_path(root: Path) -> list[str]:
    """The folders in which to look first: the repository, then its `src/`; then whatever Python itself would search."""
    return [str(place) for place in (root, root / "src") if place.is_dir()] + sys.path


def package_directories(name: str, search: Sequence[str]) -> tuple[Path, ...]:
    """The directories of a root package: one, or one a portion for a namespace package.

    Python's own finders are asked, never `sys.modules`: a repository may hold a package of which dovetail itself has
    another copy loaded. No parent package is imported.

    Raises:
        ContractError: there is no such package, or it is a module, or lies inside a regular package.
    """
    importlib.invalidate_caches()
    *parents, last = name.split(".")
    path: Sequence[str] = search
    above = ""
    for parent in parents:
        spec = _find(parent, above, path, name)
        if spec.origin:
            raise ContractError(f"{name!r} is not a top-level package", f'write root_packages = ["{parents[0]}"]')
        path = list(spec.submodule_search_locations or ())
        above += f"{parent}."
    return tuple(Path(directory) for directory in _find(last, above, path, name).submodule_search_locations or ())


def _find(part: str, above: str, path: Sequence[str], name: str) -> ModuleSpec:
    """Find one part of a dotted name, as if it were at the top: so its parent need not be loaded."""
    spec = PathFinder.find_spec(part, list(path)) or _ask_other_finders(f"{above}{part}", path if above else None)
    if spec is None:
        raise ContractError(
            f"could not find the package {name!r}",
            f'root_packages = ["{name}"] is looked for in the repository, its src/ folder and the Python path',
        )
    if spec.submodule_search_locations is None:
        spec = _package_beside(spec, part)
    if spec is None:
        raise ContractError(
            f"{name!r} is a module, not a package", "root_packages names folders that hold an __init__.py"
        )
    return spec


def _package_beside(module: ModuleSpec, part: str) -> ModuleSpec | None:
    """The package in `src/` that a module of the same name at the top would hide: a script, say."""
    found = PathFinder.find_spec(part, [str(Path(module.origin or "").parent / "src")])
    return found if found and found.submodule_search_locations is not None else None


def _ask_other_finders(name: str, path: Sequence[str] | None) -> ModuleSpec | None:
    """Editable installations hook in here; the built-in finders come first and answer only for themselves.

    One that has a portion of a namespace package answers for each part of its name.
    """
    finders = (finder.find_spec(name, path) for finder in sys.meta_path if hasattr(finder, "find_spec"))
    return next((found for found in finders if found is not None), None)
