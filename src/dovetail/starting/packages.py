"""The root packages of a repository that says nothing of them, folders without `__init__.py` included."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dovetail.architecture.imports.linter_config import LinterConfig
from dovetail.architecture.source.guess import NOT_THE_CODE, guess_root_packages
from dovetail.architecture.source.walk import walk
from dovetail.errors import ContractError

# Folders without `__init__.py` may be anything; beside what a package may not be called, these are no code.
_NOT_THE_CODE_EITHER = frozenset({"venv", "env", "node_modules", "migrations", "alembic", "contracts", "site", "dist"})
_PROJECTS = ("pyproject.toml", "setup.py", "setup.cfg", "manage.py", "requirements.txt", "Pipfile")
_IMPORTED = re.compile(rb"^[ \t]*(?:from|import)[ \t]+([A-Za-z_]\w*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Packages:
    """The root packages, and how they were found.

    Attributes:
        names: the packages.
        why: how they were found.
        stated: whether an import-linter configuration names them, so that nothing else has to.
    """

    names: tuple[str, ...]
    why: str
    stated: bool = False


def find_packages(root: Path, linters: Sequence[LinterConfig]) -> Packages:
    """Find the root packages.

    Raises:
        ContractError: there is no package, and no folder that the code imports from.
    """
    named = tuple(dict.fromkeys(name for linter in linters for name in linter.root_packages))
    if named:
        return Packages(named, f"{linters[0].file.name} names them", stated=True)
    # A folder without `__init__.py` that the code imports from is a package too, and hides those that are in it.
    imported = _imported_folders(root)
    try:
        regular = guess_root_packages(root)
    except ContractError as error:
        if not imported:
            raise _further_down(root) or error from None
        return Packages(imported, "the code imports from these folders")
    if imported and not set(imported) & set(regular) and _holds(root, imported, regular):
        return Packages(imported, "the code imports from these folders")
    where = "src/" if (root / "src").is_dir() and regular != ("src",) and (root / "src" / regular[0]).is_dir() else "."
    return Packages(regular, f"packages in {where}" if where != "." else "packages at the top of the repository")


def _further_down(root: Path) -> ContractError | None:
    """Where the code is, if a folder of the repository is a project of its own."""
    folders = [each for each in sorted(root.iterdir()) if each.is_dir() and not each.name.startswith(".")]
    for folder in folders:
        begins = any((folder / name).is_file() for name in _PROJECTS)
        if begins and (list(folder.glob("*/__init__.py")) or list(folder.glob("src/*/__init__.py"))):
            return ContractError(
                f"no package was found in {root} or its src/ folder; {folder.name}/ is a project of its own",
                f"dovetail init --root {folder}",
            )
    return None


def _holds(root: Path, imported: Sequence[str], regular: Sequence[str]) -> bool:
    """Whether every regular package lies in a folder that the code imports by its own name."""
    return all(any((root / outer / name).is_dir() for outer in imported) for name in regular)


def _imported_folders(root: Path) -> tuple[str, ...]:
    """The folders with Python files, at the top or in `src/`, that the code imports from; `src` itself before those."""
    counts = _imports(root)
    top = [name for name in _folders(root) if counts[name]]
    inner = [name for name in _folders(root / "src") if counts[name]]
    if "src" in top:
        return ("src",) if counts["src"] > sum(counts[name] for name in inner) else tuple(inner)
    return tuple(top or inner)


def _folders(place: Path) -> Iterator[str]:
    for folder in sorted(place.iterdir()) if place.is_dir() else ():
        named = folder.name.isidentifier() and folder.name not in NOT_THE_CODE | _NOT_THE_CODE_EITHER
        code = named and folder.is_dir()
        if code and any(file.endswith(".py") for found in walk(str(folder)) for file in found.files):
            yield folder.name


def _imports(root: Path) -> Counter[str]:
    """How often each top-level name is imported anywhere in the repository, its tests apart."""
    counts: Counter[str] = Counter()
    for place in [root, *(root / name for name in (*_folders(root), "src"))]:
        files = place.glob("*.py") if place == root else place.rglob("*.py")
        for file in files:
            try:
                counts.update(name.decode() for name in _IMPORTED.findall(file.read_bytes()))
            except OSError:
                continue  # whoever judges it will say so
    return counts
