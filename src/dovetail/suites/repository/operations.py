"""The operations of a repository, called with aggregates, and their replies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dovetail.errors import ContractError
from dovetail.policies import Answer, Raised, Returned
from dovetail.records.mapped_state import loaded_whole
from dovetail.records.sqlalchemy import identity_of, in_session
from dovetail.suites.calls.attributes import reader
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.owner import Owner
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.calls.reply import Item, Reply
from dovetail.suites.kernel.scenario import Unevaluable
from dovetail.suites.repository.absences import AbsenceScenario
from dovetail.suites.repository.first_pages import from_the_first_page
from dovetail.suites.repository.inference.bulk import Bulk
from dovetail.suites.repository.inference.data import DATA
from dovetail.suites.repository.inference.queries import Query
from dovetail.values import Picture, picture
from dovetail.values.picture import Node
from dovetail.values.variants import variant


class OperationScenario(AbsenceScenario):
    """A scenario that calls the operations of a repository port.

    Where a unit of work commits for the port, every operation has a connection of its own: what counts is what was
    committed. Otherwise one connection serves until the clause reconnects.

    Attributes:
        last_key: the key that get was last asked for.
    """

    last_key: Any = None
    _untouched = False
    _in_one_unit = False

    def add(self, aggregate: Any, *, prepared: bool = False) -> Reply:
        """Save an aggregate for the first time; what it refers to is put in before, unless it is there already."""
        if not prepared:
            self.prepare(aggregate)
        reply = self.make(self.adding(aggregate))
        if self.binding.generates_key and isinstance(reply.answer, Returned):
            self._learn_key(aggregate, reply, self.given_for(aggregate))
        return reply

    def adding(self, aggregate: Any) -> PreparedCall:
        """The call that saves an aggregate for the first time; it has no key yet where the store gives it."""
        handed = self.handed(aggregate)
        given = {"aggregate": handed} if self.binding.generates_key else self.given(handed)
        return self.prepared(self.binding.operation("add", "save"), **given)

    def handed(self, aggregate: Any) -> Any:
        """The object that an operation is given for a new aggregate: itself, or a copy of a mapped one.

        A session takes possession of a mapped object, and what it knew can be asked of none once the session is over.
        """
        if not self.binding.mapped or in_session(aggregate):
            return aggregate
        self._handed[id(aggregate)] = (self.copy_of(aggregate), aggregate)  # that too, so that no other gets its id
        return self.given_for(aggregate)

    def given_for(self, aggregate: Any) -> Any:
        """The very object that an operation was given for a new aggregate."""
        return self._handed.get(id(aggregate), (aggregate,))[0]

    def _learn_key(self, aggregate: Any, reply: Reply, handed: Any = None) -> None:
        """The key that the store gave: on the caller's own object, on the one that came back, or as the answer."""
        given = None if self.only_answered(aggregate, reply) else self._own_key(aggregate if handed is None else handed)
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
        self._taken.append(given)

    def _own_key(self, aggregate: Any) -> Any:
        """The key that an object says it has; that of a mapped one whose session is over, as SQLAlchemy knows it."""
        try:
            return self.binding.key.read(aggregate)
        except Exception:
            identity = identity_of(aggregate) if self.binding.mapped else None
            if identity is None:
                raise
            return identity[0] if len(identity) == 1 else identity

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

    def save(self, aggregate: Any) -> Reply:
        return self.call(self.binding.operation("save", "update", "add"), **self.given(aggregate))

    def get(self, key: Any) -> Reply:
        self.last_key = key
        return self.call(self.binding.operation("get"), key=key)

    def delete(self, aggregate: Any) -> Reply:
        """Delete an aggregate, by its key or by itself as the port asks; a mapped one is loaded before."""
        with self.ready_to_delete(aggregate) as delete:
            return delete()

    @contextmanager
    def ready_to_delete(self, aggregate: Any) -> Iterator[Callable[[], Reply]]:
        """What a caller does before it deletes an aggregate; gives what deletes it."""
        operation = self.binding.operation("delete")
        if not self.binding.mapped or all(role != "aggregate" for _, role in operation.roles):
            yield lambda: self.call(operation, **self.given(aggregate))
            return
        with self.one_unit():
            with self.unrecorded():
                found = self.get(self.key(aggregate))
            held = found.value if isinstance(found.value, self.binding.kind) else aggregate
            self._names[id(held)] = (self.name_of(aggregate), held)
            yield lambda: self.ended(self.call(operation, **{**self.given(aggregate), "aggregate": held}))

    def at_once(self, bulk: Bulk, aggregates: list[Any]) -> Reply:
        """Do the same to many aggregates, or to those of many keys, at once."""
        for each in aggregates:
            self.may_be_like_absent(each)
        return self.call(bulk.operation, many=bulk.given(map(self.key, aggregates) if bulk.keys else aggregates))

    def exists(self, aggregate: Any) -> Reply:
        """Ask whether an aggregate is there."""
        return self.call(self.binding.operation("exists"), **self.given(aggregate))

    def all(self) -> Reply:
        """Ask for all."""
        return from_the_first_page(self, self.binding.operation("all"))

    def count(self) -> Reply:
        """Ask how many there are."""
        return self.call(self.binding.operation("count"))

    def ask(self, query: Query, arguments: Iterable[Any]) -> Reply:
        given = {role: value for (role, _, _), value in zip(query.arguments, arguments, strict=True)}
        return from_the_first_page(self, query.operation, **given)

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """What is answered inside is not looked at: what loads itself when it is first touched has not done so."""
        before, self._untouched = self._untouched, True
        try:
            yield
        finally:
            self._untouched = before

    @contextmanager
    def one_unit(self) -> Iterator[None]:
        """What is done inside is one unit of work of a mapped aggregate's session; it is still open afterwards."""
        outer, self._in_one_unit = self._in_one_unit, self.binding.mapped
        try:
            yield
        finally:
            self._in_one_unit = outer

    def ended(self, reply: Reply) -> Reply:
        """The answer of a unit of work: that of its last operation, unless its commit fails."""
        closed = self.disconnect() if self.binding.mapped and self.source.commits else None
        return Reply(closed) if isinstance(closed, Raised) else reply

    def make(self, call: PreparedCall) -> Reply:
        """Make a call; inside a unit of work, the connection stays open after it."""
        if not (self._in_one_unit and self.source.commits):
            return super().make(call)
        self.say(call.line)
        reply = self.answered(call)
        if isinstance(reply.answer, Raised):
            self.abandon(reply.answer.error)
        return reply

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

    @property
    def owned(self) -> Owner | None:
        return self.binding.owner

    def completed(self, given: dict[str, Any]) -> dict[str, Any]:
        """Whose aggregates are meant, where nothing else is said, and the parts of a composite key."""
        if self.binding.owner is not None and "scope" not in given:
            given["scope"] = self.whose()
        if self.binding.data is not None and "aggregate" in given:
            given[DATA] = self._data_of(given["aggregate"])
        if self.binding.key.parts and "key" in given:
            given |= self.parts_of(given["key"])
        return given

    def _data_of(self, aggregate: Any) -> Any:
        assert self.binding.data is not None  # else nobody asks
        try:
            return self.binding.data.of(aggregate)
        except Exception as error:  # noqa: BLE001 - whatever its class refuses it by
            self.set_aside(f"what such a {self.binding.names[0]} has cannot be given: {error}")

    def seen(self, answer: Answer, operation: OperationCall) -> Reply:
        """The reply with the aggregates in it; mapped ones are read while their session is open."""
        page = None if operation.written else self.binding.pages.get(operation.name)
        if not isinstance(answer, Returned) or answer.absent or self._untouched:
            return Reply(answer, page=page)
        rank = self.binding.order.get(operation.name)
        if self.binding.mapped:
            try:
                loaded_whole(Reply(answer, page=page).listed)
            except Exception as error:  # noqa: BLE001 - DetachedInstanceError and the like, or anything that a property raises
                return Reply(Raised(error))
            if isinstance(answer.value, self.binding.kind):
                self.key(answer.value)  # remembered for when its session is over
        taken = None if answer.value is self.adapter else picture(answer.value)
        if page is not None:
            return Reply(answer, taken, self._items(page.items_of(answer.value), None, rank), page=page)
        return Reply(answer, taken, self._items(answer.value, taken, rank))

    def _items(self, value: Any, taken: Picture | None, rank: Callable[[Any], Any] | None) -> tuple[Item, ...] | None:
        """The aggregates in a collection; a list's picture has the pictures of what it holds as its parts."""
        held = _held_in(value, self.binding.kind)
        if held is None:
            return None
        whole = taken is not None and type(value) in (list, tuple) and isinstance(taken.root, Node)
        pictures = map(Picture, taken.root.parts) if whole else map(picture, held)  # type: ignore[union-attr]
        return tuple(
            Item(self.key(each), as_it_is, rank and rank(each))
            for each, as_it_is in zip(held, pictures, strict=True)
            if isinstance(each, self.binding.kind)
        )

    def prepare(self, aggregate: Any) -> None:
        """Let the store put in what an aggregate refers to."""
        prepare = getattr(self.source.store, "prepare", None)
        if prepare is None:
            return
        try:
            self.driver.settle(prepare(aggregate))
        except ContractError as error:
            raise Unevaluable(error) from error


def aggregates_in(value: Any, kind: type) -> list[Any] | None:
    """The aggregates in a collection; None where the value is none."""
    held = _held_in(value, kind)
    return None if held is None else [each for each in held if isinstance(each, kind)]


def _held_in(value: Any, kind: type) -> list[Any] | None:
    if not isinstance(value, Iterable) or isinstance(value, (kind, str)):
        return None
    return list(value.values() if isinstance(value, Mapping) else value)
