"""The repository's own language: what clauses say, spoken to any port."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from dovetail.policies import Answer, Returned
from dovetail.records.sqlalchemy import in_session
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.repository.inference.effects import Effect
from dovetail.suites.repository.operations import OperationScenario
from dovetail.values import Picture, leaves, picture

_TRIES = 6  # of arguments for what the domain may refuse


class RepositoryScenario(OperationScenario):
    """One example of a repository clause: what a caller does with aggregates, whatever the port calls it."""

    def clear(self) -> None:
        """Empty the store, and the cache out of which the adapter answers, where it does."""
        super().clear()
        if self.binding.cached is not None:
            with self.unrecorded():
                self.empty_cache()
                self.disconnect()

    def empty_cache(self) -> None:
        assert self.binding.cached is not None  # only asked of adapters that have one
        self.say("# the cache is emptied")
        self.driver.settle(self.binding.cached.empty(self.adapter))

    @contextmanager
    def cache_down(self) -> Iterator[None]:
        """While the block runs, the cache cannot be reached."""
        assert self.binding.cached is not None
        assert self.binding.cached.down is not None
        self.say("# the cache cannot be reached")
        context = self.binding.cached.down(self.adapter)
        self.driver.enter(context)
        try:
            yield
        finally:
            self.driver.leave(context)
        self.say("# the cache can be reached again")

    def change(self, aggregate: Any, *, fewer: bool = False, needed: bool = True) -> Any:
        """The changed aggregate; what it refers to now is put in as well."""
        changed = super().change(aggregate, fewer=fewer, needed=needed)
        self.prepare(changed)
        return changed

    def perform(self, effect: Effect, aggregate: Any, arguments: Iterable[Any]) -> Reply:
        """Call an operation that writes a stored aggregate in a way of its own."""
        return self.make(self.performing(effect, aggregate, arguments))

    def performing(self, effect: Effect, aggregate: Any, arguments: Iterable[Any]) -> PreparedCall:
        """The call of an operation that writes a stored aggregate in a way of its own."""
        given = {role: value for (role, _), value in zip(effect.arguments, arguments, strict=True)}
        return self.prepared(effect.operation, **{**self.given(aggregate), **given})

    @property
    def told_effects(self) -> list[Effect]:
        """The effects of which it is said what they leave; none of a mapped aggregate, which a session would change."""
        known = self.binding.effects.values()
        return [] if self.binding.mapped else [each for each in known if each.after is not None]

    def told(self, effect: Effect, aggregate: Any) -> tuple[list[Any], Any] | None:
        """Arguments of an effect, and the aggregate after it; None where the domain refuses all that come up."""
        assert effect.after is not None  # only such are asked
        for _ in range(_TRIES):
            arguments = effect.drawn(self.draw)
            try:
                after = effect.after(self.copy_of(aggregate), *arguments)
            except Exception:  # noqa: BLE001 - whatever the domain refuses it by
                continue
            if not _overflows(aggregate, after, arguments):
                break
        else:
            return None
        self.called_like(after, self.name_of(aggregate))
        self.same_key(aggregate, after)
        self.may_be_like_absent(after)
        return arguments, after

    def modify(self, aggregate: Any, change: Callable[[Any], Any]) -> tuple[Any, Picture, Reply]:
        """Change a stored aggregate and save it, as a caller does: the changed one, its picture, and the answer.

        A mapped one is loaded, changed and saved in one unit of work; where the port has no save, its end is the save.
        """
        with self.one_unit():
            held = change(self.in_hand(aggregate))
            self.may_be_like_absent(held)
            now = picture(held)
            changed = self.copy_of(held) if self.binding.mapped else held  # it can be read once the session is over
            reply = self.save(held) if self.binding.offers("save", "update") else Reply(Returned(None))
        return changed, now, self.ended(reply)

    def load(self, aggregate: Any) -> Any:
        """The stored aggregate as another object of the caller's; set aside where it is not found."""
        reply = self.get(self.key(aggregate))
        if self.is_absent(reply.answer):
            self.set_aside(f"what was saved is not found: {reply}", left_to_another_clause=True)
        return self.hold(aggregate, reply)

    def found(self, aggregate: Any, expected: str = "", hint: str = "") -> Picture | None:
        """What get gives for a stored aggregate; broken where it is not found."""
        reply = self.get(self.key(aggregate))
        if self.is_absent(reply.answer):
            self.broken(expected or f"{self.name_of(aggregate)} is found", str(reply), hint=hint)
        return reply.picture

    def hold(self, aggregate: Any, reply: Reply) -> Any:
        """The object that an operation answered with for a stored aggregate, alone or as all there is in a list."""
        one = isinstance(reply.listed, self.binding.kind) or not isinstance(reply.listed, Collection)
        given = [reply.listed] if one else list(reply.listed)
        if len(given) != 1 or given[0] is None:
            self.set_aside(f"what was saved is not handed out: {reply}", left_to_another_clause=True)
        (loaded,) = given
        name = f"loaded_{self.name_of(aggregate).removeprefix('loaded_')}"
        while any(name == taken for taken, _ in self._names.values()):
            name = f"again_{name}"
        called = self.lines[-1]
        variable, opening = name if one else f"[{name}]", "" if reply.page is None else reply.page.opening
        self.lines[-1] = lambda: f"{variable} = {called if isinstance(called, str) else called()}{opening}"
        self._names[id(loaded)] = (name, loaded)
        return loaded

    def hold_one_of(self, aggregate: Any, reply: Reply) -> Any:
        """The object that an operation answered with for a stored aggregate, among others in a list or alone."""
        if not isinstance(reply.listed, (list, tuple)):
            return self.hold(aggregate, reply)
        key = self.key(aggregate)
        places = [
            place
            for place, each in enumerate(reply.listed)
            if isinstance(each, self.binding.kind) and self.is_key(self.key(each), key)
        ]
        if len(places) != 1:
            self.set_aside(f"what was saved is not listed once: {reply}", left_to_another_clause=True)
        called, opening = self.lines[-1], "" if reply.page is None else reply.page.opening
        self.lines[-1] = lambda: f"{called if isinstance(called, str) else called()}{opening}[{places[0]}]"
        return self.hold(aggregate, Reply(Returned(reply.listed[places[0]])))

    def load_untouched(self, aggregate: Any) -> Any:
        """The stored aggregate, of which nothing is read yet: what loads itself when it is first touched has not."""
        with self.untouched():
            return self.load(aggregate)

    def in_hand(self, aggregate: Any) -> Any:
        """The object with which a caller goes on: its own, or a loaded one where the store fills in fields."""
        return self.load(aggregate) if self.binding.by_loading else aggregate

    def leave(self, aggregate: Any) -> None:
        """Leave a changed aggregate without a save: where a unit of work tracks it, that ends without a commit."""
        if in_session(aggregate) or (self.source.commits and self.binding.mapped and self._context is not None):
            self.say("# its session is closed without a commit")
            self.abandon(_Left())

    def as_new(self, aggregate: Any) -> Any:
        """The aggregate itself, or what it was before a store filled in its part of it."""
        if not self.binding.by_loading:
            return aggregate
        anew = self.binding.unsaved(self.copy_of(aggregate))
        self.called_like(anew, self.name_of(aggregate))
        return anew

    @property
    def can_begin_again(self) -> bool:
        """Whether what is saved anew is what it was: nothing of it is the store's own, but for the count of saves."""
        return not self.binding.generated

    def begin_again(self, *stored: Any) -> None:
        """Go back to a store that holds these aggregates alone, as they were before their first save."""
        with self.unrecorded():
            self.disconnect()
            self.clear()
            for each in stored:
                self.add(self.copy_of(each))
            self.disconnect()

    @cached_property
    def absence(self) -> Answer:
        """What this adapter itself answers for a key that is absent."""
        with self.unrecorded():
            return self.get(self.absent_key()).answer

    def is_absent(self, answer: Answer) -> bool:
        """Whether an answer of get says that nothing is stored: as stated, or in a way of the adapter's own."""
        if self.binding.missing is not None and self.binding.missing.accepts(answer):
            return True
        if isinstance(answer, Returned):
            return answer.absent or answer.value is None
        return type(answer) is type(self.absence) and _error(answer) is _error(self.absence)


class _Left(Exception):  # noqa: N818 - a client that goes away
    """What a client's block raises that goes away without a commit."""


def _overflows(before: Any, after: Any, arguments: list[Any]) -> bool:
    """Whether an effect counts beyond 64 bits what it is asked to count: no database's own arithmetic reaches there."""

    def is_large(value: Any) -> bool:
        return type(value) is int and not -(2**63) <= value < 2**63

    given = any(is_large(leaf) for each in (before, arguments) for _, leaf in leaves(each))
    return not given and any(is_large(leaf) for _, leaf in leaves(after))


def _error(answer: Answer | None) -> type | None:
    return None if answer is None or isinstance(answer, Returned) else type(answer.error)
