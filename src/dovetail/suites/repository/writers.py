"""Writers of one aggregate: what each writes, and how it saves, alone or while another one does."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Protocol

from hypothesis.strategies import SearchStrategy

from dovetail.policies import Returned
from dovetail.port import open_result
from dovetail.records.sqlalchemy import changes_own_row, in_session
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.concurrency.client import Client
from dovetail.suites.kernel.scenario import Line
from dovetail.suites.repository.inference.effects import Effect
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Picture, picture
from dovetail.values.copies import copied


class Writer(Protocol):
    """One of several who save the same aggregate.

    Attributes:
        wrote: the aggregate as it saves it.
        counted: whether a counter of saves counts its save.
        based_on: the count of saves that it has loaded before its last save.
    """

    wrote: Picture
    counted: bool

    @property
    def based_on(self) -> Any: ...

    def client(self) -> Client:
        """It saves over a connection of its own, while others do."""
        ...

    def alone(self) -> Reply:
        """It saves while nobody else does."""
        ...


def writer(s: RepositoryScenario, aggregate: Any, changes: int) -> Writer:
    """A writer who changes a stored aggregate so many times, and saves it once."""
    return Tracking(s, aggregate, changes) if s.binding.mapped else Holding(s, aggregate, changes)


class Holding:
    """A writer who has loaded and changed an aggregate, and only saves it."""

    counted = True

    def __init__(self, s: RepositoryScenario, aggregate: Any, changes: int) -> None:
        self._s = s
        self._held = _changed(s, s.load(aggregate), changes)
        self.wrote = picture(self._held)

    @property
    def based_on(self) -> Any:
        return _version(self._s, self._held)

    def client(self) -> Client:
        s, save = self._s, self._s.binding.operation("save", "update")
        return Client(s.source.connect, [s.prepared(save, **s.given(s.copy_of(self._held)))])

    def alone(self) -> Reply:
        return self._s.save(self._s.copy_of(self._held))


class Performing:
    """A writer who calls an operation that changes what is stored under a key, without having loaded it."""

    counted = False
    based_on = None

    def __init__(self, s: RepositoryScenario, aggregate: Any, effect: Effect) -> None:
        self._s = s
        self._effect = effect
        self._held = s.load(aggregate)
        told = s.told(effect, self._held)
        if told is None:
            s.set_aside(f"the domain refuses {effect.operation.name} of it")
        self._arguments, after = told
        self.wrote = picture(after)

    def client(self) -> Client:
        return Client(self._s.source.connect, [self._s.performing(self._effect, self._held, self._arguments)])

    def alone(self) -> Reply:
        return self._s.perform(self._effect, self._held, self._arguments)


class OtherwiseStored(Exception):  # noqa: N818 - an answer, and no error
    """What was loaded is not what the changes were drawn for."""


class Tracking:
    """A writer who loads, changes and saves a mapped aggregate in one unit of work, each time anew.

    Such an object is of the session that loaded it, and what is saved is what that session saw change. So the changes
    are drawn once, on an object that is thrown away, and made again on the one that is saved.
    """

    def __init__(self, s: RepositoryScenario, aggregate: Any, changes: int) -> None:
        self._s = s
        self._aggregate = aggregate
        self._changes = changes
        self._drawn: list[Any] = []
        self.based_on: Any = None
        with s.unrecorded():
            with s.one_unit():
                held = s.load(aggregate)
                self._name = s.name_of(held)
                s.lines.clear()
                held = self._recorded(held)
                self._lines = list(s.lines)
                self.wrote = picture(held)
                self.counted = not in_session(held) or changes_own_row(held)
            s.leave(held)
            s.disconnect()

    def client(self) -> Client:
        s, unit = self._s, _Unit()
        get = self._get()

        def change(_: Any) -> None:
            self.based_on = _version(s, unit.held)
            unit.held = self._changed_again(unit.held)

        calls = [
            _instead_of(get, lambda adapter: unit.load(get.on(adapter)), self._loading),
            PreparedCall(OperationCall("", change, ()), text=lambda: "; ".join(map(_text, self._lines))),
        ]
        if s.binding.offers("save", "update"):
            save = s.binding.operation("save", "update")
            call = PreparedCall(save, text=lambda: save.called(s.called, [self._name]))
            calls.append(_instead_of(call, lambda adapter: self._saving(unit.held).on(adapter), call.text))
        return Client(s.source.connect, calls)

    def alone(self) -> Reply:
        with self.ready() as save:
            return save()

    @contextmanager
    def ready(self) -> Iterator[Callable[[], Reply]]:
        """What it loads and changes before, in a unit of work that is open; gives what saves it."""
        s = self._s
        with s.one_unit():
            with s.unrecorded():
                held = s.load(self._aggregate)
            s.say(self._loading)
            try:
                held = self._changed_again(held)
            except OtherwiseStored as otherwise:
                s.set_aside(str(otherwise), left_to_another_clause=True)
            s.lines.extend(self._lines)
            s.called_like(held, self._name)
            yield lambda: s.ended(s.save(held) if s.binding.offers("save", "update") else Reply(Returned(None)))

    def _get(self) -> PreparedCall:
        return self._s.prepared(self._s.binding.operation("get"), key=self._s.key(self._aggregate))

    def _loading(self) -> str:
        return f"{self._name} = {self._get().line()}"

    def _saving(self, held: Any) -> PreparedCall:
        return self._s.prepared(self._s.binding.operation("save", "update"), **self._s.given(held))

    def _recorded(self, held: Any) -> Any:
        s, draw = self._s, self._s.draw

        def remembered(strategy: SearchStrategy[Any]) -> Any:
            drawn = draw(strategy)
            self._drawn.append(copied(drawn))
            return drawn

        s.draw = remembered
        try:
            return _changed(s, held, self._changes)
        finally:
            s.draw = draw

    def _changed_again(self, held: Any) -> Any:
        left = list(reversed(self._drawn))

        def drawn(_: SearchStrategy[Any]) -> Any:
            if not left:
                raise OtherwiseStored("what is loaded is not what it was, and takes other changes")
            return copied(left.pop())

        for _ in range(self._changes):
            changed = self._s.binding.changes.change(drawn, held, self._name)
            held = held if changed is None else changed.aggregate
        return held


@dataclass
class _Unit:
    """What a unit of work has loaded."""

    held: Any = None

    def load(self, answered: Any) -> Any:
        """Keep what get answered, which may be still to be awaited."""
        return self._awaited(answered) if inspect.isawaitable(answered) else self._kept(answered)

    async def _awaited(self, answered: Awaitable[Any]) -> Any:
        return self._kept(await answered)

    def _kept(self, value: Any) -> Any:
        opened = open_result(value)
        self.held = opened.value if isinstance(opened, Returned) else value
        return value


def _changed(s: RepositoryScenario, aggregate: Any, changes: int) -> Any:
    for made in range(changes):
        aggregate = s.change(aggregate, needed=not made)
    return aggregate


def _version(s: RepositoryScenario, aggregate: Any) -> Any:
    return None if s.binding.version is None else getattr(aggregate, s.binding.version, None)


def _instead_of(call: PreparedCall, function: Callable[[Any], Any], text: Callable[[], str]) -> PreparedCall:
    """A call that does more than the operation; it has the operation's name and colour."""
    return PreparedCall(replace(call.operation, function=function, roles=()), text=text)


def _text(line: Line) -> str:
    return line if isinstance(line, str) else line()
