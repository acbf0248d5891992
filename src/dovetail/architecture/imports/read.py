"""Reading imports from files, through grimp, so that no file ends the run.

grimp reads well-meaning source. A file that has gone away, a relative import from above the top, or an expression of
fifty thousand terms makes it panic or ends the process. So every file is looked at before, what it says to standard
error is thrown away, and whatever it fails at all the same is told of that one file.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from sys import intern
from typing import NamedTuple

from grimp import DirectImport, Module
from grimp.application.ports.modulefinder import FoundPackage, ModuleFile
from grimp.application.scanning import scan_imports
from grimp.exceptions import SourceSyntaxError

from dovetail.architecture.cache.imports import Import
from dovetail.architecture.source.depth import is_too_deep, may_be_deep
from dovetail.architecture.source.texts import LARGEST, TOO_LARGE, read_text
from dovetail.architecture.source.tree import Portion

Failure = tuple[str, Exception]
Imports = dict[str, list[Import]]

# What grimp gives for all files at once would be most of a run's memory. Each call costs it a look at every module, so
# the number of calls is fixed; more than a few files are worth one.
_CALLS = 4
_FEW = 200

# Compiled when it is first needed, which is hardly ever.
_RELATIVE = rb"^[ \t]*from[ \t]*(\.[. \t]*)"


class Reader(NamedTuple):
    """Reads imports.

    Attributes:
        portions: the folders of the root packages.
        external: whether imports of other packages are wanted.
        type_checking: whether imports under `if TYPE_CHECKING:` are.
    """

    portions: tuple[Portion, ...]
    external: bool
    type_checking: bool

    def read(self, paths: Mapping[str, str]) -> tuple[Imports, list[Failure]]:
        """The imports of some modules, given with their files, and which of them could not be read."""
        imports: Imports = {}
        failures: list[Failure] = []
        for module, path in paths.items():
            obstacle = _obstacle(path)
            if obstacle:
                imports[module] = []
                failures.append((module, obstacle))
        known = {name: ModuleFile(Module(name), 0.0) for portion in self.portions for name in portion.modules}
        files = [known[name] for name in paths if name not in imports]
        size = max(_FEW, -(-len(files) // _CALLS))
        with _in_utf_8(self.portions) as portions, _standard_error_aside():
            found = frozenset(_found_package(portion, known) for portion in portions)
            for start in range(0, len(files), size):
                for part, failure in self._in_parts(files[start : start + size], found, paths):
                    imports.update(part)
                    failures += [failure] if failure else []
            failures = [(name, _told(error, portions, self.portions)) for name, error in failures]
        return imports, sorted(failures, key=lambda failed: failed[0])

    def _in_parts(
        self, files: Sequence[ModuleFile], found: frozenset[FoundPackage], paths: Mapping[str, str]
    ) -> Iterator[tuple[Imports, Failure | None]]:
        """Read all files at once; where that fails, halve them until the one that cannot be read stands alone."""
        try:
            scanned = scan_imports(
                files,
                found_packages=set(found),
                include_external_packages=self.external,
                exclude_type_checking_imports=not self.type_checking,
            )
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 (a panic of grimp's is not even an Exception)
            if len(files) == 1:
                name = files[0].module.name
                yield {name: []}, (name, _reason(error, name, paths[name]))
                return
            middle = len(files) // 2
            yield from self._in_parts(files[:middle], found, paths)
            yield from self._in_parts(files[middle:], found, paths)
        else:
            yield dict(_emptied(scanned)), None


def _obstacle(path: str) -> Exception | None:
    """Why a file is not even to be tried."""
    try:
        found = os.stat(path)  # noqa: PTH116 (a Path for each of thousands of files costs more than its stat)
        if not stat.S_ISREG(found.st_mode):
            return OSError("it is no regular file")
        if found.st_size > LARGEST:
            return OSError(TOO_LARGE)
        if may_be_deep(found.st_size) and is_too_deep(read_text(path)):
            return ValueError("it is nested too deeply")
    except OSError as error:
        return FileNotFoundError(_absence(path)) if isinstance(error, FileNotFoundError) else error
    return None


def _absence(path: str) -> str:
    return "it is a link that leads nowhere" if Path(path).is_symlink() else "it went away during the run"


def _reason(error: BaseException, module: str, path: str) -> Exception:
    """What a file is at fault with, in the user's words where grimp's own are about itself."""
    if isinstance(error, SourceSyntaxError | OSError | ValueError):
        return error
    with contextlib.suppress(OSError):
        package = module if Path(path).name == "__init__.py" else module.rpartition(".")[0]
        text = Path(path).read_bytes()
        for found in re.finditer(_RELATIVE, text, re.MULTILINE):
            if found[1].count(b".") > len(package.split(".")):
                line = text.count(b"\n", 0, found.start())
                statement = text.split(b"\n")[line].decode(errors="replace").strip()
                return SourceSyntaxError(path, line + 1, f"an import from above the top-level package: {statement}")
    return FileNotFoundError(_absence(path)) if not Path(path).exists() else ValueError("grimp cannot read it")


@contextlib.contextmanager
def _standard_error_aside() -> Iterator[None]:
    """Throw away what is written to standard error meanwhile: a panic says there that it is one."""
    try:
        kept = os.dup(2)
    except OSError:  # closed
        yield
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextlib.contextmanager
def _in_utf_8(portions: tuple[Portion, ...]) -> Iterator[tuple[Portion, ...]]:
    """The same folders under names that grimp can be told: it takes text, and a name on disk may be any bytes."""
    if all(_is_utf_8(str(portion.directory)) for portion in portions):
        yield portions
        return
    import tempfile  # noqa: PLC0415 (it loads all that can be unpacked, and is hardly ever needed)

    with tempfile.TemporaryDirectory(prefix="dovetail-") as folder:
        links = [Path(folder, str(number)) for number in range(len(portions))]
        for link, portion in zip(links, portions, strict=True):
            link.symlink_to(portion.directory)
        yield tuple(replace(portion, directory=link) for link, portion in zip(links, portions, strict=True))


def _told(error: Exception, portions: Sequence[Portion], real: Sequence[Portion]) -> Exception:
    """The error, with the folders in it called what they are called."""
    if portions is real or isinstance(error, SourceSyntaxError):
        return error
    text = str(error)
    for link, portion in zip(portions, real, strict=True):
        text = text.replace(str(link.directory), str(portion.directory))
    return ValueError(text)


def _is_utf_8(name: str) -> bool:
    return name.encode(errors="replace").decode() == name


def _found_package(portion: Portion, known: Mapping[str, ModuleFile]) -> FoundPackage:
    return FoundPackage(
        name=portion.package,
        directory=str(portion.directory),
        module_files=frozenset(known[name] for name in portion.modules),
        namespace_packages=frozenset(portion.namespaces),
    )


def _emptied(scanned: dict[ModuleFile, set[DirectImport]]) -> Iterator[tuple[str, list[Import]]]:
    """The imports of each module in a smaller form; grimp's own are let go on the way."""
    while scanned:
        file, imports = scanned.popitem()
        yield file.module.name, sorted(map(_import, imports))


def _import(found: DirectImport) -> Import:
    # Many modules import the same in the same words: one copy of each will do.
    return (intern(found.imported.name), found.line_number, intern(found.line_contents), found.is_lazy)
