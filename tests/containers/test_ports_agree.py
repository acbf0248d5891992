"""What a container is to serve, and what `dovetail ports` lists, are the same ports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dovetail.architecture.gate import opened
from dovetail.errors import ContractError
from dovetail.port.discovery import ports_of

ROOT = Path(__file__).parents[2]
TREES = [
    *(ROOT / "examples" / name for name in ("shop", "library", "ledger")),
    *sorted(
        path.parent
        for path in (ROOT / "tests/correct/architecture").glob("*/pyproject.toml")
        # `unusual` imports what newer Pythons no longer have.
        if (path.parent / "src").is_dir() and path.parent.name != "unusual"
    ),
]


@pytest.fixture
def source(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A repository whose packages can be imported; what others of that name were imported before comes back after."""
    tree: Path = request.getfixturevalue("tree")
    tops = {path.stem for path in (tree / "src").iterdir()}
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in tops}
    for name in before:
        del sys.modules[name]
    monkeypatch.syspath_prepend(str(tree / "src"))
    yield tree
    for name in [each for each in sys.modules if each.partition(".")[0] in tops]:
        del sys.modules[name]
    sys.modules.update(before)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_both_find_the_same_ports(tree: Path, source: Path) -> None:
    """One from the source, the other from the classes."""
    architecture = opened(source)
    read = {port.cls.dotted for port in architecture.hexagon.ports}
    core = [name for layer in architecture.layers.preset.core for name in architecture.layers.modules.get(layer, ())]

    if not read:
        with pytest.raises(ContractError, match="no port was found"):
            ports_of(core)
        return
    assert {f"{port.type.__module__}.{port.type.__qualname__}" for port in ports_of(core)} == read


PORTS = """
from abc import ABC, abstractmethod
from collections.abc import Sized
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

T = TypeVar("T")

class Charts(Protocol):
    def find(self, name: str) -> bytes: ...

class Kept(ABC, Generic[T]):
    @abstractmethod
    def keep(self, one: T) -> None: ...

class Buoys(Kept[str]):
    pass

class Readable(Protocol):
    def read(self) -> bytes: ...

class Scrolls(Readable, Protocol):
    def unroll(self) -> None: ...

class _Private(Protocol):
    def hidden(self) -> None: ...

class Named(Protocol):
    name: str

class Loud(Protocol):
    def shout(self, text: str) -> str:
        return text.upper()

class Event(ABC):
    def occurred(self) -> str:
        return "now"

class Vessel(ABC):
    @abstractmethod
    def draught(self) -> float: ...

    @property
    @abstractmethod
    def flag(self) -> str: ...

class Berths(Sized, ABC):
    @abstractmethod
    def free(self) -> int: ...

@dataclass
class Toll(ABC):
    name: str

    @abstractmethod
    def due(self, length: float) -> float: ...

class Aground(Exception, ABC):
    @abstractmethod
    def reason(self) -> str: ...

class Tug(Vessel):
    flag = "none"

    def draught(self) -> float:
        return 2.0
"""


def test_what_looks_like_a_port_is_told_apart_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bases, private ones, what only has data, what does something itself."""
    package = tmp_path / "src" / "pilotage"
    (package / "domain").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "domain" / "__init__.py").touch()
    (package / "domain" / "ports.py").write_text(PORTS, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.dovetail]\nroot_packages = ["pilotage"]\narchitecture = "hexagonal"\n', encoding="utf-8"
    )
    monkeypatch.syspath_prepend(str(tmp_path / "src"))

    read = {port.cls.dotted for port in opened(tmp_path).hexagon.ports}
    try:
        found = {f"{port.type.__module__}.{port.type.__qualname__}" for port in ports_of(["pilotage.domain"])}
    finally:
        for name in [each for each in sys.modules if each.partition(".")[0] == "pilotage"]:
            del sys.modules[name]

    assert found == read
    assert {each.rpartition(".")[2] for each in found} == {"Charts", "Buoys", "Scrolls", "Vessel", "Berths"}


def test_a_core_that_cannot_be_imported_is_refused() -> None:
    with pytest.raises(ContractError, match="pilotage cannot be imported"):
        ports_of(["pilotage"])
