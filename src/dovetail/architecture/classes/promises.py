"""Which classes only ask, and who inherits from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from dovetail.architecture.classes.interfaces import may_have_interfaces, says_that_it_asks
from dovetail.architecture.classes.port_model import is_asked_for
from dovetail.bases import declares_records, is_of_objects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from dovetail.architecture.classes.declarations import Class, Function
    from dovetail.architecture.classes.structure import Structure
    from dovetail.architecture.layers import Layers

# Bases that bring no operation with them; of any other foreign base nobody here knows what it brings.
BRING_NOTHING = frozenset({"abc.ABC", "typing.Protocol", "typing_extensions.Protocol", "typing.Generic", "object"})


@dataclass(eq=False, repr=False)
class Promises:
    """The interfaces of a repository. What is found of a class is kept for its heirs: a line of them may be long.

    Attributes:
        structure: the classes of the repository.
        layers: which module belongs where.
    """

    structure: Structure
    layers: Layers

    def may_declare_interfaces(self, module: str) -> bool:
        """Whether a module says what every interface must: that costs less to know than what it declares."""
        if module not in self._saying_so:
            self._saying_so[module] = says_that_it_asks(self.structure.text(module))
        return self._saying_so[module]

    @cached_property
    def _saying_so(self) -> dict[str, bool]:
        return {}

    def interfaces(self, module: str) -> Iterator[Class]:
        """The Protocols and ABCs that a module declares, and the classes that refuse all that they are asked for."""
        if self.may_declare_interfaces(module) and may_have_interfaces(self.structure.text(module)):
            yield from (cls for cls in self.structure.classes(module) if self.is_interface(cls))

    def is_interface(self, cls: Class) -> bool:
        """Whether a class promises what others implement: a public Protocol, or an ABC with abstract methods.

        A class that raises `NotImplementedError` in all of them does too, in the core or where others derive from it.
        """
        if cls.name.startswith("_"):
            return False
        if cls.is_protocol or cls.is_abstract:
            return True
        if not cls.only_refuses:
            return False
        if cls not in self._refusing:
            asks = self._does_nothing_above(cls) and self.structure.foreign_bases(cls) <= BRING_NOTHING
            self._refusing[cls] = asks and (self.layers.is_core(cls.module) or bool(self.heirs_of([cls])))
        return self._refusing[cls]

    def is_for_objects(self, cls: Class) -> bool:
        """Whether an abstract class is one of objects that hold something: a record, an error, a thread.

        What it asks for, the domain's own classes give. It is a port all the same where one outside the core does.
        """
        if cls.is_protocol or not (self._holds_something(cls) and self.layers.is_core(cls.module)):
            return False
        return all(self.layers.is_core(heir.module) for heir in self.heirs_of([cls]))

    def _holds_something(self, cls: Class) -> bool:
        decorators = (name for each in self.structure.lineage(cls) for name in each.decorators)
        return any(map(declares_records, decorators)) or any(map(is_of_objects, self.structure.foreign_bases(cls)))

    def _does_nothing_above(self, cls: Class) -> bool:
        """Whether all bases of a class refuse what they are asked for, as it does itself."""
        for current in self.structure.bases_first(cls, self._idle):
            above = (self._idle.get(base.dotted, base.only_refuses) for base in self.structure.parents(current))
            self._idle[current.dotted] = current.only_refuses and all(above)
        return self._idle[cls.dotted]

    @cached_property
    def _idle(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _refusing(self) -> dict[Class, bool]:
        return {}

    def required(self, cls: Class) -> dict[str, Function]:
        """What an heir must define: what some base asks for, and none further down has done."""
        nearest: dict[str, tuple[Class, Function]] = {}
        for current in reversed(self.structure.lineage(cls)):
            nearest.update({name: (current, method) for name, method in current.methods.items()})
        return {name: method for name, (owner, method) in nearest.items() if is_asked_for(owner, method)}

    def is_undone(self, cls: Class) -> bool:
        """Whether a class of the core only asks: `class Orders(Repository[Order]): ...` is an interface as well.

        A base class that does something itself, as one of events does, is for the domain's own classes.
        """
        if cls.name.startswith("_") or not self.layers.is_core(cls.module):
            return False
        for current in self.structure.bases_first(cls, self._undone):
            above = [self._undone.get(base.dotted) for base in self.structure.parents(current)]
            same = above[0] if len(above) == 1 and not current.methods else None
            self._undone[current.dotted] = self._only_asks(current) if same is None else same
        return self._undone[cls.dotted]

    @cached_property
    def _undone(self) -> dict[str, bool]:
        return {}

    def _only_asks(self, cls: Class) -> bool:
        required = self.required(cls)
        abstract = any(method.abstract for method in required.values())
        return abstract and self.structure.methods(cls).keys() <= required.keys()

    def heirs_of(self, classes: Iterable[Class]) -> list[Class]:
        """The classes that inherit from any of these, in the order of their names."""
        known = {cls.dotted: cls for cls in classes}
        found: dict[str, Class] = {}
        waiting, seen = {cls.name for cls in known.values()}, set[str]()
        while waiting:
            waiting = self.structure.headers.with_other_names(waiting)
            seen |= waiting
            heirs = list(self._heirs_among(self.structure.headers.using(waiting), known.keys()))
            found.update((cls.dotted, cls) for cls in heirs)
            waiting = {cls.name for cls in heirs} - seen
        return [found[name] for name in sorted(found)]

    def _heirs_among(self, modules: Iterable[str], known: Collection[str]) -> Iterator[Class]:
        heirs: dict[str, bool] = {}
        for cls in chain.from_iterable(map(self.structure.all_classes, modules)):
            for current in self.structure.bases_first(cls, heirs):
                above = [base.dotted for base in self.structure.parents(current)]
                heirs[current.dotted] = any(base in known or heirs.get(base, False) for base in above)
            if heirs[cls.dotted]:
                yield cls

    def bases_of(self, classes: Iterable[Class]) -> set[str]:
        """The bases of some classes, at any remove."""
        found: set[str] = set()
        for cls in classes:
            for base in self.structure.parents(cls):
                found.update([current.dotted for current in self.structure.bases_first(base, found)])
        return found
