"""The text of the conftest.py beside the suites: where the code is, what is mapped once, and scratch databases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from dovetail.starting.imported import Imports
from dovetail.starting.modules import FILL_IN
from dovetail.starting.store_classes import django_conftest

_PATHS = '''\
"""Lets the suites import the code and contracts/ wherever pytest is started, and gives them what they share."""

import sys
from pathlib import Path
'''
_HURRY = """

def _hurry(connection):
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous = OFF")  # a scratch database need not survive a power cut
    cursor.close()
"""


@dataclass(frozen=True, slots=True)
class Scratch:
    """A scratch database that suites need.

    Attributes:
        asynchronous: whether for async adapters.
        server: which database it must be, where SQLite will not do.
    """

    asynchronous: bool
    server: str

    @property
    def create(self) -> tuple[str, str]:
        """The module and the name of what makes its engine."""
        return (
            ("sqlalchemy.ext.asyncio", "create_async_engine") if self.asynchronous else ("sqlalchemy", "create_engine")
        )

    def fixture(self) -> str:
        """The fixture that gives its engine."""
        name, create = ("async_engine" if self.asynchronous else "engine"), self.create[1]
        if self.server:
            said = f"{FILL_IN} url = ...; a scratch database in {self.server}, since the tables have types of its own"
            lines = [f'raise NotImplementedError("{said}")', f"return {create}(url, poolclass=NullPool)"]
            return _fixture(name, "", lines)
        driver = "+aiosqlite" if self.asynchronous else ""
        sync = "engine.sync_engine" if self.asynchronous else "engine"
        lines = [
            f"engine = {create}(f\"sqlite{driver}:///{{tmp_path / 'scratch.db'}}\", poolclass=NullPool)",
            f'event.listen({sync}, "connect", lambda connection, _: _hurry(connection))',
            "return engine",
        ]
        return _fixture(name, "tmp_path", lines)


def conftest_module(
    place: str,
    folders: Iterable[str],
    tables: Iterable[str],
    mappings: Iterable[str],
    scratch: Sequence[Scratch],
    django: str = "",
) -> str:
    """The module.

    Args:
        place: the folder that it is written to, relative to the repository.
        folders: the folders from which the code is imported, relative to the repository.
        tables: the modules that declare tables, which are imported so that the metadata is whole.
        mappings: the dotted names of functions that map classes to tables, to be called once.
        scratch: the scratch databases that the suites need.
        django: the module with Django's settings, where nobody else sets Django up.
    """
    libraries, own = Imports(), Imports()
    for module in tables:
        own.module(module, "")
    in_files = any(not each.server for each in scratch)
    for each in scratch:
        libraries.module("pytest", "")
        libraries.name("sqlalchemy.pool", "NullPool")
        libraries.name(*each.create)
    if in_files:
        libraries.name("sqlalchemy", "event")
    if django:
        libraries.module("pytest", "")
        libraries.module("django", "")
        libraries.module("os", "")
    calls = [f"{own.name(*mapping.rpartition('.')[::2])}()" for mapping in mappings]
    places = ", ".join("str(ROOT)" if folder == "." else f'str(ROOT / "{folder}")' for folder in folders)
    text = _PATHS
    if imported := libraries.text(()):
        text += f"\n{imported}\n"
    depth = len(PurePosixPath(place).parts)
    text += f"\nROOT = Path(__file__).resolve().parents[{depth}]\nsys.path[:0] = [{places}]\n"
    if imported := own.text(()):
        text += "\n" + "".join(f"{line}  # noqa: {_exempt(line)}\n" for line in imported.splitlines())
    if calls:
        text += "\n" + "\n".join(calls) + "\n"
    text += django_conftest(django) if django else ""
    return text + "".join(each.fixture() for each in scratch) + (_HURRY if in_files else "")


def _exempt(line: str) -> str:
    """What linters would say of an import that must come late, and of one for what it does."""
    return "E402, F401 (declares tables)" if line.startswith("import ") else "E402"


def _fixture(name: str, given: str, lines: Iterable[str]) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return f"\n\n@pytest.fixture\ndef {name}({given}):\n{body}"
