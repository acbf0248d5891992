"""An adapter that answers out of a cache answers as the bare one does: nobody can tell that the cache is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.suites.concurrency.client import Client
from dovetail.suites.concurrency.gate import Gate, meanwhile
from dovetail.suites.concurrency.interleaving import all_at_once
from dovetail.suites.concurrency.races import Race, race
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.kernel.scenario import Broken, answer_text
from dovetail.suites.outages.declared import failing
from dovetail.suites.outages.ways_to_fail import outages, prepared, while_failing
from dovetail.suites.repository.assertions import store
from dovetail.suites.repository.cached.inner import connecting, inner_name, watched, watching
from dovetail.suites.repository.cached.staleness import not_stale, prepared_reads, warm
from dovetail.suites.repository.clauses.model import ASKED_AGAIN, Model
from dovetail.suites.repository.preconditions import cached, interruptible, offers, racing
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Difference, code, identical

_STEPS = 6
_CLIENTS = 4


class CachedModel(Model):
    """What is stored, while the cache is emptied between operations, and asked for what is not there yet."""

    s: RepositoryScenario

    def steps(self) -> list[Any]:
        return [*super().steps(), self.s.empty_cache]

    def new(self) -> Any:
        """Some are asked for before they are added: that they are absent may be cached, until they are not."""
        order = self.s.aggregate()
        if not self.s.binding.generates_key and self.s.some(1):
            self.s.get(self.s.key(order))
        return order

    def lost_later(self, order: Any, found: list[Difference]) -> list[Difference]:  # noqa: ARG002 - as any model's
        """All of them: the store is not emptied for a first save, since it is asked again with an empty cache."""
        return found

    def agrees(self, *, asking_again: int = ASKED_AGAIN) -> None:
        """What a cache is to blame for is right once it is emptied; all else is another clause's affair."""
        try:
            super().agrees(asking_again=asking_again)
        except Broken as found:
            with self.s.unrecorded():
                self.s.empty_cache()
                still = self._is_wrong()
            if still:
                self.s.set_aside("it is wrong with an empty cache too", left_to_another_clause=True)
            found.hint = "stale in the cache: once that is emptied, it is right"
            raise

    def _is_wrong(self) -> bool:
        try:
            super().agrees()
        except Broken:
            return True
        return False


@check("REPO-35", all_of(cached, offers("get")), share=0.6)
def cached_as_the_bare_one(s: RepositoryScenario) -> None:
    model = CachedModel(s)
    for _ in range(2 + s.some(_STEPS)):
        s.one_of(model.steps())()
        model.agrees()


@check("REPO-36", all_of(cached, offers("get"), offers("save|update|delete"), interruptible), most=12)
def invalidated_after_the_commit(s: RepositoryScenario) -> None:
    """While one client writes, another one reads wherever the store lets it; a write that fails leaves nothing."""
    tried = [_read_while_written, _read_before_the_commit, _write_fails, _rolled_back]
    able = [each for each, applies in zip(tried, _able(s), strict=True) if applies]
    if not able:
        s.set_aside("the store fills in what it would have to be set up with again", left_to_another_clause=True)
    s.one_of(able)(s)


def _able(s: RepositoryScenario) -> list[bool]:
    saves = s.binding.offers("save", "update")
    races = racing(s.binding, s.source) is None
    return [
        races and s.can_begin_again,
        races and s.source.commits and saves,
        failing(s.binding, s.source) is None and s.can_begin_again and saves,
        s.source.commits and saves,
    ]


def _read_while_written(s: RepositoryScenario) -> None:
    """The cache is warmed while a write is under way: whatever comes of that is right afterwards."""
    deletes = not s.binding.offers("save", "update") or bool(s.binding.offers("delete") and s.some(1))
    state: dict[str, Any] = {}

    def made() -> Race:
        order = s.aggregate()
        state["order"] = s.copy_of(order)
        changed = _stored_and_changed(s, order)

        def clients() -> tuple[Client, Client]:
            word = ("delete",) if deletes else ("save", "update")
            write = s.prepared(s.binding.operation(*word), **s.given(s.copy_of(changed)))
            read = s.prepared(s.binding.operation("get"), key=s.key(order))
            return Client(s.source.connect, [write]), Client(s.source.connect, [read])

        def again() -> None:
            s.begin_again(state["order"])
            _warmed(s, order)

        def judge(_answers: list[Answer]) -> None:
            not_stale(s, order, "the write", state["order"])

        return Race(clients, judge, again)

    race(s, made)


def _stored_and_changed(s: RepositoryScenario, order: Any) -> Any:
    """A stored aggregate, of which the cache knows, as a caller has changed it."""
    store(s, order)
    held = s.in_hand(order)
    changed = s.change(s.copy_of(held))
    _warmed(s, order)
    return changed


def _warmed(s: RepositoryScenario, order: Any) -> None:
    warm(s, order)
    s.disconnect_if_stored()


