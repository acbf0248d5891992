"""The cache's own language: what clauses say, spoken to any port."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from functools import cached_property
from typing import Any

from dovetail.policies import Answer, Failed, Raised, Returned
from dovetail.suites.cache.binding import CacheBinding
from dovetail.suites.cache.inference.by_load import loader_for, loads_are_awaited
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.port_contract import PortScenario
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.kernel.source import Source
from dovetail.values import identical

LONG = 3600.0
"""Seconds: the lifetime of an entry whose lifetime is none of a clause's business, where one must be given."""
_TRIES = 40


class Default(Enum):
    """What a get is given for its default, so that nothing else can be taken for it."""

    NOT_THERE = "not there"


NOT_THERE = Default.NOT_THERE


class CacheScenario(PortScenario):
    """One example of a cache's clause."""

    binding: CacheBinding
    called = "cache"

    def __init__(self, binding: CacheBinding, driver: Driver, source: Source, draw: Callable[[Any], Any]) -> None:
        super().__init__(binding, driver, source, draw)
        self._keys: list[Any] = []
        self._namespace: str | None = None
        self._spaces: dict[str, tuple[Any, Any]] = {}

    def key(self) -> Any:
        """Another key, which none of this scenario has had."""
        return self.another(self.binding.keys, self._keys, "key")

    def value(self) -> Any:
        """A value that nobody takes for a miss: what is falsy has a clause of its own."""
        drawn = [self.draw(self.binding.values)]
        while _may_be_missed(drawn[-1]) and len(drawn) < _TRIES:
            drawn.append(self.draw(self.binding.values))
        found = drawn[-1] if not _may_be_missed(drawn[-1]) else next((each for each in drawn if each is not None), None)
        return self.set_aside("nothing but None was drawn") if found is None else found

    def other_than(self, value: Any) -> Any:
        """A value that differs from that one."""
        for _ in range(_TRIES):
            drawn = self.value()
            if not identical(drawn, value):
                return drawn
        return self.set_aside("no other value was drawn")

    def put(self, key: Any, value: Any, word: str = "set", **given: Any) -> Reply:
        """Put a value: `ttl=` with a lifetime in seconds, or as the clause has it where it is wrapped already."""
        return self.does(word, key=key, value=value, **given)

    def get(self, key: Any) -> Reply:
        """Ask for a key; what is not there is `NOT_THERE` where a get takes a default."""
        given = {"default": NOT_THERE} if self.binding.takes("get", "default") else {}
        return self.does("get", key=key, **given)

    def does(self, word: str, **given: Any) -> Reply:
        """Call an operation by the contract's word; a lifetime is given in seconds."""
        return self.make(self.doing(word, **given))

    def doing(self, word: str, **given: Any) -> PreparedCall:
        """That call, to be made later by any client."""
        operation = self.binding.operations[word]
        asked = operation.parameter("ttl")
        if asked is None:
            given.pop("ttl", None)
        elif "ttl" in given:
            given["ttl"] = self.binding.lifetime(word, given["ttl"])
        elif asked.required:
            given["ttl"] = self.binding.lifetime(word, LONG)
        items = operation.parameter("items")
        if items is not None and (items.name == "pairs" or "tuple" in str(items.hint)):
            given["items"] = list(given["items"].items())
        amount = operation.parameter("amount")
        if amount is not None and amount.required:
            given.setdefault("amount", 1)
        default = operation.parameter("default")
        if default is not None and default.required:
            given.setdefault("default", NOT_THERE)
        return self.prepared(operation, **given)

    def prepared(self, operation: OperationCall, **given: Any) -> PreparedCall:
        """A call with a value for each role; a namespace goes with each where operations take one."""
        if operation.parameter("namespace") is not None and self.binding.namespaces:
            given.setdefault("namespace", self.binding.namespace(self._namespace or "main"))
        return super().prepared(operation, **given)

    @contextmanager
    def within(self, name: str) -> Iterator[None]:
        """What is done inside is done in another namespace."""
        before, called = self._namespace, self.called
        self._namespace = name
        if self.binding.contract.namespaces is not None:
            self.called = f"{name}_cache"
        try:
            yield
        finally:
            self._namespace, self.called = before, called

    @property
    def adapter(self) -> Any:
        """The adapter over the current connection, or what it gives for the namespace that is meant."""
        opened = super().adapter
        made = self.binding.contract.namespaces
        if made is None or self._namespace is None:
            return opened
        known = self._spaces.get(self._namespace)
        if known is None or known[0] is not opened:
            known = self._spaces[self._namespace] = (opened, self.driver.settle(made(opened, self._namespace)))
        return known[1]

    @cached_property
    def absence(self) -> Answer:
        """What this adapter answers for a key under which nothing was put."""
        with self.unrecorded():
            return self.get(self.key()).answer

    def is_miss(self, reply: Reply) -> bool:
        """Whether an answer of get says that nothing is there."""
        answer = reply.answer
        stated = self.binding.missing
        if isinstance(answer, Returned):
            if answer.value is None:
                return not self.tells_none
            return answer.value is NOT_THERE or self.stands_for_a_miss(answer.value)
        if stated is not None and stated.accepts(answer):
            return True
        absent = self.absence
        return type(absent) is type(answer) and type(_error(absent)) is type(_error(answer))

    def stands_for_a_miss(self, value: Any) -> bool:
        """Whether a value is what the adapter, or the contract, says for a key under which nothing was put."""
        stated, absent = self.binding.missing, self.absence
        if stated is not None and value is not None and stated.accepts(Returned(value)):
            return True
        return isinstance(absent, Returned) and identical(absent.value, value)

    @property
    def tells_none(self) -> bool:
        """Whether a get can tell a None that was put from a miss."""
        if self.binding.takes("get", "default"):
            return True
        return not isinstance(self.absence, Returned) or self.absence.value is not None

    def same(self, value: Any, reply: Reply) -> bool:
        return isinstance(reply.answer, Returned) and identical(value, reply.picture, self.binding.tolerances)

    def time_passes(self, seconds: float) -> None:
        """Let time pass, as the contract, the store or the clock says."""
        self.say(f"# {seconds:g} s pass")
        contract, store = self.binding.contract, self.source.store
        if contract.advance is not None:
            self.driver.settle(contract.advance(self.adapter, seconds))
        elif contract.clock is not None:
            self.driver.settle(_moved(contract.clock, seconds))
        else:
            self.driver.settle(store.advance(seconds))

    def begin(self) -> None:
        """Begin a transaction, where that is said and does not happen by itself."""
        if self.binding.offers("begin"):
            self.does("begin")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What is done inside is committed."""
        self.begin()
        yield
        self.does("commit")

    @property
    def loads_are_awaited(self) -> bool:
        """Whether the function that loads is a coroutine function."""
        return loads_are_awaited(self.binding.operations["load"])

    def loader(self, load: Callable[[], Any]) -> Callable[..., Any]:
        """A loader as the port takes it."""
        return loader_for(self.binding.operations["load"], load)


def _may_be_missed(value: Any) -> bool:
    try:
        return not value
    except Exception:  # noqa: BLE001 - whatever a class raises whose objects are neither true nor false
        return False


def _moved(clock: Any, seconds: float) -> Any:
    """Move a clock on, whatever the library of it calls that."""
    for name in ("advance", "shift"):
        if hasattr(clock, name):
            return getattr(clock, name)(seconds)
    return clock.tick(dt.timedelta(seconds=seconds))


def _error(answer: Answer | None) -> Any:
    return answer.error if isinstance(answer, Raised | Failed) else None
