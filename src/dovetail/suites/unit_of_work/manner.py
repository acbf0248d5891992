"""How the units of an adapter are begun and ended: as a context manager, by a function that takes one, or by calls."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dovetail.conventions import ordered
from dovetail.errors import ContractError
from dovetail.introspection.signatures import required_by
from dovetail.suites.calls.attributes import reader
from dovetail.suites.kernel.driver import Driver
from dovetail.suites.unit_of_work.hosts.host import Body, Host
from dovetail.suites.unit_of_work.hosts.in_place import InPlace
from dovetail.suites.unit_of_work.hosts.in_task import InTask
from dovetail.suites.unit_of_work.hosts.in_thread import InThread
from dovetail.suites.unit_of_work.hosts.script import Script

WORDS = ("enter", "run", "begin", "commit", "rollback", "flush", "savepoint")
"""What `operations` of a contract may name."""

Function = Callable[..., Any]


@dataclass(frozen=True)
class Manner:
    """How units are begun and ended.

    Attributes:
        asynchronous: whether that is awaited.
        takes: the function that takes what is to be done, given the adapter; None where there is none.
        opens: the function that gives a context manager, given the adapter; None where there is none.
        words: the operations that the contract names, by its word for them.
        written: how a caller writes the beginning, with a place for the adapter's name.
        same: whether the adapter itself is what is entered, so that entering it twice is entering one unit twice.
    """

    asynchronous: bool
    takes: Function | None = None
    opens: Function | None = None
    words: Mapping[str, str | Function] = field(default_factory=dict)
    written: str = "{}"
    same: bool = False

    @property
    def explicit(self) -> bool:
        """Whether a unit has no block: it lasts until somebody commits it or rolls it back."""
        return self.takes is None and self.opens is None

    def header(self, adapter: str, unit: str) -> str:
        """The line with which a caller begins a unit."""
        written = self.written.format(adapter)
        if self.takes is not None:
            return f"# {written}, where the function {f'takes {unit} and ' if unit not in {'', adapter} else ''}does:"
        bound = f" as {unit}" if unit and unit != adapter else ""
        return f"{'async ' if self.asynchronous else ''}with {written}{bound}:"

    def host(self, driver: Driver, adapter: Any, script: Script, *, apart: bool = False) -> Host:
        """Who runs the body of one unit."""
        if self.asynchronous:
            return InTask(driver, partial(self._lives, adapter), script)
        if self.takes is not None:
            return InThread(partial(self.takes, adapter), script)
        if apart:
            return InThread(partial(self.whole, adapter), script)
        return InPlace(driver, partial(self._context, adapter))

    def whole(self, adapter: Any, body: Body) -> Any:
        """A whole unit with that body; awaited where the unit is async."""
        if self.asynchronous:
            return self._lives(adapter, body)
        if self.takes is not None:
            value = self.takes(adapter, body)
            return value() if inspect.isfunction(value) else value
        with self._context(adapter) as entered:
            return body(entered)

    def operation(self, word: str, *owners: Any) -> tuple[str, Function] | None:
        """The name of an operation and the function that does it, given nothing; None where there is none.

        Args:
            word: the contract's word for it.
            owners: who may have it, the likeliest first.
        """
        said = self.words.get(word)
        present = [each for each in owners if each is not None]
        if callable(said):
            return getattr(said, "__name__", word), partial(said, present[0])
        for owner in present:
            for name in (said,) if said is not None else ordered(f"unit_of_work.{word}"):
                found = _at(owner, name)
                if callable(found):
                    return name, found
        if said is not None:
            raise ContractError(
                f'operations says "{word}": "{said}", and the unit of work has no such method',
                f"name one that it has, or write a function: {word!r}: lambda unit: ...",
            )
        return None

    async def _lives(self, adapter: Any, body: Body) -> Any:
        """The whole life of an async unit."""
        if self.takes is not None:
            value = self.takes(adapter, body)
            value = value() if callable(value) and not inspect.isawaitable(value) else value
            return await value
        if self.opens is not None:
            context = self.opens(adapter)
            context = await context if inspect.isawaitable(context) else context
            if hasattr(context, "__aenter__"):
                async with context as entered:
                    return await body(entered)
            with context as entered:
                return await body(entered)
        await _done(self.operation("begin", adapter))
        try:
            return await body(None)
        except BaseException:
            await _done(self.operation("rollback", adapter))
            raise

    def _context(self, adapter: Any) -> Any:
        return self.opens(adapter) if self.opens is not None else self._by_calls(adapter)

    @contextmanager
    def _by_calls(self, adapter: Any) -> Iterator[None]:
        """What a caller does with a unit that has no block: it rolls back where anything goes wrong."""
        begin = self.operation("begin", adapter)
        if begin is not None:
            begin[1]()
        try:
            yield
        except BaseException:
            rollback = self.operation("rollback", adapter)
            if rollback is not None:
                rollback[1]()
            raise


def read_manner(adapter: Any, words: Mapping[str, str | Function], *, awaited: bool) -> Manner:
    """How the units of an adapter are begun and ended.

    Args:
        adapter: the adapter.
        words: what the contract says of it, under `operations`.
        awaited: whether the repositories of its units are async.

    Raises:
        ContractError: nothing says how a unit is begun.
    """
    if "run" in words:
        return _taking(words["run"], words, awaited=awaited)
    if "enter" in words:
        return _opening(words["enter"], adapter, words)
    if hasattr(adapter, "__aenter__") or hasattr(adapter, "__enter__"):
        commit = Manner(asynchronous=False, words=words).operation("commit", adapter)
        colour = _is_async_context(adapter, commit)
        return Manner(colour, opens=lambda unit: unit, words=words, same=True)
    return _called(adapter, words, awaited=awaited)


def _called(adapter: Any, words: Mapping[str, str | Function], *, awaited: bool) -> Manner:
    for name in ordered("unit_of_work.enter"):
        if callable(getattr(adapter, name, None)) and not required_by(getattr(adapter, name)):
            gives = _gives_context(getattr(adapter, name))
            if gives or not hasattr(adapter, "commit"):
                return _opening(name, adapter, words)
    for name in ordered("unit_of_work.run"):
        if callable(getattr(adapter, name, None)) and len(required_by(getattr(adapter, name)) or ()) == 1:
            return _taking(name, words, awaited=awaited)
    if callable(adapter):
        return _taking("", words, awaited=awaited) if required_by(adapter) else _opening("", adapter, words)
    explicit = Manner(awaited, words=words)
    commit = explicit.operation("commit", adapter)
    if commit is None:
        raise ContractError(
            f"nothing says how a unit of work of {type(adapter).__name__} is begun: it is no context manager, "
            "has no method that gives one or takes a function, and no commit",
            'write it in the contract: operations = {"enter": "begin_work"}, or {"run": "do_in_one_unit"}',
        )
    return Manner(awaited or inspect.iscoroutinefunction(commit[1]), words=words)


def _opening(said: str | Function, adapter: Any, words: Mapping[str, str | Function]) -> Manner:
    opens = _function(said)
    context = opens(adapter)
    asynchronous = inspect.isawaitable(context) or _is_async_context(context, None)
    if inspect.iscoroutine(context):
        context.close()
    return Manner(asynchronous, opens=opens, words=words, written=_written(said, ""))


def _taking(said: str | Function, words: Mapping[str, str | Function], *, awaited: bool) -> Manner:
    return Manner(awaited, takes=_function(said), words=words, written=_written(said, "work"))


def _function(said: str | Function) -> Function:
    """What calls the adapter itself, its method of that name, or a function of the user's own."""
    if callable(said):
        return said
    if not said:
        return lambda adapter, *arguments: adapter(*arguments)
    read = reader(said)
    return lambda adapter, *arguments: read(adapter)(*arguments)


def _written(said: str | Function, argument: str) -> str:
    if callable(said):
        return f"{getattr(said, '__name__', 'unit')}({{}}{', ' * bool(argument)}{argument})".replace("<lambda>", "run")
    return f"{{}}{'.' * bool(said)}{said}({argument})"


def _is_async_context(context: Any, commit: tuple[str, Function] | None) -> bool:
    if not hasattr(context, "__enter__"):
        return True
    return hasattr(context, "__aenter__") and commit is not None and inspect.iscoroutinefunction(commit[1])


def _gives_context(function: Any) -> bool:
    """Whether a method is annotated or decorated as one that gives a context manager."""
    returns = getattr(function, "__annotations__", {}).get("return")
    return hasattr(function, "__wrapped__") or "ContextManager" in str(returns) or "Unit" in str(returns)


def _at(owner: Any, path: str) -> Any:
    try:
        return reader(path)(owner)
    except (AttributeError, KeyError):
        return None


async def _done(operation: tuple[str, Function] | None) -> None:
    if operation is not None:
        value = operation[1]()
        if inspect.isawaitable(value):
            await value
