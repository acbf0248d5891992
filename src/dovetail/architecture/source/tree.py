"""The modules of a root package, read from its folders exactly as grimp reads them, and what that leaves out."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dovetail.architecture.source.walk import walk
from dovetail.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dovetail.architecture.source.walk import Folder


@dataclass(slots=True)
class Portion:
    """One folder of a root package.

    Attributes:
        package: the root package's name.
        directory: the folder.
        modules: every module in the graph, and its file; as text, for there are many.
        namespaces: the names of the folders without `__init__.py` above the regular packages.
        folders: every folder that was looked into.
        escaped: folders that could be imported from and are not in the graph, with the files in and below them.
        unnameable: files whose names, or whose folders' names, are no text, so that no import and no graph can name
            them.
    """

    package: str
    directory: Path
    modules: dict[str, str] = field(default_factory=dict)
    namespaces: set[str] = field(default_factory=set)
    folders: list[str] = field(default_factory=list)
    escaped: dict[Path, list[Path]] = field(default_factory=dict)
    unnameable: list[Path] = field(default_factory=list)

    @property
    def whole(self) -> Portion:
        """The same with the modules that escaped, which Python can import, and without Alembic's files."""
        alembics = {name for name, path in self.modules.items() if _is_alembics(path)}
        if not (self.escaped or alembics):
            return self
        names = {self.name_of(file): str(file) for files in self.escaped.values() for file in files}
        modules = {name: path for name, path in {**self.modules, **names}.items() if name not in alembics}
        return replace(self, modules=modules, namespaces=self.namespaces | (_ancestors(names) - modules.keys()))

    def among(self, names: Collection[str]) -> Portion:
        """The same with no modules but some."""
        return replace(self, modules={name: path for name, path in self.modules.items() if name in names})

    def name_of(self, path: Path) -> str:
        """The dotted name of a folder or a file in it."""
        parts = path.relative_to(self.directory).with_suffix("").parts
        return ".".join((self.package, *(part for part in parts if part != "__init__")))


def read_portion(package: str, directory: Path) -> Portion:
    """Walk one folder of a root package.

    Where a folder inside a regular package has no `__init__.py`, grimp stops without a word; here what it holds is kept
    as escaped.

    Raises:
        ContractError: a folder cannot be read.
    """
    portion = Portion(package, directory)
    regular: list[str] = []
    without_init: set[str] = set()
    outside = ""  # the last folder that is without an `__init__.py` inside a regular package: the outermost such
    for found in walk(str(directory), _refuse):
        folder = found.path
        portion.folders.append(folder)
        if outside and folder.startswith(f"{outside}{os.sep}"):
            _note_escape(portion, outside, found)
            continue
        modules = _modules_among((*found.files, *found.lost))
        has_init = "__init__.py" in modules
        # grimp compares the text of paths, and so must this: it takes shop/api_v2 to be inside shop/api.
        inside = folder.startswith(tuple(regular))
        if inside and not has_init:
            outside = folder
            _note_escape(portion, outside, found)
            continue
        name = _dotted(package, directory, folder)
        if has_init and not inside:
            regular.append(folder)
        elif not has_init:
            without_init.add(name)
        portion.unnameable += _unnameable_packages(folder, found.subfolders)
        found.subfolders[:] = filter(str.isidentifier, found.subfolders)
        portion.unnameable += [Path(folder, file) for file in modules if not _is_text(file)]
        portion.modules.update(_named(name, folder, filter(_is_text, modules)))
    if without_init:
        portion.namespaces = without_init & _ancestors(portion.modules)
    return portion


def _refuse(error: OSError) -> None:
    raise ContractError(f"{error.filename} cannot be read: {error.strerror}", "give this user the right to read it")


def _named(name: str, folder: str, files: Iterable[str]) -> Iterator[tuple[str, str]]:
    for file in files:
        stem = file[: -len(".py")]
        yield (name if stem == "__init__" else f"{name}.{stem}"), f"{folder}{os.sep}{file}"


def _ancestors(modules: dict[str, str]) -> set[str]:
    parts = (module.split(".") for module in modules)
    return {".".join(names[:depth]) for names in parts for depth in range(1, len(names))}


def _dotted(package: str, directory: Path, folder: str) -> str:
    return package + folder.removeprefix(str(directory)).replace(os.sep, ".")


def _modules_among(files: Iterable[str]) -> list[str]:
    return [file for file in files if file.endswith(".py") and not file.startswith(".") and file.count(".") == 1]


def _is_text(file: str) -> bool:
    """Whether a name is UTF-8: on disk it may be any bytes, and what is no text comes as half of a surrogate pair."""
    return file.isascii() or file.encode(errors="replace").decode() == file


def _unnameable_packages(folder: str, subfolders: list[str]) -> list[Path]:
    inits = [Path(folder, name, "__init__.py") for name in subfolders if not _is_text(name)]
    return [init for init in inits if init.is_file()]


def _note_escape(portion: Portion, outermost: str, found: Folder) -> None:
    """Keep the files of a folder that an `import` statement could name, under the outermost folder that escaped."""
    found.subfolders[:] = filter(str.isidentifier, found.subfolders)
    importable = (file for file in _modules_among(found.files) if file[:-3].isidentifier())
    files = [path for path in (f"{found.path}{os.sep}{file}" for file in importable) if not _is_alembics(path)]
    if files:
        portion.escaped.setdefault(Path(outermost), []).extend(map(Path, files))


def _is_alembics(path: str) -> bool:
    """Alembic loads its environment and its revisions by path, and makes their folders without an `__init__.py`."""
    folder, _, file = path.rpartition(os.sep)
    is_revision = folder.endswith(f"{os.sep}versions") and file != "__init__.py"
    environment = folder.rpartition(os.sep)[0] if is_revision else folder
    return (is_revision or file == "env.py") and Path(environment, "script.py.mako").is_file()
