"""The repository's own language: what clauses say, spoken to any port."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import combinations
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised, Returned
from dovetail.port import Port
from dovetail.suites.driver import Driver
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.children import identities
from dovetail.suites.repository.mapped import loaded_whole
from dovetail.suites.repository.queries import Query
from dovetail.suites.repository.reply import Item, Reply
from dovetail.suites.repository.roles import Word
from dovetail.suites.repository.variants import variant
from dovetail.suites.scenario import Line, Scenario, Unevaluable
from dovetail.suites.source import Source
from dovetail.values import Picture, code, compare, picture

T = TypeVar("T")


class RepositoryScenario(Scenario):
    """One example of a repository clause.

    Where a unit of work commits for the port, every operation has a connection of its own: what counts is what was
    committed. Otherwise one connection serves until the clause reconnects.

    Attributes:
        binding: the port in the contract's words.
    """

    def __init__(
        self,
        binding: Binding,
        driver: Driver,
        source: Source,
        draw: Callable[[SearchStrategy[Any]], Any],
    ) -> None:
        super().__init__(driver, source, draw)
        self.binding = binding
        self._names: dict[int, tuple[str, Any]] = {}
        self._keys: dict[int, tuple[Any, Any]] = {}
        self._identities: list[Picture] = []
        self._count = 0
        self.owner: tuple[Any, ...] = ()
        self.last_key: Any = None

    # What is drawn

    def some(self, most: int) -> int:
        """A number from 0 to `most`."""
        return int(self.draw(st.integers(0, most)))

    def one_of(self, choices: Sequence[T]) -> T:
        """One of the choices; the first is the simplest."""
        return choices[self.some(len(choices) - 1)]

    def aggregate(self) -> Any:
        """A valid aggregate that shares neither its key nor a child's identity with any other of this scenario."""
        return self.keep(self.draw(self.binding.aggregates))

    def keep(self, drawn: Any) -> Any:
        """Take a drawn aggregate into the scenario, with a name and the line that makes it."""
        drawn = self._of_one_owner(drawn)
        for each in self._own(drawn):
            if any(compare(each, other) is None for other in self._identities):
                self.set_aside("two aggregates were drawn with the same key")
            self._identities.append(each)
        return self.introduce(drawn)

    def introduce(self, drawn: Any) -> Any:
        """Name an aggregate, whatever it shares with others, and say how it is made."""
        self._count += 1
        name = self.binding.names[0] + ("" if self._count == 1 else f"_{self._count}")
        self._names[id(drawn)] = (name, drawn)
        made = picture(drawn)
        self.say(lambda: f"{name} = {code(made)}")
        return drawn

    def _own(self, drawn: Any) -> Iterator[Picture]:
        """What no other aggregate may have: the key, distinct fields, the identities of children."""
        if not self.binding.generates_key:
            yield picture(self.key(drawn))
        for name in sorted(self.binding.distinct):
            yield picture((name, getattr(drawn, name)))
        yield from identities(drawn)

    def _of_one_owner(self, drawn: Any) -> Any:
        """All aggregates of a scenario belong to the same owner, so that its lists hold them all."""
        scope = self.binding.scope
        if scope is None or not self.owner:
            self.owned_by(drawn)
            return drawn
        owned = variant(drawn, scope, self.owner[0])
        if owned is None:
            self.set_aside("two aggregates cannot belong to one owner")
        return owned

    def owned_by(self, aggregate: Any) -> None:
        """From here on, it is the owner of that aggregate who asks."""
        if self.binding.scope is not None:
            self.owner = (getattr(aggregate, self.binding.scope),)

    def absent_key(self) -> Any:
        """A key under which nothing is stored."""
        key = self.draw(self.binding.keys)
        if any(compare(picture(key), other) is None for other in self._identities):
            self.set_aside("the key is stored")
        return key

    @property
    def port(self) -> Port:
        """The port that the adapter is held to."""
        return self.binding.port

    def key(self, aggregate: Any) -> Any:
        """The aggregate's key; where a mapped object can no longer say it, since its session is over, what it was."""
        try:
            key = self.binding.key.read(aggregate)
        except Exception:
            if id(aggregate) not in self._keys:
                raise
            return self._keys[id(aggregate)][0]
        if key is None and self.binding.generates_key:
            return self._keys.setdefault(id(aggregate), (self.absent_key(), aggregate))[0]
        if self.binding.mapped:
            self._keys[id(aggregate)] = (key, aggregate)
        return key

    def _learn_key(self, aggregate: Any, reply: Reply) -> None:
        """The key that the store gave: on the caller's own object, on the one that came back, or as the answer."""
        given = self.binding.key.read(aggregate)
        if given is None and isinstance(reply.value, self.binding.aggregate):
            given = self.binding.key.read(reply.value)
        elif given is None:
            given = reply.value
        if given is None:
            raise ContractError(
                f"nothing says which key the store gave: neither the answer of {self.binding.port.name} nor the object",
                "let save answer with the key or the entity, or set it on the object",
            )
        self._keys[id(aggregate)] = (given, aggregate)
        self._identities.append(picture(given))

    def name_of(self, aggregate: Any) -> str:
        """The name that the aggregate has in the scenario."""
        return self._names[id(aggregate)][0]

    def change(self, aggregate: Any, *, fewer: bool = False) -> Any:
        """The aggregate, changed as the domain changes it; set aside where nothing of it could be changed.

        Args:
            aggregate: changed in place where its class allows that.
            fewer: leave it with fewer children, where the domain has a way to.
        """
        key = picture(self.key(aggregate))
        changed = self.binding.changes.change(self.draw, aggregate, self.name_of(aggregate), fewer=fewer)
        if changed is None:
            self.set_aside("the drawn change changes nothing")
        if compare(key, self.key(changed.aggregate)) is not None:
            self.set_aside("the drawn change makes another aggregate")
        found = list(identities(changed.aggregate))
        if any(compare(one, two) is None for one, two in combinations(found, 2)):
            self.set_aside("two children have the same identity")
        self.say(changed.line)
        self._names[id(changed.aggregate)] = (self.name_of(aggregate), changed.aggregate)
        return changed.aggregate

    def disturb(self, aggregate: Any) -> None:
        """Change the very object that the caller holds; set aside where nothing of it can change."""
        line = self.binding.changes.disturb(self.draw, aggregate, self.name_of(aggregate))
        if line is None:
            self.set_aside(f"{self.binding.aggregate.__name__} cannot be changed in place")
        self.say(line)

    # What is done

    def add(self, aggregate: Any) -> Reply:
        """Save an aggregate for the first time."""
        self.prepare(aggregate)
        if not self.binding.generates_key:
            return self.call(self.binding.word("add", "save"), **self.given(aggregate))
        reply = self.call(self.binding.word("add", "save"), aggregate=aggregate)
        if isinstance(reply.answer, Returned):
            self._learn_key(aggregate, reply)
        return reply

    def save(self, aggregate: Any) -> Reply:
        """Save an aggregate that is stored already."""
        return self.call(self.binding.word("save", "update", "add"), **self.given(aggregate))

    def given(self, aggregate: Any) -> dict[str, Any]:
        """What the roles of an operation on one aggregate stand for."""
        owner = {} if self.binding.scope is None else {"scope": getattr(aggregate, self.binding.scope)}
        return {"aggregate": aggregate, "key": self.key(aggregate), **owner}

    def get(self, key: Any) -> Reply:
        """Ask for a key."""
        self.last_key = key
        return self.call(self.binding.word("get"), key=key)

    def load(self, aggregate: Any) -> Any:
        """The stored aggregate as another object of the caller's; set aside where it is not found."""
        name = f"loaded_{self.name_of(aggregate).removeprefix('loaded_')}"
        while any(name == taken for taken, _ in self._names.values()):
            name = f"again_{name}"
        reply = self.call(self.binding.word("get"), _as=name, key=self.key(aggregate))
        if self.is_absent(reply.answer) or reply.value is None:
            self.set_aside(f"what was saved is not found: {reply}")
        self._names[id(reply.value)] = (name, reply.value)
        return reply.value

    def in_hand(self, aggregate: Any) -> Any:
        """The object with which a caller goes on: its own, or a loaded one where the store fills in fields."""
        return self.load(aggregate) if self.binding.by_loading else aggregate

    def delete(self, aggregate: Any) -> Reply:
        """Delete an aggregate, by its key or by itself as the port asks."""
        return self.call(self.binding.word("delete"), **self.given(aggregate))

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

    @contextmanager
    def unrecorded(self) -> Iterator[None]:
        """What is done inside is a control of dovetail's own and no part of the scenario."""
        lines, self.lines = self.lines, []
        try:
            yield
        finally:
            self.lines = lines

    def call(self, word: Word, _as: str = "", **given: Any) -> Reply:
        """Call an operation with a value for each role."""
        if self.binding.scope is not None and "scope" not in given:
            given["scope"] = self._owner()
        args, kwargs = word.arguments(**given)
        self.say(self._line(word, args, kwargs, _as))
        answer = self.driver.call(word.function, self.adapter, *args, _awaited=word.awaited, **kwargs)
        reply = self._seen(answer)
        if not self.source.commits:
            return reply
        if isinstance(answer, Raised):
            self.abandon(answer.error)
            return reply
        closed = self.disconnect()
        return Reply(closed) if isinstance(closed, Raised) else reply

    def _owner(self) -> Any:
        """Whose aggregates are meant: the owner of all in the scenario, else anybody."""
        if not self.owner:
            self.owned_by(self.draw(self.binding.aggregates))
        return self.owner[0]

    def _seen(self, answer: Answer) -> Reply:
        if not isinstance(answer, Returned):
            return Reply(answer)
        if self.binding.mapped:
            try:
                loaded_whole(answer.value)
            except Exception as error:  # noqa: BLE001 - whoever reads what was answered meets the error
                return Reply(Raised(error))
            if isinstance(answer.value, self.binding.aggregate):
                self.key(answer.value)  # remembered for when its session is over
        items = None
        if isinstance(answer.value, Iterable) and not isinstance(answer.value, (self.binding.aggregate, str)):
            listed = [each for each in answer.value if isinstance(each, self.binding.aggregate)]
            items = tuple(Item(self.key(each), picture(each)) for each in listed)
        return Reply(answer, picture(answer.value), items)

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

    def _line(self, word: Word, args: list[Any], kwargs: dict[str, Any], as_name: str) -> Line:
        given = [("", self._text(each)) for each in args] + [(f"{name}=", self._text(kwargs[name])) for name in kwargs]

        def line() -> str:
            arguments = ", ".join(name + (text if isinstance(text, str) else text()) for name, text in given)
            adapter = self.binding.names[1]
            called = f"{word.name}({adapter}, {arguments})" if word.written else f"{adapter}.{word.name}({arguments})"
            return f"{as_name} = {called}" if as_name else called

        return line

    def _text(self, value: Any) -> Line:
        """A name of the scenario's, or the code of a value as it is now."""
        named = self._names.get(id(value))
        if named is not None:
            return named[0]
        now = picture(value)
        return lambda: code(now)

    def prepare(self, aggregate: Any) -> None:
        """Let the store put in what an aggregate refers to, before it is first saved."""
        prepare = getattr(self.source.store, "prepare", None)
        if prepare is None:
            return
        try:
            self.driver.settle(prepare(aggregate))
        except ContractError as error:
            raise Unevaluable(error) from error


def _error(answer: Answer | None) -> type | None:
    return None if answer is None or isinstance(answer, Returned) else type(answer.error)
