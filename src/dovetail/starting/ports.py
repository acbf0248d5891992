"""The ports and adapters of a repository that may keep its ports anywhere, and the kind of contract for each."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dovetail.architecture.classes.ports_and_adapters import Hexagon
from dovetail.conventions import words
from dovetail.starting.kinds import Kind, kind_for

if TYPE_CHECKING:
    from dovetail.architecture.classes.declarations import Class


_CALLED = re.compile(r"(Service|UseCases?|Interactor|Facade)(Port|Interface|Protocol|Base|ABC)?$")
_KEEPS = re.compile(r"(Repository|Repositories|Repo|DAO|Dao|UnitOfWork|Uow|UoW)$")
_OWN = ("RepositoryContract", "UnitOfWorkContract")
"""The kinds that hold a class without a port to its own operations."""


@dataclass(frozen=True)
class FoundPort:
    """A port.

    Attributes:
        cls: its class.
        kind: the kind of contract for it, or the reason why there is none.
        adapters: the concrete classes that implement it.
        why: by what it was taken for a port.
    """

    cls: Class
    kind: Kind
    adapters: tuple[Class, ...]
    why: str

    @property
    def is_its_own(self) -> bool:
        """Whether it is a class without a port, which is held to its own operations."""
        return self.cls in self.adapters


def find_ports(hexagon: Hexagon) -> tuple[FoundPort, ...]:
    """The ports of a repository, in the order of their names: those of its core, and interfaces elsewhere."""
    in_core = {port.cls.dotted: port.cls for port in hexagon.ports}
    adapters: dict[str, dict[str, Class]] = {}
    for each in hexagon.adapters:
        if not hexagon.is_unfinished(each) or each.cls.dotted not in hexagon.extended:
            adapters.setdefault(each.port.cls.dotted, {})[each.cls.dotted] = each.cls
    elsewhere = {cls.dotted: cls for cls in _interfaces(hexagon) if cls.dotted not in in_core}
    found = []
    for dotted, cls in sorted({**elsewhere, **in_core}.items()):
        if _fills_in(cls, hexagon):
            continue
        heirs = {each.dotted: each for each in _implementations(hexagon, cls)}
        concrete = {**adapters.get(dotted, {}), **heirs}
        kind = kind_for(cls, hexagon.structure)
        if kind.contract == "GatewayContract" and not any(_speaks_http(each, hexagon) for each in concrete.values()):
            kind = Kind("", "no adapter of theirs imports an HTTP client that is known; docs/own-kind.md")
        if (
            _is_called(cls, kind)
            and concrete
            and all(hexagon.layers.is_core(each.module) for each in concrete.values())
        ):
            kind = Kind("", "the core itself implements it: it is called from outside, and keeps nothing")
        if dotted not in in_core and not (concrete and kind.contract):
            continue  # an interface among the adapters is worth showing where it is clearly a port
        why = f"{'a Protocol' if cls.is_protocol else 'an abstract class'}{' of the core' if dotted in in_core else ''}"
        found.append(FoundPort(cls, kind, tuple(concrete[name] for name in sorted(concrete)), why))
    return (*_without_composed(hexagon, found), *_without_a_port(hexagon, found))


def _without_a_port(hexagon: Hexagon, found: Iterable[FoundPort]) -> Iterator[FoundPort]:
    """The classes that are called repositories, have the operations of one and implement no port: each is its own."""
    held = {cls.dotted for port in found for cls in (port.cls, *port.adapters)}
    named = [
        cls
        for module in sorted(hexagon.structure.modules)
        for cls in hexagon.structure.classes(module)
        if _KEEPS.search(cls.name) and not cls.name.startswith("_")
    ]
    extended = {base.dotted for cls in named for base in hexagon.structure.lineage(cls)[1:]}
    for cls in named:
        lineage = hexagon.structure.lineage(cls)
        if cls.dotted in extended or cls.is_called_abstract or any(each.dotted in held for each in lineage):
            continue
        if hexagon.is_interface(cls) or _is_undone(cls, hexagon):
            continue
        kind = kind_for(cls, hexagon.structure)
        if kind.contract in _OWN:
            yield FoundPort(cls, kind, (cls,), "a class that implements no port")


def _is_called(port: Class, kind: Kind) -> bool:
    """Whether a port that looks like a repository is named as what is called from outside."""
    return kind.contract == "RepositoryContract" and bool(_CALLED.search(port.name))


def _speaks_http(adapter: Class, hexagon: Hexagon) -> bool:
    declared = hexagon.structure.declarations(adapter.module)
    meanings = declared.names.values() if declared else ()
    return any(meaning.partition(".")[0] in words("imports.http") for meaning in meanings)


def _interfaces(hexagon: Hexagon) -> Iterator[Class]:
    """Every interface outside of tests, and classes of which every method is empty, which are meant as one."""
    for module in sorted(hexagon.structure.modules):
        for cls in hexagon.structure.classes(module):
            if hexagon.is_interface(cls) or _is_meant_as_one(cls):
                yield cls


def _is_meant_as_one(cls: Class) -> bool:
    methods = cls.public_methods.values()
    return cls.is_called_abstract and bool(methods) and all(method.empty for method in methods)


def _is_undone(cls: Class, hexagon: Hexagon) -> bool:
    """Whether a class leaves a method to its heirs, its own or one of a base."""
    return any(method.abstract for method in hexagon.structure.methods(cls).values())


def _fills_in(cls: Class, hexagon: Hexagon) -> bool:
    """Whether an abstract class does all that an interface above asks for: it is a base for adapters, and no port."""
    above = hexagon.structure.lineage(cls)[1:]
    asked = {name for base in above for name, method in base.public_methods.items() if method.abstract}
    return bool(asked) and not _is_undone(cls, hexagon)


def _implementations(hexagon: Hexagon, port: Class) -> Iterator[Class]:
    """The classes that inherit from a port and leave nothing undone; those that are bases for others left out."""
    heirs = hexagon.heirs_of([port])
    extended = {base.dotted for heir in heirs for base in hexagon.structure.lineage(heir)[1:]}
    for heir in heirs:
        interface = hexagon.is_interface(heir) or _is_meant_as_one(heir) or heir.is_called_abstract
        if interface or _is_undone(heir, hexagon):
            continue
        if heir.dotted in extended and (_is_a_base(heir) or _leaves_something_to(heir, heirs, hexagon)):
            continue
        yield heir


def _is_a_base(cls: Class) -> bool:
    return cls.name.startswith(("Base", "_", "Abstract")) or any(base.endswith("Generic") for base in cls.bases)


def _leaves_something_to(cls: Class, heirs: Iterable[Class], hexagon: Hexagon) -> bool:
    """Whether an heir states what a class only declares, as `model = OrderRow` does for `model: type | None = None`."""
    below = [heir for heir in heirs if heir is not cls and cls in hexagon.structure.lineage(heir)]
    declared = {name for name, value in cls.stated.items() if value is None or ast.unparse(value) == "None"}
    return any(not declared.isdisjoint(heir.stated) for heir in below)


def _without_composed(hexagon: Hexagon, found: list[FoundPort]) -> Iterator[FoundPort]:
    """Without `Repository[T]` under `Orders(Repository[Order])`: every adapter of the one is one of the other."""
    lineages = {each.cls.dotted: {base.dotted for base in hexagon.structure.lineage(each.cls)[1:]} for each in found}
    for each in found:
        narrower = [other for other in found if each.cls.dotted in lineages[other.cls.dotted]]
        covered = {cls.dotted for other in narrower for cls in other.adapters}
        if not narrower or not {cls.dotted for cls in each.adapters} <= covered:
            yield each
