"""QRY-04: a read writes nothing, and lets others write."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from dovetail.patience import Patience
from dovetail.policies import Answer, Raised, Returned
from dovetail.suites.calls.pages import at
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.kernel.check import check
from dovetail.suites.kernel.clients import Clients
from dovetail.suites.kernel.driver import entering, leaving
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.reader.asking import asked_with, lists, of_kind, of_one, whole
from dovetail.suites.reader.preconditions import readable
from dovetail.suites.reader.readings import Gives
from dovetail.suites.reader.scenario import ReaderScenario, Written
from dovetail.values import compare

_WRITES = ("INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "MERGE ")
_PATIENCE = 2.0
"""Seconds that a write may take beside an open reader, before it is taken for blocked."""


@check("QRY-04", readable, most=15)
def reading_writes_nothing(s: ReaderScenario) -> None:
    aggregates = s.stored(1, 2)
    before = s.known()
    with _sent(s) as statements:
        _ask(s, before)
        s.end_connection()  # a session that found something to write writes it now
    if writes := [each for each in statements if each.lstrip().upper().startswith(_WRITES)]:
        s.broken("a read that sends no write", f"it sends {writes[0]}")
    for one, other in zip(before, s.known(), strict=True):
        difference = compare(one.values, other.values)
        if difference is not None:
            path = f"{one.name}{difference.path}"
            s.broken(f"{path} == {difference.expected}, as before it was read", f"{path} == {difference.got}")
    if s.source.concurrent and s.can("save", "update") and not s.source.commits:
        _beside_a_writer(s, aggregates[0], before)


def _sent(s: ReaderScenario) -> AbstractContextManager[list[str]]:
    """The statements that are sent inside, where the store notes them."""
    noting = getattr(s.source.store, "statements", None)
    return nullcontext([]) if noting is None else cast("AbstractContextManager[list[str]]", noting())


def _ask(s: ReaderScenario, known: list[Written]) -> None:
    for reading in of_kind(s, Gives.ONE):
        for each in known:
            s.asked(reading, **of_one(s, reading, each))
    for reading in lists(s):
        whole(s, asked_with(s, reading, known), len(known))


def _beside_a_writer(s: ReaderScenario, aggregate: Any, known: list[Written]) -> None:
    """While the reader's connection is open, another client saves what it has read."""
    if s.binding.written.mapped:
        return
    with s.unrecorded():
        changed = s.commands.change(s.writing().load(aggregate), needed=False)
        commands = s.commands
        saving = commands.prepared(commands.binding.operation("save", "update"), **commands.given(changed))
        s.end_connection()
        if _blocked(s, saving, lambda: s.writing().get(s.commands.key(aggregate))) is not None:
            s.end_connection()
            return  # the store lets nobody write while anybody has read, which is no fault of the reader
        s.end_connection()
    held = _blocked(s, saving, lambda: _ask(s, known))
    s.say(f"{saving.text()}  # by another client, while the reader's connection is open")
    if held is not None:
        s.broken("is saved", held, hint="the reader's connection keeps a lock that writers wait for")


def _blocked(s: ReaderScenario, saving: PreparedCall, read: Callable[[], object]) -> str | None:
    """What holds up a save while a connection that has read is open; None where nothing does."""
    read()

    def conduct(clients: Clients) -> Generator[None, None, str | None]:
        patience, blocked = Patience(_PATIENCE), False
        writer = clients.start(lambda: _save(s, saving))
        while not writer.done():
            if not blocked and patience.is_over():
                blocked = True
                s.end_connection()  # so that the writer gets on
            yield
        answer = writer.result()
        if blocked:
            return f"waits longer than {_PATIENCE:g} s"
        return None if isinstance(answer, Returned) else answer_text(answer)

    return s.driver.at_the_same_time(conduct, awaited=saving.operation.awaited)


def _save(s: ReaderScenario, saving: PreparedCall) -> Generator[Any, Any, Answer]:
    context = s.source.connect()
    opened = yield entering(context)
    try:
        value = yield saving.on(at(opened, s.binding.side))
    except Exception as error:  # noqa: BLE001 - whatever the command side raises is its answer
        yield leaving(context, error)
        return Raised(error)
    yield leaving(context)
    return Returned(value)
