"""The inventory of a repository: its ports, who implements each, which suites hold it, and what has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dovetail.architecture.classes.port_model import Adapter, Port
from dovetail.architecture.coverage import Coverage
from dovetail.architecture.deep_stack import with_deep_stack
from dovetail.architecture.gate import opened
from dovetail.checking.result import Document

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class, Function
    from dovetail.architecture.classes.suites import SuiteClass
    from dovetail.architecture.project import Configs

VERSION = 1


@dataclass(frozen=True, slots=True)
class Place:
    """A class, and where it is defined: its file, relative to the repository, and its line."""

    name: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Implementation:
    """An adapter of a port.

    Attributes:
        adapter: its class.
        suites: the suites that name it, by their text or in the run that was read.
        held: whether anything in the tests names it; a factory may, where no suite's own text does.
        missing: the operations of the port that it leaves out, as far as can be seen.
        base: whether it is no class to be built, but one to derive from.
    """

    adapter: Place
    suites: tuple[str, ...]
    held: bool
    missing: tuple[str, ...]
    base: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation of a port.

    Attributes:
        name: its name.
        signature: its first line.
        called: whether some clause of some suite called it; None where no run says.
    """

    name: str
    signature: str
    called: bool | None


@dataclass(frozen=True, slots=True)
class PortEntry:
    """A port, and all there is to it.

    Attributes:
        port: its class.
        kind: `Protocol` or `ABC`; or `class`, of one that implements no port and is held to its own operations.
        operations: what it asks for.
        contract: the class that states what its adapters promise, or None.
        contract_kind: the contract of dovetail's that this one is made from.
        adapters: who implements it.
    """

    port: Place
    kind: str
    operations: tuple[Operation, ...]
    contract: Place | None
    contract_kind: str
    adapters: tuple[Implementation, ...]

    @property
    def uncalled(self) -> tuple[str, ...]:
        """The operations that no clause called."""
        return tuple(each.name for each in self.operations if each.called is False)

    @property
    def unheld(self) -> tuple[Implementation, ...]:
        """The adapters that no suite holds."""
        return tuple(each for each in self.adapters if not each.held and not each.base)


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every port of a repository, in the order of their names.

    Attributes:
        ports: the ports.
        notes: what the inventory could not tell, and how to have it told.
    """

    ports: tuple[PortEntry, ...]
    notes: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many there are of each, and how many lack what."""
        adapters = {(each.adapter.path, each.adapter.name) for port in self.ports for each in port.adapters}
        unheld = {(each.adapter.path, each.adapter.name) for port in self.ports for each in port.unheld}
        return {
            "ports": len(self.ports),
            "adapters": len(adapters),
            "ports without an adapter": sum(not port.adapters for port in self.ports),
            "ports without a contract": sum(port.contract is None for port in self.ports),
            "adapters without a suite": len(unheld),
            "operations called by no clause": sum(len(port.uncalled) for port in self.ports),
        }

    def document(self) -> dict[str, Any]:
        """The document of `dovetail ports --format json`, version 1: keys are only ever added."""
        return {
            "version": VERSION,
            "ports": [asdict(each) for each in self.ports],
            "counts": self.counts(),
            "notes": list(self.notes),
        }


def take_inventory(root: Path, run: Document | None, config: Configs = None) -> Inventory:
    """List the ports of a repository, from its source alone; none of its code is imported.

    Args:
        root: its folder.
        run: the document of a run of its suites, which says which operations were called.
        config: the files to read its settings from.

    Raises:
        ContractError: the repository draws no layers, or says something that is not so.
    """
    return with_deep_stack(lambda: _Reader(root.resolve(), run, config).inventory())


