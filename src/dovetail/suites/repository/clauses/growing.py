"""What an operation sends does not grow with what it gives: the N + 1 statements of a loop around a query."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from dovetail.policies import Returned
from dovetail.records import is_mapped
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.crowds import assorted, draws, nth, numbers_of
from dovetail.suites.repository.examples.children import identity, sequences
from dovetail.suites.repository.operations import aggregates_in
from dovetail.suites.repository.preconditions import counting, listing, offers, values_as_children
from dovetail.suites.repository.query_arguments import picking
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import identical
from dovetail.values.strategies import ordinary
from dovetail.values.variants import variant

_FEW, _MANY = 2, 12
_ENOUGH = 4  # more than before, of which growth can be told
_SHOWN = 160  # characters of a statement
_VALUE = re.compile(r"'(?:[^']|'')*'|%\(\w+\)s|[$:]\w+|%s|\b\d+\b")
_VALUES = re.compile(r"\(\?(?:::\w+)?(?:, \?(?:::\w+)?)+\)")


@dataclass(frozen=True, slots=True)
class Cost:
    """What an operation sent for so many rows or children."""

    of: int
    sent: list[str]


@check("REPO-33", all_of(offers("get"), counting, values_as_children), needs_a_case=True, single=True, most=2)
def cost_for_more_children(s: RepositoryScenario) -> None:
    few, many, name = _family(s)
    get = s.binding.operation("get")
    before = _cost_of_get(s, few, name)
    with s.unrecorded():
        s.disconnect()
        s.clear()
    s.introduce(many)
    after = _cost_of_get(s, many, name)
    if growth := _growth(s, get, before, after):
        growth.tell(s, name)


def _cost_of_get(s: RepositoryScenario, order: Any, name: str) -> Cost:
    """What is sent to load an aggregate through a connection that knows nothing of it yet."""
    if not isinstance(s.add(order).answer, Returned):
        s.set_aside(f"with {len(sequences(order)[name])} {name} it is refused", left_to_another_clause=True)
    reply, sent = _sent(s, partial(s.get, s.key(order)))
    if s.is_absent(reply.answer):
        s.set_aside(f"what was saved is not found: {reply}", left_to_another_clause=True)
    return Cost(len(sequences(order)[name]), sent)


def _family(s: RepositoryScenario) -> tuple[Any, Any, str]:
    """An aggregate with few children, the same with many, and the name of the collection that holds them."""
    drawn = draws(s, _MANY)
    held = {name: found for name in sequences(drawn[0]) if (found := _different(drawn, name))}
    if not held:
        s.set_aside("no collection of children that can be put together anew")
    name = s.one_of(sorted(held))
    numbers = numbers_of(s, drawn[0]) or {}
    shape = type(sequences(drawn[0])[name])
    few, many = (
        None if one is None else variant(one, name, shape(held[name][:size]))
        for one, size in ((nth(drawn[0], numbers, 1), _FEW), (nth(drawn[0], numbers, 2), _MANY))
    )
    if few is None or many is None:
        s.set_aside(f"no {s.binding.aggregate.__name__} with {len(held[name])} {name} can be made")
    s.owned_by(few)
    return s.keep(few), _of_same_owner(s, few, many), name


def _of_same_owner(s: RepositoryScenario, few: Any, many: Any) -> Any:
    return many if s.binding.scope is None else variant(many, s.binding.scope, getattr(few, s.binding.scope))


def _different(drawn: list[Any], name: str) -> list[Any]:
    """As many children as differ, of all that were drawn; repeated where they are values and too few of them do."""
    found: list[Any] = []
    drawn_children = (child for order in drawn for child in sequences(order).get(name, ()))
    for each in sorted(drawn_children, key=lambda child: not ordinary(child)):  # others a store may refuse
        own = identity(each)
        twins = (identical(each if own is None else own, other if own is None else identity(other)) for other in found)
        if not is_mapped(type(each)) and not any(twins):
            found.append(each)
    if found and identity(found[0]) is None:
        found *= -(-_MANY // len(found))
    return found[:_MANY] if len(found) >= _FEW + _ENOUGH else []


@check("REPO-34", all_of(counting, listing), needs_a_case=True, single=True, most=2)
def cost_for_more_rows(s: RepositoryScenario) -> None:
    stored: list[Any] = []
    asks: dict[str, Ask] = {}
    before: dict[str, Cost] = {}
    with s.unrecorded():
        for order in assorted(s, _MANY):
            stored.append(order)
            if len(stored) == _FEW:
                asks = _asks(s, stored)
                before = {name: _cost_of_list(s, ask, stored) for name, ask in asks.items()}
    judged = []
    for name, ask in asks.items():
        with s.unrecorded():
            after = _cost_of_list(s, ask, stored)
        if not after.sent or after.of - before[name].of < _ENOUGH:
            continue
        if growth := _growth(s, ask.operation, before[name], after):
            _tell(s, stored, ask)
            growth.tell(s, s.binding.names[1])
        judged.append(name)
    if not judged:
        s.set_aside(f"of {len(stored)} that were stored, too few were given")
    if left := sorted(asks.keys() - set(judged)):
        s.learned = f"not judged, since it gave too few or sent nothing: {', '.join(left)}"


@dataclass(frozen=True, slots=True)
class Ask:
    """An operation that gives many, and how it is asked about all that are stored."""

    operation: OperationCall
    ask: Callable[[list[Any]], Reply]


def _asks(s: RepositoryScenario, stored: list[Any]) -> dict[str, Ask]:
    """The operations that list, pick or fetch many."""
    asks: dict[str, Ask] = {}
    if s.binding.offers("all"):
        asks["all"] = Ask(s.binding.operation("all"), lambda _: s.all())
    for name, query in s.binding.queries.items():
        given = picking(s, query, stored[0]) if query.many else None
        if given is not None:
            asks[name] = Ask(query.operation, lambda _, query=query, given=given: s.ask(query, given))  # type: ignore[misc]
    for name, bulk in s.binding.bulks.items():
        if bulk.name == "get":
            asks[name] = Ask(bulk.operation, lambda orders, bulk=bulk: s.at_once(bulk, orders))  # type: ignore[misc]
    return asks


def _cost_of_list(s: RepositoryScenario, ask: Ask, stored: list[Any]) -> Cost:
    reply, sent = _sent(s, partial(ask.ask, stored))
    return Cost(len(aggregates_in(reply.listed, s.binding.kind) or ()), sent)


def _sent(s: RepositoryScenario, operation: Callable[[], Reply]) -> tuple[Reply, list[str]]:
    """What an operation answers through a new connection, and what it sent; what the caller reads of it is no part."""
    s.disconnect()
    assert s.adapter is not None  # opened before, so that only the operation is counted
    with s.source.store.statements() as sent, s.untouched():
        reply = operation()
        count = list(sent)
    s.disconnect()
    return reply, count


def _tell(s: RepositoryScenario, stored: list[Any], ask: Ask) -> None:
    """The lines of a scenario with many aggregates: the first of them, and what is asked."""
    add = s.binding.operation("add", "save")
    many = s.binding.names[1]
    first = s.name_of(s.introduce(stored[0]))
    s.say(f"{'await ' if add.awaited else ''}{many}.{add.name}({first})")
    s.say(f"# and {len(stored) - 1} others like it")
    with s.untouched():
        ask.ask(stored)
    s.disconnect()


@dataclass(frozen=True, slots=True)
class Growth:
    """A statement that is sent again for each row or child.

    Attributes:
        operation: the operation's name.
        statement: its text, with what differs from time to time left out.
        often: how often it is sent for the many.
        before: how often for the few.
        few: how many those are.
        many: how many the others are.
        allowed: how often it may be sent for the many.
    """

    operation: str
    statement: str
    often: int
    before: int
    few: int
    many: int
    allowed: int

    def tell(self, s: RepositoryScenario, things: str) -> NoReturn:
        """Break the scenario."""
        meant = f'where that is meant, write statements_per_row = {{"{self.operation}": 1}}'
        s.broken(
            f"for {self.many} {things} no statement is sent much more often than {self.allowed} times",
            f"{self.often} times (for {self.few}: {self.before}): {self.statement}",
            hint=meant,
        )


def _growth(s: RepositoryScenario, call: OperationCall, few: Cost, many: Cost) -> Growth | None:
    """The statement whose number grows with what is given, by more than is allowed.

    Once more for every two of them is no growth yet: so a list in pages may cost, or one row in two that has a part.
    """
    more = many.of - few.of
    before, after = Counter(map(_alike, few.sent)), Counter(map(_alike, many.sent))
    statement, grown = (after - before).most_common(1)[0] if after - before else ("", 0)
    allowed = s.binding.statements_per_row.get(call.name, 0) * more
    if grown <= allowed + more // 2:
        return None
    told = statement if len(statement) <= _SHOWN else f"{statement[:_SHOWN]}..."
    often = before[statement]
    return Growth(call.name, told, after[statement], often, few.of, many.of, max(1, often + allowed))


def _alike(statement: str) -> str:
    """A statement without what differs where it is sent for another row: values written into it, lengths of lists."""
    return _VALUES.sub("(...)", _VALUE.sub("?", " ".join(statement.split())))