def _write_fails(s: RepositoryScenario) -> None:
    order = s.aggregate()
    untouched = s.copy_of(order)
    changed = _stored_and_changed(s, order)
    for outage in outages(s):
        start = len(s.lines)
        for number in outage.numbers:
            with prepared(s, outage) as strike:
                reply = while_failing(s, outage, strike, number, lambda: s.save(s.copy_of(changed)))
            if reply is None:
                break
            not_stale(s, order, "a write that failed")
            del s.lines[start:]
            s.begin_again(untouched)
            _warmed(s, order)
        del s.lines[start:]
        s.begin_again(untouched)
        _warmed(s, order)


def _read_before_the_commit(s: RepositoryScenario) -> None:
    """The end of a unit of work commits; before it, another client reads."""
    order = s.aggregate()
    untouched = s.copy_of(order)
    changed = _stored_and_changed(s, order)
    _saved_in_a_unit(s, changed)
    with s.another_client():
        s.get(s.key(order))
    s.say("# it is committed")
    s.disconnect()
    not_stale(s, order, "the commit", untouched)


def _saved_in_a_unit(s: RepositoryScenario, changed: Any) -> None:
    """Save without a commit."""
    call = s.prepared(s.binding.operation("save", "update"), **s.given(changed))
    s.say(call.line)
    s.driver.call(call.on, s.adapter, _awaited=call.operation.awaited)


class _RolledBack(Exception):  # noqa: N818 - what a client's block raises that goes away without a commit
    """The block is left by an error."""


def _rolled_back(s: RepositoryScenario) -> None:
    order = s.aggregate()
    changed = _stored_and_changed(s, order)
    _saved_in_a_unit(s, changed)
    if s.some(1):
        read = s.prepared(s.binding.operation("get"), key=s.key(order))
        s.say(read.line)
        s.driver.call(read.on, s.adapter, _awaited=read.operation.awaited)
    s.say("# it is rolled back")
    s.abandon(_RolledBack())
    not_stale(s, order, "it was rolled back")


@check("REPO-37", all_of(cached, offers("get"), offers("save|update|delete")), most=6)
def slow_reader(s: RepositoryScenario) -> None:
    """A reader has asked the bare adapter, and is held up before it puts what it got into the cache."""
    order = s.aggregate()
    untouched = s.copy_of(order)
    store(s, order)
    held = s.in_hand(order)
    saves = s.binding.offers("save", "update")
    changed = s.change(s.copy_of(held)) if saves else held
    name = inner_name(s)
    s.empty_cache()
    gate = Gate(most=1)
    read = s.one_of(prepared_reads(s, order))
    write = s.prepared(
        s.binding.operation("save", "update") if saves else s.binding.operation("delete"), **s.given(changed)
    )
    s.disconnect_if_stored()
    slow, other = Client(watching(s, name, gate.after), [read]), Client(connecting(s), [write])
    s.say(lambda: f"# a client: {read.line()}; before that ends, another one: {write.line()}")
    answers = meanwhile(s, gate, slow, other)
    if len(answers) == 1:
        s.set_aside(f"the bare adapter is not asked: {answer_text(answers[0])}", left_to_another_clause=True)
    not_stale(s, order, "the write of the other client, and was put into the cache after it", untouched)


@check("REPO-38", all_of(cached, offers("get")), most=6)
def loaded_as_promised(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    name = inner_name(s)
    s.empty_cache()
    _failure_is_not_kept(s, order, name)
    assert s.binding.cached is not None
    if s.binding.cached.loads_once and s.some(2) == 0:
        _many_misses(s, order, name)


class BareAdapterFailed(Exception):  # noqa: N818 - as the bare adapter raises it
    """The store behind the cache has failed."""


def _failure_is_not_kept(s: RepositoryScenario, order: Any, name: str) -> None:
    def fails(_function: Callable[..., Any]) -> Callable[..., Any]:
        def fail(*_args: Any, **_kwargs: Any) -> Any:
            raise BareAdapterFailed("the store has failed")

        return fail

    s.say("# the bare adapter fails, once")
    with watched(s, s.adapter, name, fails):
        reply = s.get(s.key(order))
    if isinstance(reply.answer, Returned) and s.is_absent(reply.answer):
        s.broken("a failure", f"absent: {reply}", hint="a failure of the bare adapter was answered as an absence")
    again = s.get(s.key(order))
    if s.is_absent(again.answer) or not isinstance(again.answer, Returned):
        s.broken(f"{s.name_of(order)} is found", str(again), hint="the failure before it is cached")


def _many_misses(s: RepositoryScenario, order: Any, name: str) -> None:
    s.empty_cache()
    with s.unrecorded():
        expected = s.get(s.key(order)).picture
    s.empty_cache()
    gate = Gate(enough=2)
    read = s.prepared(s.binding.operation("get"), key=s.key(order))
    s.disconnect_if_stored()
    s.say(lambda: f"# {_CLIENTS} clients at the same time: {read.line()}")
    answers = all_at_once(s, [Client(watching(s, name, gate.after), [read]) for _ in range(_CLIENTS)])
    for answer in answers:
        if not isinstance(answer, Returned) or not identical(expected, answer.value):
            s.broken(code(expected), answer_text(answer))
    if gate.came > 1:
        s.broken("one of them asks the bare adapter", f"{gate.came} do")
