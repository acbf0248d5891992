"""Any sequence of operations gives what a plain dictionary would give."""

from __future__ import annotations

from typing import Any

from dovetail.policies import Returned
from dovetail.suites.cache.assertions import is_value, many
from dovetail.suites.cache.preconditions import offers
from dovetail.suites.cache.scenario import CacheScenario
from dovetail.suites.kernel.check import check
from dovetail.values import code, identical
from dovetail.values.strategies import ordinary

_STEPS = 8
_KEYS = 3


@check("CACHE-08", offers("get", "set"))
def agrees_with_a_dictionary(s: CacheScenario) -> None:
    if s.binding.offers("increment") and s.binding.numbers:
        s.as_stated(s.binding.contract.missing_increment, "missing_increment", s.does("increment", key=s.key()))
        if s.binding.offers("clear"):
            s.does("clear")
    model = Model(s)
    for _ in range(2 + s.some(_STEPS)):
        s.one_of(model.steps())()
        model.agrees()


class Model:
    """What is stored, as a list of keys and values."""

    def __init__(self, s: CacheScenario) -> None:
        self.s = s
        self.keys = [s.key() for _ in range(min(_KEYS, s.binding.room))]
        self.stored: list[tuple[Any, Any]] = []

    def steps(self) -> list[Any]:
        """What can be done next."""
        known = {
            "set": self.set, "delete": self.delete, "add": self.add, "replace": self.replace,
            "increment": self.increment, "decrement": self.decrement, "pop": self.pop, "load": self.load,
            "set_many": self.set_many, "delete_many": self.delete_many, "clear": self.clear,
        }  # fmt: skip
        numbers = {"increment", "decrement"} if not self.s.binding.numbers else set()
        steps = [step for word, step in known.items() if self.s.binding.offers(word) and word not in numbers]
        return [*steps, self.s.reconnect] if self.s.source.fresh else steps

    def agrees(self) -> None:
        """Every key is found as it was put, or missed; so it is by `exists` and by a read of many."""
        for key in self.keys:
            self._as_in_the_model(key)
        if self.s.binding.offers("get_many"):
            found = many(self.s, self.keys)
            for key in self.keys if found is not None else ():
                if self._held(key) != (key in (found or {})):
                    self.s.broken("found by a read of many" if self._held(key) else "not found", code(found))
        if self.s.binding.offers("size") and not self.s.binding.namespaces:
            reply = self.s.does("size")
            if reply.value != len(self.stored):
                self.s.broken(f"size == {len(self.stored)}", str(reply))

    def _as_in_the_model(self, key: Any) -> None:
        reply = self.s.get(key)
        if self._held(key):
            is_value(self.s, reply, self._value(key))
        elif not self.s.is_miss(reply):
            self.s.broken("a miss", str(reply))
        if self.s.binding.offers("exists"):
            there = self.s.does("exists", key=key)
            if isinstance(there.answer, Returned) and bool(there.value) is not self._held(key):
                self.s.broken(f"{'exists' if self._held(key) else 'does not exist'}", str(there))

    def set(self) -> None:
        key, value = self._some(), self.s.value()
        self._done("set", key=key, value=value)
        self._put(key, value)

    def add(self) -> None:
        key, value = self._some(), self.s.value()
        reply = self.s.put(key, value, "add")
        if not self._held(key):
            self._succeeded(reply, "adds what is absent")
            self._put(key, value)
        elif reply.value is True:
            self.s.broken("says that it is there already", "True")

    def replace(self) -> None:
        key, value = self._some(), self.s.value()
        reply = self.s.put(key, value, "replace")
        if self._held(key):
            self._succeeded(reply, "replaces what is there")
            self._put(key, value)
        elif reply.value is True:
            self.s.broken("says that there is nothing to replace", "True")

    def delete(self) -> None:
        key = self._some()
        reply = self.s.does("delete", key=key)
        if self._held(key):
            self._succeeded(reply, "deletes what is there")
        self._take(key)

    def pop(self) -> None:
        key = self._some()
        reply = self.s.does("pop", key=key)
        if self._held(key):
            is_value(self.s, reply, self._value(key))
        self._take(key)

    def increment(self) -> None:
        self._count("increment", 1)

    def decrement(self) -> None:
        self._count("decrement", -1)

    def _count(self, word: str, by: int) -> None:
        """What is absent may be refused, or begin at 0: another clause's affair; so a number is put before."""
        key = self._some()
        if not self._held(key) or type(self._value(key)) is not int or not ordinary(self._value(key)):
            self._done("set", key=key, value=5)
            self._put(key, 5)
        reply = self.s.does(word, key=key)
        self._succeeded(reply, f"{word}s a number")
        value = self._value(key) + by
        self._put(key, value)
        if type(reply.value) is int and reply.value != value:
            self.s.broken(str(value), str(reply))

    def load(self) -> None:
        key, value = self._some(), self.s.value()
        reply = self.s.does("load", key=key, loader=self.s.loader(lambda: value))
        expected = self._value(key) if self._held(key) else value
        is_value(self.s, reply, expected)
        self._put(key, expected)

    def set_many(self) -> None:
        items = {key: self.s.value() for key in self.keys[:2]}
        self._done("set_many", items=items)
        for key, value in items.items():
            self._put(key, value)

    def delete_many(self) -> None:
        self._done("delete_many", keys=self.keys[:2])
        for key in self.keys[:2]:
            self._take(key)

    def clear(self) -> None:
        self._done("clear")
        self.stored.clear()

    def _done(self, word: str, **given: Any) -> None:
        reply = self.s.does(word, **given)
        if not isinstance(reply.answer, Returned):
            self.s.set_aside(f"{word} {reply}", left_to_another_clause=True)

    def _succeeded(self, reply: Any, expected: str) -> None:
        if not isinstance(reply.answer, Returned) or reply.value is False:
            self.s.broken(expected, str(reply))

    def _some(self) -> Any:
        return self.s.one_of(self.keys)

    def _held(self, key: Any) -> bool:
        return any(identical(key, each) for each, _ in self.stored)

    def _value(self, key: Any) -> Any:
        return next(value for each, value in self.stored if identical(key, each))

    def _take(self, key: Any) -> None:
        self.stored = [entry for entry in self.stored if not identical(key, entry[0])]

    def _put(self, key: Any, value: Any) -> None:
        self._take(key)
        self.stored.append((key, value))
