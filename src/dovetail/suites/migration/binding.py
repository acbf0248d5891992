"""What a contract on migrations has read: their tree, and what it states of them."""

from __future__ import annotations

import inspect
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dovetail.errors import ContractError
from dovetail.suites.kernel.options import stated
from dovetail.suites.kernel.subject import Subject
from dovetail.suites.migration.tools.tool import Revision, Tree

# What stands at the top of a project; the first that is found decides.
_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg", "manage.py", "alembic.ini", "pytest.ini", "tox.ini")


@dataclass(frozen=True)
class MigrationBinding:
    """A tree of migrations, and what its contract states.

    Attributes:
        subject: the tree, as the reports call it.
        tree: its revisions.
        contract: the class that states the options.
        irreversible: by the id of a revision, why it has no way back.
        root: the folder of the project.
    """

    subject: Subject
    tree: Tree
    contract: Any
    irreversible: Mapping[str, str]
    root: Path

    @property
    def last(self) -> Revision:
        """The revision that is taken last."""
        return self.tree.revisions[-1]


def bind(contract: Any) -> MigrationBinding:
    """Read a tree, and what the contract states of it.

    Raises:
        ContractError: there is none, it cannot be read, or the contract names a revision that is not in it.
    """
    tree = tree_of(stated(contract, "migrations"), contract)
    if not tree.revisions:
        raise ContractError(
            f"{tree.folder} has no migrations", "name the folder or the file of those that are to be held"
        )
    for place, each in contract.compare.items():
        said = getattr(each, "name", each)
        if said != "ignored":
            raise ContractError(
                f"compare of {contract.__name__} says {said!r} of {place}, and rows are compared whole",
                f'compare = {{"{place}": ignored("why")}}',
            )
    subject = Subject(tree.name, f"{tree.tool.lower()}:{tree.name}")
    return MigrationBinding(subject, tree, contract, _irreversible(contract, tree), root_of(tree.folder))


def tree_of(migrations: Any, contract: Any) -> Tree:
    """The tree that `migrations` names: a file of Alembic's, a folder with an `env.py`, or applications of Django."""
    if migrations is None:
        raise ContractError(
            f"{contract.__name__} does not say which migrations it holds",
            'migrations = "alembic.ini", or the label of a Django application',
        )
    if isinstance(migrations, (str, os.PathLike)):
        path = found(Path(migrations), contract)
        if path is not None:
            return _alembic(path)
        if isinstance(migrations, str) and migrations.isidentifier():
            return _django((migrations,), contract)
        raise ContractError(
            f"{migrations} is neither in {Path.cwd()} nor beside {contract.__name__}", 'migrations = "alembic.ini"'
        )
    if isinstance(migrations, (list, tuple)) and all(isinstance(each, str) for each in migrations):
        return _django(tuple(migrations), contract)
    return _alembic(migrations)


def found(path: Path, contract: Any) -> Path | None:
    """A path as it stands from the working directory, or from a folder above the contract's file."""
    folders = [Path.cwd(), *Path(inspect.getfile(contract)).resolve().parents]
    return next((each for folder in folders if _is_alembics(each := folder / path)), None)


def _is_alembics(path: Path) -> bool:
    """Whether it is a configuration, or a folder with an environment: an application of Django is a folder too."""
    return path.is_file() or (path / "env.py").is_file()


def _alembic(held: Any) -> Tree:
    try:
        from dovetail.suites.migration.tools.alembic_tree import AlembicTree, config_of  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ContractError(f"{held} is Alembic's, which is not installed", "pip install alembic") from error
    if isinstance(held, Path):
        return AlembicTree(config_of(held))
    if not hasattr(held, "get_main_option"):
        raise ContractError(f"migrations is {held!r}, and no file or Config of Alembic's", 'migrations = "alembic.ini"')
    return AlembicTree(held)


def _django(labels: tuple[str, ...], contract: Any) -> Tree:
    try:
        from dovetail.suites.migration.tools.django_tree import DjangoTree  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ContractError(
            f"{labels[0]} is neither a file nor a folder beside {contract.__name__}, and Django is not installed",
            'migrations = "alembic.ini"',
        ) from error
    return DjangoTree(labels)


def _irreversible(contract: Any, tree: Tree) -> dict[str, str]:
    known = {name: each.id for each in tree.revisions for name in (each.id, each.name)}
    unknown = [name for name in contract.irreversible if name not in known]
    if unknown:
        raise ContractError(
            f"irreversible of {contract.__name__} names {unknown[0]!r}, which is no revision of {tree.name}",
            f"the last one is {tree.revisions[-1].id!r}",
        )
    return {known[name]: str(reason) for name, reason in contract.irreversible.items()}


def root_of(folder: Path) -> Path:
    """The project's folder: the nearest one above that is under version control, or has what stands at its top.

    Where nothing shows which that is, it is the working directory, if the folder is in it.
    """
    above = [folder, *folder.parents]
    for mark in _MARKS:
        for each in above:
            if (each / mark).exists():
                return each
    return Path.cwd() if Path.cwd() in above else folder.parent
