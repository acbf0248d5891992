"""The aggregates of a scenario: drawn, told apart, named, and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from itertools import combinations
from typing import Any

from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.records.sqlalchemy import is_mapped, is_whole
from dovetail.suites.calls.attributes import reader
from dovetail.suites.calls.port_contract import PortScenario
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.scenario import Line
from dovetail.suites.kernel.source import Source
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.examples.children import entities, identities
from dovetail.suites.repository.inference.key import is_same
from dovetail.values import Picture, code, identical, picture
from dovetail.values.changes import RefusedHalfway
from dovetail.values.copies import copied
from dovetail.values.strategies import for_type
from dovetail.values.variants import variant

_ITERATOR = type(iter([0]))  # which is what a stream of many is given as


class AggregateScenario(PortScenario):
    """One example of a repository clause: its aggregates.

    Attributes:
        owner: whose aggregates they are, where the port asks for it; empty until one is drawn.
    """

    binding: Binding

    def __init__(self, binding: Binding, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> None:
        super().__init__(binding, driver, source, draw)
        self.called = binding.names[1]
        self._names: dict[int, tuple[str, Any]] = {}
        self._keys: dict[int, tuple[Any, Any]] = {}
        self._identities: list[Picture] = []
        self._taken: list[Any] = []
        self._answered = binding.data is not None
        self._handed: dict[int, Any] = {}
        self._count = 0
        self.owner: tuple[Any, ...] = ()

    def aggregate(self) -> Any:
        """A valid aggregate that shares neither its key nor a child's identity with any other of this scenario."""
        return self.keep(self.draw(self.binding.aggregates))

    def keep(self, drawn: Any) -> Any:
        """Take a drawn aggregate into the scenario, with a name and the line that makes it."""
        drawn = self._of_one_owner(drawn)
        if not self.takes(drawn):
            self.set_aside("two aggregates were drawn with the same key")
        return self.introduce(drawn)

    def takes(self, drawn: Any) -> bool:
        """Take an aggregate in beside those of the scenario, unless it shares with one of them what no two may have."""
        for each in self._own(drawn):
            if any(identical(each, other) for other in self._identities):
                return False
            self._identities.append(each)
        if not self.binding.generates_key:
            self._taken.append(self.binding.any_case.key_told_apart(self.key(drawn)))
        return True

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
        twin = copied(aggregate)
        if id(aggregate) in self._names:  # a crowd has none
            self._names[id(twin)] = (self.name_of(aggregate), twin)
        if id(aggregate) in self._keys:
            self._keys[id(twin)] = (self._keys[id(aggregate)][0], twin)
        return twin

    def _own(self, drawn: Any) -> Iterator[Picture]:
        """What no other aggregate may have: the key, distinct fields, the identities of children."""
        if not self.binding.generates_key:
            yield picture(self.binding.any_case.key_told_apart(self.key(drawn)))
        for name in sorted(self.binding.distinct):
            yield picture((name, self.binding.any_case.told_apart(name, reader(name)(drawn))))
        yield from identities(drawn, owner=reader(self.binding.scope)(drawn) if self.binding.scope else None)

    def _unique(self, aggregate: Any) -> list[Picture | None]:
        """What an aggregate has in each unique field, or None where that is nothing that two could share."""
        held = [(name, reader(name)(aggregate)) for name in sorted(self.binding.unique_fields)]
        told = self.binding.any_case.told_apart
        return [None if value is None else picture((name, told(name, value))) for name, value in held]

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
        own = self.binding.any_case.key_told_apart(key)
        if any(identical(own, other) for other in self._identities) or any(
            _is_equal(own, each) for each in self._taken
        ):
            self.set_aside("the key is stored")
        return key

    def key(self, aggregate: Any) -> Any:
        """The aggregate's key; what it was, where a mapped object or an emptied dictionary can no longer say it."""
        if self._answered and id(aggregate) in self._keys:
            return self._keys[id(aggregate)][0]
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

    def only_answered(self, aggregate: Any, reply: Reply) -> bool:
        """Whether only the answer says which key the store gave: the caller's object has what a new one has.

        From now on, what was answered is the key, whatever the class makes of it by itself.
        """
        if not (self._answered or reply.value is None or self.binding.mapped):
            read = self.binding.key.read
            self._answered = identical(read(aggregate), read(self.binding.unsaved(self.copy_of(aggregate))))
        return self._answered

    def _unreadable(self, error: Exception) -> ContractError:
        aggregate = self.binding.aggregate.__name__
        return ContractError(
            f"the key {self.binding.key.path} cannot be read from {aggregate}: {type(error).__name__}: {error}",
            f'write where it is in the contract: key = "id", or key = lambda {snake(aggregate)}: ...',
        )

    def name_of(self, aggregate: Any) -> str:
        return self._names[id(aggregate)][0]

    def is_key(self, one: Any, other: Any) -> bool:
        """Whether two keys are one: a port for which case does not count may give back another than it was given."""
        return is_same(one, other) or self.binding.any_case.same_key(one, other)

    def same_key(self, aggregate: Any, other: Any) -> None:
        """The store knows another object under the key of this one."""
        if id(aggregate) in self._keys:
            self._keys[id(other)] = (self._keys[id(aggregate)][0], other)

    def called_like(self, aggregate: Any, name: str) -> None:
        """From here on, the scenario calls an aggregate so."""
        self._names[id(aggregate)] = (name, aggregate)

    def change(self, aggregate: Any, *, fewer: bool = False, needed: bool = True) -> Any:
        """The aggregate, changed as the domain changes it; set aside where nothing of it could be changed.

        Args:
            aggregate: changed in place where its class allows that.
            fewer: leave it with fewer children, where the domain has a way to.
            needed: false where the aggregate may as well stay as it is, since the domain refuses to change it now.
        """
        key, unique = picture(self.key(aggregate)), self._unique(aggregate)
        children = list(entities(aggregate))
        # A fake of mapped aggregates keeps that very object, and what leaves fewer is tried on copies.
        fewer = fewer and not getattr(self.source.store, "counts_no_saves", False)
        try:
            changed = self.binding.changes.change(self.draw, aggregate, self.name_of(aggregate), fewer=fewer)
        except RefusedHalfway as refused:
            self.set_aside(str(refused))
        if changed is None and not needed:
            return aggregate
        if changed is None:
            stated = self.binding.explicit_changes
            self.set_aside(f"{'each of `changes` raises, or' if stated else 'the drawn change'} changes nothing")
        if not identical(key, self.key(changed.aggregate)):
            self.set_aside("the drawn change makes another aggregate")
        for now, before in zip(self._unique(changed.aggregate), unique, strict=True):
            if now is not None and not identical(now, before):
                if any(identical(now, other) for other in self._identities):
                    self.set_aside("the drawn change makes it agree with another on a unique field")
                self._identities.append(now)
        self._keep_children_apart(children, list(entities(changed.aggregate)))
        self.say(changed.written)
        self._names[id(changed.aggregate)] = (self.name_of(aggregate), changed.aggregate)
        return changed.aggregate

    def _keep_children_apart(self, before: list[tuple[Any, Picture]], after: list[tuple[Any, Picture]]) -> None:
        """Set a change aside that no domain makes: of children that are one, or of a row in another one's place."""
        if any(identical(one, two) for (_, one), (_, two) in combinations(after, 2)):
            self.set_aside("two children have the same identity")
        new = []
        for child, own in after:
            known = next((each for each, other in before if identical(own, other)), None)
            if known is None:
                new.append(own)
            elif known is not child and is_mapped(type(child)):
                self.set_aside("the drawn change puts a new row in the place of a child's")
        if any(identical(own, other) for own in new for other in self._identities):
            self.set_aside("the drawn change gives it a child that another one has")
        self._identities += new

    def disturb(self, aggregate: Any) -> None:
        """Change the very object that the caller holds; set aside where nothing of it can change."""
        if self.binding.mapped and not is_whole(aggregate):
            self.set_aside("its session is over")
        line = self.binding.changes.disturb(self.draw, aggregate, self.name_of(aggregate))
        if line is None:
            told = f"{self.binding.aggregate.__name__} cannot be changed in place"
            if self.binding.changes.none_in_place:
                self.no_case(told)
            self.set_aside(told)
        self.say(line)

    def whose(self) -> Any:
        """Whose aggregates are meant: the owner of all in the scenario, else anybody."""
        if not self.owner:
            self.owner = (self.anybody(),)
        return self.owner[0]

    def anybody(self) -> Any:
        owner = self.binding.owner
        assert owner is not None  # else no operation asks for one
        if owner.beside:
            return self.draw(for_type(owner.hint, extremes=False))
        return reader(owner.attribute)(self.draw(self.binding.ordinary))

    def text(self, value: Any) -> Line:
        """A name of the scenario's, or the code of a value as it is now."""
        named = self._names.get(id(value))
        if named is not None:
            return named[0]
        if type(value) is _ITERATOR:
            return f"iter([{', '.join(self.name_of(each) for each in copy(value))}])"
        if type(value) in (list, tuple, set) and value and all(id(each) in self._names for each in value):
            return f"[{', '.join(self.name_of(each) for each in value)}]"
        return super().text(value)


def _is_equal(key: Any, other: Any) -> bool:
    """Whether a store takes two keys for one: a class derived from `str` may come back as `str`."""
    try:
        return bool(key == other)
    except Exception:  # noqa: BLE001 - anything that `__eq__` raises
        return False
