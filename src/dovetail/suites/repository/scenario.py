"""The repository's own language: what clauses say, spoken to any port."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import Port
from dovetail.suites.repository.attributes import reader
from dovetail.suites.repository.bulk import Bulk
from dovetail.suites.repository.cast import Cast
from dovetail.suites.repository.mapped import loaded_whole
from dovetail.suites.repository.owner import BY_OBJECT
from dovetail.suites.repository.queries import Query
from dovetail.suites.repository.reply import Item, Reply
from dovetail.suites.repository.roles import Word
from dovetail.suites.repository.variants import variant
from dovetail.suites.scenario import Line, Unevaluable
from dovetail.values import picture


class RepositoryScenario(Cast):
    """One example of a repository clause.

    Where a unit of work commits for the port, every operation has a connection of its own: what counts is what was
    committed. Otherwise one connection serves until the clause reconnects.

    Attributes:
        last_key: the key that get was last asked for.
    """

    last_key: Any = None
    _untouched = False

    @property
    def port(self) -> Port:
        """The port that the adapter is held to."""
        return self.binding.port

    def add(self, aggregate: Any, *, prepared: bool = False) -> Reply:
        """Save an aggregate for the first time; what it refers to is put in before, unless it is there already."""
        if not prepared:
            self.prepare(aggregate)
        if not self.binding.generates_key:
            return self.call(self.binding.word("add", "save"), **self.given(aggregate))
        reply = self.call(self.binding.word("add", "save"), aggregate=aggregate)
        if isinstance(reply.answer, Returned):
            self._learn_key(aggregate, reply)
        return reply

    def _learn_key(self, aggregate: Any, reply: Reply) -> None:
        """The key that the store gave: on the caller's own object, on the one that came back, or as the answer."""
        given = self.binding.key.read(aggregate)
        if given is None and isinstance(reply.value, self.binding.kind):
            given = self._key_in_answer(reply)
        elif given is None:
            given = reply.value
        if given is None:
            raise ContractError(
                f"nothing says which key the store gave: neither the answer of {self.binding.port.name} nor the object",
                "let save answer with the key or the entity, or set it on the object",
            )
        self._keys[id(aggregate)] = (given, aggregate)
        self._identities.append(picture(given))

    def _key_in_answer(self, reply: Reply) -> Any:
        try:
            return self.binding.key.read(reply.value)
        except Exception as error:
            if not self.binding.mapped:
                raise
            raise ContractError(
                f"what {self.binding.port.name} answers with cannot say its key once its session is over",
                "give the store sessions whose objects outlive a commit: "
                "sessions=sessionmaker(engine, expire_on_commit=False), or async_sessionmaker",
            ) from error

    def change(self, aggregate: Any, *, fewer: bool = False, needed: bool = True) -> Any:
        """The changed aggregate; what it refers to now is put in as well."""
        changed = super().change(aggregate, fewer=fewer, needed=needed)
        self.prepare(changed)
        return changed

    def save(self, aggregate: Any) -> Reply:
        """Save an aggregate that is stored already."""
        return self.call(self.binding.word("save", "update", "add"), **self.given(aggregate))

    def given(self, aggregate: Any) -> dict[str, Any]:
        """What the roles of an operation on one aggregate stand for."""
        owner = {} if self.binding.scope is None else {"scope": reader(self.binding.scope)(aggregate)}
        return {"aggregate": self._with_key(aggregate), "key": self.key(aggregate), **owner}

    def _with_key(self, aggregate: Any) -> Any:
        """The aggregate as a caller holds it that was told its key and not given it on its own object."""
        if not self.binding.generates_key or self.binding.key.read(aggregate) is not None:
            return aggregate
        told = variant(aggregate, str(self.binding.key.attribute), self.key(aggregate))
        return aggregate if told is None else told

    def get(self, key: Any) -> Reply:
        """Ask for a key."""
        self.last_key = key
        return self.call(self.binding.word("get"), key=key)

    def load(self, aggregate: Any) -> Any:
        """The stored aggregate as another object of the caller's; set aside where it is not found."""
        reply = self.get(self.key(aggregate))
        if self.is_absent(reply.answer):
            self.set_aside(f"what was saved is not found: {reply}", elsewhere=True)
        return self.hold(aggregate, reply)

    def hold(self, aggregate: Any, reply: Reply) -> Any:
        """The object that an operation answered with for a stored aggregate, alone or as all there is in a list."""
        one = isinstance(reply.value, self.binding.kind) or not isinstance(reply.value, Collection)
        given = [reply.value] if one else list(reply.value)
        if len(given) != 1 or given[0] is None:
            self.set_aside(f"what was saved is not handed out: {reply}", elsewhere=True)
        (loaded,) = given
        name = f"loaded_{self.name_of(aggregate).removeprefix('loaded_')}"
        while any(name == taken for taken, _ in self._names.values()):
            name = f"again_{name}"
        called = self.lines[-1]
        variable = name if one else f"[{name}]"
        self.lines[-1] = lambda: f"{variable} = {called if isinstance(called, str) else called()}"
        self._names[id(loaded)] = (name, loaded)
        return loaded

    def load_untouched(self, aggregate: Any) -> Any:
        """The stored aggregate, of which nothing is read yet: what loads itself when it is first touched has not."""
        self._untouched = True
        try:
            return self.load(aggregate)
        finally:
            self._untouched = False

    def in_hand(self, aggregate: Any) -> Any:
        """The object with which a caller goes on: its own, or a loaded one where the store fills in fields."""
        return self.load(aggregate) if self.binding.by_loading else aggregate

    def delete(self, aggregate: Any) -> Reply:
        """Delete an aggregate, by its key or by itself as the port asks."""
        return self.call(self.binding.word("delete"), **self.given(aggregate))

    def at_once(self, bulk: Bulk, aggregates: list[Any]) -> Reply:
        """Do the same to many aggregates, or to those of many keys, at once."""
        return self.call(bulk.word, many=bulk.given(map(self.key, aggregates) if bulk.keys else aggregates))

    def learn_keys(self, aggregates: list[Any], reply: Reply) -> None:
        """The keys that the store gave to many at once: on the caller's objects, or in the order of the answer."""
        listed = isinstance(reply.value, (list, tuple))
        told = reply.value if listed else [self.binding.key.read(each) for each in aggregates]
        if len(told) != len(aggregates):
            self.broken(f"{len(aggregates)} answered", f"{len(told)} answered")
        if None in told:
            self.set_aside("nothing says which keys the store gave to many at once")
        for aggregate, answer in zip(aggregates, told, strict=True):
            self._learn_key(aggregate, Reply(Returned(answer)))

    def exists(self, aggregate: Any) -> Reply:
        """Ask whether an aggregate is there."""
        return self.call(self.binding.word("exists"), **self.given(aggregate))

    def all(self) -> Reply:
        """Ask for all."""
        return self.call(self.binding.word("all"))

    def count(self) -> Reply:
        """Ask how many there are."""
        return self.call(self.binding.word("count"))

    def ask(self, query: Query, arguments: Iterable[Any]) -> Reply:
        """Ask a query."""
        given = {role: value for (role, _, _), value in zip(query.arguments, arguments, strict=True)}
        return self.call(query.word, **given)

    def reconnect(self) -> None:
        """Go on as a new client over the same data."""
        self.say("# through a new connection")
        self.disconnect()

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

    @contextmanager
    def unrecorded(self) -> Iterator[None]:
        """What is done inside is a control of dovetail's own and no part of the scenario."""
        lines, self.lines = self.lines, []
        try:
            yield
        finally:
            self.lines = lines

    def call(self, word: Word, **given: Any) -> Reply:
        """Call an operation with a value for each role."""
        if self.binding.scope is not None and "scope" not in given:
            given["scope"] = self.whose()
        if self.binding.key.parts and "key" in given:
            given |= self._parts_of(given["key"])
        asking = next((each for each, role in word.roles if role == BY_OBJECT), None)
        if asking is not None:
            given[BY_OBJECT] = self.owner_as(given["scope"], asking.hint)
        args, kwargs = word.arguments(**given)
        self.say(self._line(word, args, kwargs))
        answer = self.driver.call(word.function, self.adapter, *args, _awaited=word.awaited, **kwargs)
        reply = self._seen(answer)
        if not self.source.commits:
            return reply
        if isinstance(answer, Raised):
            self.abandon(answer.error)
            return reply
        closed = self.disconnect()
        return Reply(closed) if isinstance(closed, Raised) else reply

    def _parts_of(self, key: Any) -> dict[str, Any]:
        names = self.binding.key.parts
        held = key if isinstance(key, tuple) else [getattr(key, name) for name in names]
        return {f"key.{name}": part for name, part in zip(names, held, strict=True)}

    def _seen(self, answer: Answer) -> Reply:
        if not isinstance(answer, Returned) or self._untouched:
            return Reply(answer)
        if self.binding.mapped:
            try:
                loaded_whole(answer.value)
            except Exception as error:  # noqa: BLE001 - whoever reads what was answered meets the error
                return Reply(Raised(error))
            if isinstance(answer.value, self.binding.kind):
                self.key(answer.value)  # remembered for when its session is over
        items = None
        if isinstance(answer.value, Iterable) and not isinstance(answer.value, (self.binding.kind, str)):
            held = answer.value.values() if isinstance(answer.value, Mapping) else answer.value
            listed = [each for each in held if isinstance(each, self.binding.kind)]
            items = tuple(Item(self.key(each), picture(each)) for each in listed)
        chained = answer.value is self.adapter  # `return self`: no part of what is stored
        return Reply(answer, None if chained else picture(answer.value), items)

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
            return answer.value is None
        return type(answer) is type(self.absence) and _error(answer) is _error(self.absence)

    def _line(self, word: Word, args: list[Any], kwargs: dict[str, Any]) -> Line:
        given = [("", self.text(each)) for each in args] + [(f"{name}=", self.text(kwargs[name])) for name in kwargs]

        def line() -> str:
            arguments = [name + (text if isinstance(text, str) else text()) for name, text in given]
            called = word.called(self.binding.names[1], arguments)
            return f"await {called}" if word.awaited else called

        return line

    def prepare(self, aggregate: Any) -> None:
        """Let the store put in what an aggregate refers to."""
        prepare = getattr(self.source.store, "prepare", None)
        if prepare is None:
            return
        try:
            self.driver.settle(prepare(aggregate))
        except ContractError as error:
            raise Unevaluable(error) from error


def _error(answer: Answer | None) -> type | None:
    return None if answer is None or isinstance(answer, Returned) else type(answer.error)
