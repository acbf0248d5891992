"""The aggregates of a scenario: drawn, told apart, named, and changed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import combinations
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dovetail.errors import ContractError
from dovetail.suites.driver import Driver
from dovetail.suites.repository.attributes import reader
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.children import identities
from dovetail.suites.repository.variants import variant
from dovetail.suites.repository.words import snake
from dovetail.suites.scenario import Line, Scenario
from dovetail.suites.source import Source
from dovetail.values import Picture, code, identical, picture
from dovetail.values.strategies import for_type

T = TypeVar("T")

_up_to = lru_cache(partial(st.integers, 0))


class Cast(Scenario):
    """Who plays in one example of a repository clause.

    Attributes:
        binding: the port in the contract's words.
        owner: whose aggregates they are, where the port asks for it; empty until one is drawn.
    """

    def __init__(
        self,
        binding: Binding,
        driver: Driver,
        source: Source,
        draw: Callable[[SearchStrategy[Any]], Any],
    ) -> None:
        super().__init__(driver, source, draw)
        self.binding = binding
        self._names: dict[int, tuple[str, Any]] = {}
        self._keys: dict[int, tuple[Any, Any]] = {}
        self._identities: list[Picture] = []
        self._count = 0
        self._owners: list[tuple[Any, Any]] = []
        self.owner: tuple[Any, ...] = ()

    def some(self, most: int) -> int:
        """A number from 0 to `most`."""
        return int(self.draw(_up_to(most))) if most else 0

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices; the first is the simplest."""
        return choices[self.some(len(choices) - 1)]

    def aggregate(self) -> Any:
        """A valid aggregate that shares neither its key nor a child's identity with any other of this scenario."""
        return self.keep(self.draw(self.binding.aggregates))

    def keep(self, drawn: Any) -> Any:
        """Take a drawn aggregate into the scenario, with a name and the line that makes it."""
        drawn = self._of_one_owner(drawn)
        for each in self._own(drawn):
            if any(identical(each, other) for other in self._identities):
                self.set_aside("two aggregates were drawn with the same key")
            self._identities.append(each)
        return self.introduce(drawn)

    def introduce(self, drawn: Any) -> Any:
        """Name an aggregate, whatever it shares with others, and say how it is made."""
        self._count += 1
        name = self.binding.names[0] + ("" if self._count == 1 else f"_{self._count}")
        self._names[id(drawn)] = (name, drawn)
        made = picture(drawn)
        self.say(lambda: f"{name} = {code(made)}")
        return drawn

    def copy_of(self, aggregate: Any) -> Any:
        """A copy under the same name, so that the same thing can be tried again."""
        twin = copy.deepcopy(aggregate)
        self._names[id(twin)] = (self.name_of(aggregate), twin)
        if id(aggregate) in self._keys:
            self._keys[id(twin)] = (self._keys[id(aggregate)][0], twin)
        return twin

    def _own(self, drawn: Any) -> Iterator[Picture]:
        """What no other aggregate may have: the key, distinct fields, the identities of children."""
        if not self.binding.generates_key:
            yield picture(self.key(drawn))
        for name in sorted(self.binding.distinct):
            yield picture((name, reader(name)(drawn)))
        yield from identities(drawn, owner=reader(self.binding.scope)(drawn) if self.binding.scope else None)

    def _of_one_owner(self, drawn: Any) -> Any:
        """All aggregates of a scenario belong to the same owner, so that its lists hold them all."""
        scope = self.binding.scope
        if scope is None or not self.owner:
            self.owned_by(drawn)
            return drawn
        owned = variant(drawn, scope, self.owner[0])
        if owned is None:
            self.set_aside("two aggregates cannot belong to one owner")
        return owned

    def owned_by(self, aggregate: Any) -> None:
        """From here on, it is the owner of that aggregate who asks."""
        if self.binding.scope is not None:
            self.owner = (reader(self.binding.scope)(aggregate),)

    def absent_key(self) -> Any:
        """A key under which nothing is stored."""
        key = self.draw(self.binding.keys)
        if any(identical(key, other) for other in self._identities):
            self.set_aside("the key is stored")
        return key

    def key(self, aggregate: Any) -> Any:
        """The aggregate's key; what it was, where a mapped object or an emptied dictionary can no longer say it."""
        try:
            key = self.binding.key.read(aggregate)
        except Exception as error:
            if id(aggregate) in self._keys:
                return self._keys[id(aggregate)][0]
            if not self.binding.key.path:
                raise
            raise self._unreadable(error) from error
        if key is None and self.binding.generates_key:
            return self._keys.setdefault(id(aggregate), (self.absent_key(), aggregate))[0]
        if self.binding.mapped or self.binding.kind is dict:
            self._keys[id(aggregate)] = (key, aggregate)
        return key

    def _unreadable(self, error: Exception) -> ContractError:
        aggregate = self.binding.aggregate.__name__
        return ContractError(
            f"the key {self.binding.key.path} cannot be read from {aggregate}: {type(error).__name__}: {error}",
            f'write where it is in the contract: key = "id", or key = lambda {snake(aggregate)}: ...',
        )

    def name_of(self, aggregate: Any) -> str:
        """The name that the aggregate has in the scenario."""
        return self._names[id(aggregate)][0]

    def change(self, aggregate: Any, *, fewer: bool = False, needed: bool = True) -> Any:
        """The aggregate, changed as the domain changes it; set aside where nothing of it could be changed.

        Args:
            aggregate: changed in place where its class allows that.
            fewer: leave it with fewer children, where the domain has a way to.
            needed: false where the aggregate may as well stay as it is, since the domain refuses to change it now.
        """
        key = picture(self.key(aggregate))
        changed = self.binding.changes.change(self.draw, aggregate, self.name_of(aggregate), fewer=fewer)
        if changed is None and not needed:
            return aggregate
        if changed is None:
            stated = self.binding.explicit_changes
            self.set_aside(f"{'each of `changes` raises, or' if stated else 'the drawn change'} changes nothing")
        if not identical(key, self.key(changed.aggregate)):
            self.set_aside("the drawn change makes another aggregate")
        found = list(identities(changed.aggregate))
        if any(identical(one, two) for one, two in combinations(found, 2)):
            self.set_aside("two children have the same identity")
        self.say(changed.written)
        self._names[id(changed.aggregate)] = (self.name_of(aggregate), changed.aggregate)
        return changed.aggregate

    def disturb(self, aggregate: Any) -> None:
        """Change the very object that the caller holds; set aside where nothing of it can change."""
        line = self.binding.changes.disturb(self.draw, aggregate, self.name_of(aggregate))
        if line is None:
            self.set_aside(f"{self.binding.aggregate.__name__} cannot be changed in place")
        self.say(line)

    def whose(self) -> Any:
        """Whose aggregates are meant: the owner of all in the scenario, else anybody."""
        if not self.owner:
            self.owned_by(self.draw(self.binding.aggregates))
        return self.owner[0]

    def owner_as(self, value: Any, cls: Any) -> Any:
        """The owner of that value as an object of a class that the port asks for, the same one every time."""
        for held, known in self._owners:
            if identical(held, value):
                return known
        held_in = self.binding.owner.held_in(cls) if self.binding.owner is not None else None
        owner = variant(self.draw(for_type(cls, extremes=False)), str(held_in), value)
        if owner is None:
            self.set_aside(f"no {cls.__name__} can have that {held_in}")
        self._owners.append((value, owner))
        return owner

    def text(self, value: Any) -> Line:
        """A name of the scenario's, or the code of a value as it is now."""
        named = self._names.get(id(value))
        if named is not None:
            return named[0]
        if type(value) in (list, tuple, set) and value and all(id(each) in self._names for each in value):
            return f"[{', '.join(self.name_of(each) for each in value)}]"
        now = picture(value)
        return lambda: code(now)
