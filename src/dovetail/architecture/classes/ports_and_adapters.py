"""Ports and adapters, recognised in the source."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dovetail.architecture.classes.port_model import Adapter, Port, port_stem, resembles
from dovetail.architecture.classes.promises import BRING_NOTHING, Promises

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dovetail.architecture.classes.declarations import Class, Function

_HAS_BASES = re.compile(rb"^\s*class\s+\w+\s*[(\[]", re.MULTILINE)
# Functions that no search for `def name` finds.
_SPACED = re.compile(rb"def(?<!\wdef)(?:  |[\t\\])")


@dataclass(eq=False, repr=False)
class Hexagon(Promises):
    """What the core asks for, and who answers."""

    @cached_property
    def ports(self) -> tuple[Port, ...]:
        """The interfaces of the core: public, asking for something, and not merely the base of others there."""
        found = {name: cls for name, cls in self._interfaces_of_the_core.items() if not self.is_for_objects(cls)}
        composed = self.bases_of(found.values())
        named = (found.keys() - composed) | self._implemented_by_themselves(found, composed)
        asked = ((cls, self._operations(cls), self.required(cls)) for cls in map(found.__getitem__, sorted(named)))
        return tuple(Port(*each) for each in asked if each[1] and each[2])

    @cached_property
    def _interfaces_of_the_core(self) -> dict[str, Class]:
        core = sorted(module for module in self.structure.modules if self.layers.is_core(module))
        declared = [cls for module in core for cls in self.interfaces(module)]
        known = {cls.dotted: cls for cls in declared}
        heirs = (cls for cls in self.heirs_of(declared) if cls.dotted not in known)
        return {**known, **{cls.dotted: cls for cls in heirs if self.is_undone(cls)}}

    def _implemented_by_themselves(self, found: dict[str, Class], composed: set[str]) -> set[str]:
        """The bases of other interfaces that some class outside the core implements as they are."""
        heirs = [cls for cls in self.heirs_of(found.values()) if not self.layers.is_core(cls.module)]
        extended = self.bases_of(heirs)
        last = [cls for cls in heirs if cls.dotted not in extended and not self.is_interface(cls)]
        nearest = (next(base.dotted for base in self.structure.lineage(cls) if base.dotted in found) for cls in last)
        return composed.intersection(nearest)

    def _operations(self, cls: Class) -> dict[str, Function]:
        """What the interface asks for, in itself and in the interfaces that it is composed of."""
        asked: dict[str, Function] = {}
        for current in reversed(self.structure.lineage(cls)):
            promises = current.is_protocol or current.is_abstract or current.only_refuses
            asked.update({name: method for name, method in current.public_methods.items() if promises})
        return asked

    @cached_property
    def heirs(self) -> dict[str, tuple[Class, ...]]:
        """The classes that inherit from each port, anywhere and at any remove, by the port's dotted name."""
        found: dict[str, list[Class]] = {port.cls.dotted: [] for port in self.ports}
        for cls in self.heirs_of([port.cls for port in self.ports]):
            for base in self.structure.lineage(cls)[1:]:
                found.get(base.dotted, []).append(cls)
        return {port: tuple(classes) for port, classes in found.items()}

    @cached_property
    def extended(self) -> frozenset[str]:
        """The heirs that have heirs of their own."""
        heirs = {cls.dotted: cls for classes in self.heirs.values() for cls in classes}
        return frozenset(base.dotted for cls in heirs.values() for base in self.structure.lineage(cls)[1:])

    @cached_property
    def adapters(self) -> tuple[Adapter, ...]:
        """Concrete classes outside the core that inherit from a port, bear the name of one, or have its shape."""
        found = [
            self._adapter(port, cls, nominal=True)
            for port in self.ports
            for cls in self.heirs[port.cls.dotted]
            if not self.layers.is_core(cls.module) and not self.is_interface(cls) and not self._says_more(cls, port)
        ]
        heirs = {cls.dotted for classes in self.heirs.values() for cls in classes}
        for cls in self._namesakes():
            if cls.dotted not in heirs:
                found += self._by_structure(cls)
        known = heirs | {adapter.cls.dotted for adapter in found}
        for cls in self._of_a_ports_shape():
            if cls.dotted not in known:
                found += self._by_shape(cls)
        return tuple(sorted(found, key=lambda adapter: (adapter.cls.dotted, adapter.port.cls.dotted)))

    def _says_more(self, cls: Class, port: Port) -> bool:
        """Whether a class inherits from a port through another one, which is made of it."""
        ports = {other.cls.dotted for other in self.ports} - {port.cls.dotted}
        nearer = [base for base in self.structure.lineage(cls)[1:] if base.dotted in ports]
        return any(port.cls.dotted in {cls.dotted for cls in self.structure.lineage(base)} for base in nearer)

    def _adapter(self, port: Port, cls: Class, *, nominal: bool) -> Adapter:
        return Adapter(port, cls, self._implemented(port, cls), nominal)

    def _implemented(self, port: Port, cls: Class) -> dict[str, Function]:
        """The public methods of a class that are its own, not the interface's empty ones."""
        promised = {id(operation) for operation in port.operations.values()}
        found = self.structure.methods(cls)
        for name in port.operations:  # a property in place of an operation is that operation gone wrong
            nearest = next((base.methods[name] for base in self.structure.lineage(cls) if name in base.methods), None)
            if nearest and nearest.is_property:
                found[name] = nearest
        return {name: method for name, method in found.items() if id(method) not in promised}

    def _namesakes(self) -> Iterator[Class]:
        """Classes outside the core that are called like a port, as `SqlOrders` is for `Orders`."""
        stems = tuple(port_stem(port.cls.name) for port in self.ports)
        for module in self.structure.headers.ending_in(stems) if stems else ():
            classes = () if self.layers.is_core(module) else self.structure.all_classes(module)
            yield from (cls for cls in classes if cls.name.endswith(stems) and not self.is_interface(cls))

    def _by_structure(self, cls: Class) -> list[Adapter]:
        """What a class implements without saying so: every port that it fits, else the one whose name it bears.

        `AsyncSqlOrders` bears the name of `Orders` and fits `AsyncOrders`. A name of one word, as `Repository`, says
        too little to hold a class to that port, and `AuthSqlOrders` bears that of an heir, `SqlOrders`, and may be
        something else.
        """
        candidates = [self._adapter(port, cls, nominal=False) for port in self.ports]
        fitting = [adapter for adapter in candidates if adapter.fits]
        named = [
            adapter
            for adapter in candidates
            if cls.name.endswith(port_stem(adapter.port.cls.name))
            and len(re.findall(r"[A-Z][^A-Z]*", port_stem(adapter.port.cls.name))) > 1
            and not adapter.port.operations.keys().isdisjoint(adapter.operations)
            and not any(cls.name.endswith(heir.name) for heir in self.heirs[adapter.port.cls.dotted])
        ]
        named.sort(key=lambda adapter: len(adapter.port.cls.name))
        return fitting or named[-1:]

    def _of_a_ports_shape(self) -> Iterator[Class]:
        """The classes where adapters live that may have every operation of some port, whatever they are called."""
        forms = (b"def %s", b" %s = ")
        wanted = [[[form % name.encode() for form in forms] for name in port.operations] for port in self.ports]
        for module in sorted(self.structure.modules) if wanted else ():
            if self.layers.layer_of(module) not in self.layers.preset.roles["adapters"]:
                continue
            text = self.structure.text(module)
            counts = [(sum(any(map(text.__contains__, each)) for each in names), len(names)) for names in wanted]
            inherits = any(count for count, _ in counts) and _HAS_BASES.search(text)
            if inherits or _SPACED.search(text) or any(count == whole for count, whole in counts):
                yield from (cls for cls in self.structure.all_classes(module) if not self.is_interface(cls))

    def _by_shape(self, cls: Class) -> list[Adapter]:
        """Every port that a class fits, else the one that it resembles most."""
        candidates = [self._adapter(port, cls, nominal=False) for port in self.ports]
        alike = [adapter for adapter in candidates if resembles(adapter.port, adapter.operations)]
        fitting = [adapter for adapter in alike if adapter.fits]
        alike.sort(key=lambda adapter: len(adapter.port.operations))
        return fitting or alike[-1:]

    def missing(self, adapter: Adapter) -> list[str]:
        """What an adapter leaves out, where all that it has can be seen from here."""
        if self._has_others(adapter):
            return []
        lineage = self.structure.lineage(adapter.cls)
        wanted = adapter.port.required if adapter.nominal else adapter.port.operations
        wanted = wanted if self.structure.foreign_bases(adapter.cls) <= BRING_NOTHING else {}
        return sorted(wanted.keys() - self._given(adapter.port, lineage))

    def _has_others(self, adapter: Adapter) -> bool:
        """Whether a class passes on what it does not define: an heir has all of its port, and is asked no further."""
        passing = {"__getattribute__"} if adapter.nominal else {"__getattr__", "__getattribute__"}
        return any(not passing.isdisjoint(cls.methods) for cls in self.structure.lineage(adapter.cls))

    def only_wraps(self, adapter: Adapter) -> bool:
        """Whether a class passes on what it does not define to another adapter of its port, which it is given."""
        lineage = self.structure.lineage(adapter.cls)
        if not self._has_others(adapter) or adapter.port.operations.keys() <= self._given(adapter.port, lineage):
            return False
        return any(
            self.structure.follow(declared.resolve(part)) == adapter.port.cls.dotted
            for cls in lineage
            if (declared := self.structure.declarations(cls.module))
            for annotation in _annotations_of_what_it_is_given(cls)
            for part in declared.parts(annotation)
        )

    def _given(self, port: Port, lineage: list[Class]) -> set[str]:
        """What a class has of its own, when Python looks for it before it looks in the port."""
        asked_for = {id(method) for method in port.required.values()}
        interfaces = {cls.dotted for cls in self.structure.lineage(port.cls)}
        given: set[str] = set()
        for cls in reversed(lineage):
            given |= cls.attributes if cls.dotted not in interfaces else set()
            given |= {name for name, method in cls.methods.items() if id(method) not in asked_for}
            given -= {name for name, method in cls.methods.items() if id(method) in asked_for}
        return given

    def is_unfinished(self, adapter: Adapter) -> bool:
        """Whether a class is for others to complete."""
        return adapter.cls.is_called_abstract or adapter.cls.dotted in self.extended

    def is_implemented(self, port: Port) -> bool:
        """Whether some class inherits from a port and is no mere base for others, which nobody then completed."""
        heirs = [self._adapter(port, cls, nominal=True) for cls in self.heirs[port.cls.dotted]]
        done = (heir for heir in heirs if not (self.is_unfinished(heir) and self.missing(heir)))
        return any(not self.is_interface(heir.cls) for heir in done)

    def owner(self, adapter: Adapter, name: str) -> Class | None:
        """The class that an adapter has an operation from: itself, or a base."""
        return next((cls for cls in self.structure.lineage(adapter.cls) if name in cls.methods), None)

    def fits_somewhere(self, port: Port) -> bool:
        """Whether any class or module at all has every operation of a port."""
        names = [name.encode() for name in port.operations]
        words = [form % name for name in names for form in (b"def %s", b" %s = ")]
        texts, paths = self.structure.text, self.structure.modules
        partial = [
            module
            for module in sorted(paths)
            if paths[module].endswith("__init__.py")
            or any(word in texts(module) for word in words)
            or _SPACED.search(texts(module))
        ]
        complete = [module for module in partial if all(name in texts(module) for name in names)]
        if any(self._fits_in(port, module) for module in complete):
            return True
        # Some operations may be inherited from a class in another module.
        return any(self._fits_in(port, module) for module in partial if _HAS_BASES.search(texts(module)))

    def _fits_in(self, port: Port, module: str) -> bool:
        wanted = port.operations.keys()
        declared = self.structure.declarations(module)
        if declared and wanted <= declared.functions.keys() | declared.names.keys():
            return True
        return any(wanted <= self._has(cls) for cls in self.structure.all_classes(module))

    def _has(self, cls: Class) -> frozenset[str]:
        """The names of what a class has, but for what interfaces only promise."""
        for current in self.structure.bases_first(cls, self._had):
            above = [self._had.get(base.dotted, frozenset()) for base in self.structure.parents(current)]
            own = () if self.is_interface(current) else (*current.methods, *current.attributes)
            most = max(above, key=len, default=frozenset[str]())
            names = {*own}.union(*above)
            self._had[current.dotted] = most if names <= most else frozenset(names)
        return self._had[cls.dotted]

    @cached_property
    def _had(self) -> dict[str, frozenset[str]]:
        return {}


def _annotations_of_what_it_is_given(cls: Class) -> list[ast.expr]:
    """The types of what a class is made of: of its constructor's parameters, or of its fields."""
    made = cls.methods.get("__init__")
    fields = [statement.annotation for statement in cls.statements if isinstance(statement, ast.AnnAssign)]
    return made.annotations if made else fields
