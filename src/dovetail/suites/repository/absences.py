"""What the contract makes of the key of an absent aggregate, told apart from stored ones that are just like it."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Makes, Policy, Returned, Returns, for_key
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.repository.aggregates import AggregateScenario
from dovetail.suites.repository.inference.key import is_same
from dovetail.values import identical


class AbsenceScenario(AggregateScenario):
    """A scenario whose port may answer an absent key with what it makes of it, as an empty cart of that customer.

    A stored aggregate that is just like it cannot be told from an absent one by what get gives. None is drawn; one
    that a change has made so is remembered, and counts as stored until it is deleted.
    """

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._like_absent: list[Any] = []
        stated = (self.binding.missing, self.binding.missing_delete)
        self._makes_something = any(isinstance(policy, Makes) for policy in stated)  # few ports do, and calls are many

    def clear(self) -> None:
        """Empty the store."""
        self._like_absent.clear()
        super().clear()

    def takes(self, drawn: Any) -> bool:
        """Take an aggregate in, unless nothing would tell that it is stored."""
        if self._is_like_absent(drawn):
            self.set_aside("it is what the contract makes of an absent key")
        return super().takes(drawn)

    def for_key(self, policy: Policy | None, key: Any, *owner: Any) -> Policy | None:
        """A policy for what is missing under that key: with the value that it makes of it, where it makes one."""
        parts = tuple(self.parts_of(key).values())
        return for_key(policy, self._is_alike, key, parts, *(owner or self._asking()))

    def _is_alike(self, one: Any, other: Any) -> bool:
        return identical(one, other, self.binding.tolerances)

    def parts_of(self, key: Any) -> dict[str, Any]:
        """The parts of a composite key, by their roles."""
        names = self.binding.key.parts
        held = key if isinstance(key, tuple) or not names else [getattr(key, name) for name in names]
        return {f"key.{name}": part for name, part in zip(names, held, strict=True)} if names else {}

    def _asking(self) -> tuple[Any, ...]:
        return () if self.binding.owner is None else (self.whose(),)

    def absence_made_of(self, call: PreparedCall) -> Returns | None:
        """What an absent key is answered with, for a get or a delete; none where what is stored is just like that."""
        if not self._makes_something:
            return None
        policies = {"get": self.binding.missing, "delete": self.binding.missing_delete}
        stated = next((policies[each] for each in policies if call.operation is self._known(each)), None)
        key, asking = call.given.get("key"), call.given.get("scope")
        if not isinstance(stated, Makes) or any(is_same(key, each) for each in self._like_absent):
            return None
        policy = self.for_key(stated, key, *(() if asking is None else (asking,)))
        return policy if isinstance(policy, Returns) else None

    def answered(self, call: PreparedCall) -> Reply:
        """The reply to a call; what is deleted is stored no more."""
        reply = super().answered(call)
        if self._like_absent and call.operation is self._known("delete"):
            self._like_absent = [each for each in self._like_absent if not is_same(call.given.get("key"), each)]
        return reply

    def _known(self, word: str) -> OperationCall | None:
        return self.binding.operations.get(word)

    def prepared(self, operation: OperationCall, **given: Any) -> PreparedCall:
        """A call with a value for each role; what it may leave stored that is like an absent one is remembered."""
        if self._makes_something and operation not in map(self._known, ("get", "exists", "delete")):
            self.may_be_like_absent(given.get("aggregate"))
        return super().prepared(operation, **given)

    def may_be_like_absent(self, aggregate: Any) -> None:
        """Remember an aggregate that is about to be stored, where it is just like an absent one."""
        if isinstance(aggregate, self.binding.kind) and self._is_like_absent(aggregate):
            self._like_absent.append(self.key(aggregate))

    def _is_like_absent(self, aggregate: Any) -> bool:
        if not isinstance(self.binding.missing, Makes) or self.binding.generates_key:
            return False
        policy = self.for_key(self.binding.missing, self.key(aggregate))
        return policy is not None and policy.accepts(Returned(aggregate))
