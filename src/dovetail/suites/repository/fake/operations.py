"""What the operations of a repository do to a memory, each as its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from dovetail.hints import optional
from dovetail.policies import Answer, Replaces, Returned
from dovetail.port import MISSING, Operation
from dovetail.suites.calls.attributes import reader
from dovetail.suites.calls.operation_call import returned
from dovetail.suites.calls.owner import BY_OBJECT
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.fake.errors import Event, key_names
from dovetail.suites.repository.fake.filling import Filling
from dovetail.suites.repository.fake.given import Given
from dovetail.suites.repository.fake.memory import Memory, alike
from dovetail.suites.repository.fake.refusals import Refusals
from dovetail.suites.repository.fake.units import tracks
from dovetail.suites.repository.inference.data import DATA
from dovetail.suites.repository.inference.effects import Effect
from dovetail.suites.repository.inference.queries import Query
from dovetail.values import code, compare


class Operations:
    """A repository over a memory, in the contract's own words.

    Args:
        binding: the port in the contract's words.
        contract: the contract's name, for messages.
    """

    def __init__(self, binding: Binding, contract: str) -> None:
        self.binding = binding
        self.memory = Memory(
            lambda each: binding.any_case.key_told_apart(binding.key.read(each)), tracks=tracks(binding)
        )
        self._filling = Filling(binding, self.memory)
        self._refusals = Refusals(binding, contract)

    def save(self, operation: Operation, given: Given) -> Answer:
        """Keep an aggregate, new or not."""
        aggregate = given.roles["aggregate"]
        held = self.memory.find(self._kept_under(given))
        if held is not None and not self._in_scope(held, given):
            return self._refusals.refused(
                operation, "missing_update", self._event("missing_update", "another owner's", given)
            )
        return self._insert(operation, aggregate, given) if held is None else self._replace(operation, held, given)

    def add(self, operation: Operation, given: Given) -> Answer:
        """Keep a new aggregate, given as it is or as what it is to have."""
        if self.binding.data is not None and DATA in given.roles:
            values = self._owned(given) | self.binding.data.values(given.roles[DATA])
            return self._insert(operation, self._filling.made_of(values), given)
        held = self.memory.find(self._kept_under(given))
        if held is None or held is given.roles["aggregate"]:
            return self._insert(operation, given.roles["aggregate"], given)
        if isinstance(self.binding.duplicate, Replaces):
            return self._replace(operation, held, given)
        return self._refusals.refused(operation, "duplicate", self._event("duplicate", "stored already", given))

    def update(self, operation: Operation, given: Given) -> Answer:
        """Keep an aggregate that is stored already."""
        held = self.held(given)
        if held is not None:
            return self._replace(operation, held, given)
        if isinstance(self.binding.missing_update, Replaces):
            return self._insert(operation, given.roles["aggregate"], given)
        return self._refusals.refused(operation, "missing_update", self._event("missing_update", "not stored", given))

    def effect(self, operation: Operation, given: Given, *, effect: Effect) -> Answer:
        """Change an aggregate that is stored as the contract says."""
        held = self.held(given)
        if held is None:
            return self._refusals.refused(operation, "missing", self._event("missing", "not stored", given))
        assert effect.after is not None  # else it would have no behaviour
        aggregate = given.roles.get("aggregate", held)
        changed = effect.after(self.memory.copy(aggregate), *(given.roles[role] for role, _ in effect.arguments))
        return self._replace(operation, held, replace(given, roles={**given.roles, "aggregate": changed}))

    def get(self, operation: Operation, given: Given) -> Answer:
        """Find an aggregate."""
        held = self.held(given)
        if held is not None:
            return Returned(self.memory.copy(held))
        return self._refusals.refused(operation, "missing", self._event("missing", "not stored", given))

    def delete(self, operation: Operation, given: Given) -> Answer:
        """Forget an aggregate."""
        held = self.held(given)
        if held is None:
            return self._refusals.refused(
                operation, "missing_delete", self._event("missing_delete", "not stored", given)
            )
        self.memory.remove(self._kept_under(given))
        return Returned(self._done(operation, held))

    def exists(self, _operation: Operation, given: Given) -> Answer:
        """Tell whether an aggregate is kept."""
        return Returned(self.held(given) is not None)

    def all(self, operation: Operation, given: Given) -> Answer:
        """List what is kept."""
        return Returned(self._many(operation, given, lambda _: True))

    def count(self, operation: Operation, given: Given) -> Answer:
        return Returned(len(self._listed(operation, given, lambda _: True)))

    def query(self, operation: Operation, given: Given, *, query: Query) -> Answer:
        """Pick what a query's predicate picks."""
        arguments = [given.roles.get(role, MISSING) for role, _, _ in query.arguments]
        picks = partial(_picks, query, arguments)
        if query.many and query.measure is None:
            return Returned(self._many(operation, given, picks))
        found = self._listed(operation, given, picks)
        if query.measure is not None:
            return Returned(query.measure(len(found)))
        if found or optional(returned(operation))[1]:
            return Returned(found[0] if found else None)
        asked = ", ".join(f"{role}={code(given.roles[role])}" for role, _, _ in query.arguments if role in given.roles)
        message = f"no {self.binding.names[0]} has {asked}"
        subject = arguments[0] if arguments else None
        names = frozenset(role for role, _, _ in query.arguments)
        return self._refusals.refused(
            operation, "missing", Event("missing", message, self.binding.aggregate, subject, names)
        )

    def new_key(self, _operation: Operation, _given: Given) -> Answer:
        """Give a key that no aggregate has, and that was not given before."""
        return Returned(self._filling.key())

    def _key(self, given: Given) -> Any:
        key, roles = self.binding.key, given.roles
        if "key" in roles:
            return roles["key"]
        parts = tuple(roles[f"key.{each}"] for each in key.parts if f"key.{each}" in roles)
        return parts or key.read(roles["aggregate"])

    def _kept_under(self, given: Given) -> Any:
        return self.binding.any_case.key_told_apart(self._key(given))

    def held(self, given: Given) -> Any:
        """The aggregate itself that is meant, or None."""
        held = self.memory.find(self._kept_under(given))
        return held if held is not None and self._in_scope(held, given) else None

    def _asked_by(self, given: Given) -> Any:
        """Whose aggregates a call is about, where it says so; None where it does not."""
        owner, asking = self.binding.owner, given.roles.get(BY_OBJECT)
        if owner is None or asking is None:
            return given.roles.get("scope")
        return getattr(asking, str(owner.held_in(type(asking))))

    def _owned(self, given: Given) -> dict[str, Any]:
        """Whose a new aggregate is, by its attribute, where the call says it."""
        says_it = {"scope", BY_OBJECT} & given.roles.keys()
        return {self.binding.scope: self._asked_by(given)} if self.binding.scope is not None and says_it else {}

    def _in_scope(self, held: Any, given: Given) -> bool:
        if self.binding.owner is None or not {"scope", BY_OBJECT} & given.roles.keys():
            return True
        scope = self.binding.scope
        owner = self.memory.owner_of(held) if scope is None else reader(scope)(held)
        return compare(owner, self._asked_by(given)) is None

    def _many(self, operation: Operation, given: Given, picks: Callable[[Any], bool]) -> Any:
        """What is picked, on a page where the operation answers with one."""
        found, page = self._listed(operation, given, picks), self.binding.pages.get(operation.name)
        if page is None:
            return found
        every = replace(given, offset=0, limit=None, after=None)
        return page.holding(found, len(self._listed(operation, every, picks)))

    def _listed(self, operation: Operation, given: Given, picks: Callable[[Any], bool]) -> list[Any]:
        found = [each for each in self.memory if self._in_scope(each, given) and picks(each)]
        order = self.binding.order.get(operation.name)
        found = sorted(found, key=order) if order is not None else found
        return [self.memory.copy(each) for each in given.listed(self._after(found, given.after))]

    def _after(self, found: list[Any], key: Any) -> list[Any]:
        """Those that come after the aggregate with that key; all of them where none has it."""
        places = (place for place, each in enumerate(found) if alike(self.binding.key.read(each), key))
        return found if key is None else found[next(places, -1) + 1 :]

    def _insert(self, operation: Operation, aggregate: Any, given: Given) -> Answer:
        taken = self._taken(operation, aggregate)
        if taken is not None:
            return taken
        filled = self._filling.fill_in(aggregate, told=self._tells(operation))
        kept = self.memory.put(filled, self._asked_by(given))
        return Returned(self._done(operation, kept))

    def _replace(self, operation: Operation, held: Any, given: Given) -> Answer:
        aggregate = given.roles["aggregate"]
        if self._is_stale(held, aggregate) and not isinstance(self.binding.stale, Replaces):
            return self._refusals.refused(operation, "stale", self._event("stale", "stored in a newer version", given))
        taken = self._taken(operation, aggregate)
        if taken is not None:
            return taken
        owner = self.memory.owner_of(held)
        kept = self.memory.put(self._filling.advance(held, aggregate, told=self._tells(operation)), owner)
        return Returned(self._done(operation, kept))

    def _is_stale(self, held: Any, aggregate: Any) -> bool:
        version = self.binding.version
        return version is not None and held is not aggregate and getattr(held, version) != getattr(aggregate, version)

    def _taken(self, operation: Operation, aggregate: Any) -> Answer | None:
        """The answer where another aggregate has the value of a unique field already."""
        binding, key = self.binding, self.binding.key.read(aggregate)
        for name, policy in binding.unique.items():
            read = reader(name)
            value = read(aggregate)
            for other in self.memory:
                agrees = value is not None and alike(
                    binding.any_case.told_apart(name, read(other)), binding.any_case.told_apart(name, value)
                )
                if agrees and not binding.any_case.same_key(binding.key.read(other), key):
                    message = f"the {name} {code(value)} is taken"
                    kind, names = binding.aggregate, frozenset({name})
                    return self._refusals.answered(
                        operation, policy, Event("unique", message, kind, value, names, aggregate)
                    )
        return None

    def _event(self, policy: str, what: str, given: Given) -> Event:
        binding, key = self.binding, self._key(given)
        message = f"{binding.names[0]} {code(key)} is {what}"
        names = key_names(binding.aggregate, binding.key.attribute)
        parts = key if binding.key.parts and isinstance(key, tuple) else ()
        owner = () if binding.owner is None else (self._asked_by(given),)
        return Event(policy, message, binding.aggregate, key, names, given.roles.get("aggregate"), parts, owner)

    def _tells(self, operation: Operation) -> bool:
        """Whether an operation's answer tells what the store filled in."""
        hint, _ = optional(returned(operation))
        return hint is self.binding.aggregate or self._is_key(hint)

    def _done(self, operation: Operation, kept: Any) -> Any:
        """What an operation that had its effect answers."""
        hint, _ = optional(returned(operation))
        if hint is self.binding.aggregate:
            return self.memory.copy(kept)
        if hint is bool:
            return True
        if self._is_key(hint) and not self._counts(operation):
            return self.binding.key.read(kept)
        return 1 if hint is int else None

    def _is_key(self, hint: Any) -> bool:
        key, _ = optional(self.binding.key.hint)
        return key is not MISSING and hint == key

    def _counts(self, operation: Operation) -> bool:
        deletes = self.binding.operations.get("delete")
        return returned(operation) is int and deletes is not None and deletes.name == operation.name


def _picks(query: Query, arguments: list[Any], aggregate: Any) -> bool:
    return query.predicate(aggregate, *arguments)