class _Reader:
    def __init__(self, root: Path, run: Document | None, config: Configs) -> None:
        self._root = root
        self._coverage = Coverage.of(opened(root, config))
        self._hexagon = self._coverage.architecture.hexagon
        self._run = run
        self._names = Counter(port.cls.name for port in self._hexagon.ports)

    def inventory(self) -> Inventory:
        own = [_itself(cls, self._hexagon.structure.methods(cls)) for cls in self._without_a_port()]
        ports = [
            self._entry(port, [each for each in self._hexagon.adapters if each.port is port])
            for port in self._hexagon.ports
        ]
        ports += [self._entry(each.port, [each]) for each in own]
        return Inventory(tuple(ports), tuple(self._notes(tuple(ports))))

    def _without_a_port(self) -> Iterator[Class]:
        """The classes that a contract names for its port, and that are none: each the only class of its name."""
        structure = self._hexagon.structure
        for name in sorted(self._coverage.suites.ports.keys() - self._names.keys()):
            saying = [
                module for module in sorted(structure.modules) if structure.says(module, (f"class {name}".encode(),))
            ]
            found = [cls for module in saying for cls in structure.classes(module) if cls.name == name]
            if len(found) == 1 and not self._hexagon.is_interface(found[0]):
                yield found[0]

    def _notes(self, ports: tuple[PortEntry, ...]) -> Iterator[str]:
        if not ports:
            yield "no Protocol or ABC with operations was found in the core"
        elif self._run is None:
            yield "which operations are called is not known: no run of the suites is at hand; run dovetail check"
        elif unknown := [p.port.name for p in ports if p.contract and any(o.called is None for o in p.operations)]:
            yield f"which operations of {', '.join(unknown)} are called is not known: no whole suite of theirs ran"

    def _entry(self, port: Port, adapters: list[Adapter]) -> PortEntry:
        ran = [each for each in (self._run or {}).get("suites", ()) if self._is_of(port, str(each["port"]))]
        contract = self._coverage.contract_of(port)
        contract = contract or next(filter(None, map(self._coverage.contract_for, adapters)), None)
        return PortEntry(
            self._place(port.cls),
            "Protocol" if port.cls.is_protocol else "ABC" if self._hexagon.is_interface(port.cls) else "class",
            tuple(Operation(name, each.header, _called(name, ran)) for name, each in port.operations.items()),
            Place(contract.name, self._shown(contract.path), contract.line) if contract else None,
            contract.kind if contract else "",
            tuple(self._implementation(each, ran) for each in adapters),
        )

    def _is_of(self, port: Port, stated: str) -> bool:
        """Whether a run speaks of a port. The module under which it was imported may be another than its own."""
        module, _, name = stated.rpartition(":")
        exact = f"{module}.{name}" == port.cls.dotted
        return exact or (name == port.cls.name and self._names[name] == 1)

    def _implementation(self, adapter: Adapter, ran: list[Document]) -> Implementation:
        its_own = adapter.port.cls is adapter.cls
        naming = self._holding(adapter.cls) if its_own else self._coverage.suites_of(adapter)
        named = [f"{self._shown(each.path)}::{each.name}" for each in naming]
        run = [each["suite"] for each in ran if each["adapter"] == adapter.name]
        suites = tuple(dict.fromkeys([*named, *(each for each in run if _bare(each) not in named)]))
        held = bool(suites) or (not its_own and self._coverage.is_held(adapter))
        missing = tuple(self._hexagon.missing(adapter))
        return Implementation(self._place(adapter.cls), suites, held, missing, adapter.cls.is_called_abstract)

    def _holding(self, cls: Class) -> list[SuiteClass]:
        """The suites of a class that is its own port. Its contract names it too, and runs nothing."""
        contract = self._coverage.suites.ports[cls.name]
        suites = [each for each in self._coverage.suites.classes if cls.name in (each.port, *each.names)]
        return [each for each in suites if each.name != contract or each.name.startswith("Test")]

    def _place(self, cls: Class) -> Place:
        return Place(cls.name, self._shown(Path(self._hexagon.structure.modules[cls.module])), cls.line)

    def _shown(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else str(path)


def _itself(cls: Class, operations: dict[str, Function]) -> Adapter:
    """A class that is its own port."""
    return Adapter(Port(cls, operations, {}), cls, operations, nominal=True)


def _bare(suite: str) -> str:
    """A suite's id without the parameters of its fixtures."""
    return suite.partition("[")[0]


def _called(operation: str, ran: list[Document]) -> bool | None:
    """Whether some suite called an operation; None where none that ran as a whole says so."""
    if any(operation in each.get("called", ()) for each in ran):
        return True
    return False if any(operation in each.get("uncalled", ()) for each in ran) else None
