"""Many aggregates at once, to ask about: numbered copies of one, or others that can be stored beside each other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dovetail.patience import Patience
from dovetail.policies import Returned
from dovetail.suites.calls.attributes import attributes, reader
from dovetail.suites.kernel.scenario import Broken
from dovetail.suites.repository.examples.children import sequences
from dovetail.suites.repository.examples.numbered import Numbered, ways_to_number
from dovetail.suites.repository.multiplied_rows import MultipliedRows
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import code, picture
from dovetail.values.copies import copied
from dovetail.values.variants import variant

_TRIES = 9
_PATIENCE = 2.0  # seconds of the processor for a crowd, so that what else the machine does leaves nobody out
_WAITING = 10.0  # seconds, where a server takes its time; one that takes longer for each is waited for a little more
_LONGEST = 0.03
_AT_MOST = 40.0  # seconds by the clock
_SUSPECTED = 4  # times as long, where rows have shown that something is amiss
_LIMITS = (1, 10, 20, 50, 100, 1000)  # how many rows people let through
_MULTIPLIED = 1000  # beyond this one, rows are stored like those that saves have stored
_FOR_EACH = 10  # times as many as examples: who asks for few does not want to wait for a thousand either
_DRAWS = 2  # for each of those that are to be different

Judge = Callable[[list[Any]], None]
"""Asks about the aggregates that are stored; breaks the scenario where the answer is not what it should be."""


def judge_crowds(s: RepositoryScenario, judge: Judge) -> bool:
    """Save many aggregates, each like the first but for what must differ; judge whenever a limit is passed.

    At most ten times as many as examples. A store that takes long gets fewer, since one that writes all of them at
    each save would take minutes; it is asked about those that it got. Where a database shows what a save stores, the
    last nine hundred are stored as rows like it; nothing is found broken by that before all of them were saved.

    Returns:
        Whether every limit that the run may cost was passed.
    """
    found = _first_stored(s)
    if found is None:
        return False
    template, numbers, first = found
    s.lines[:] = [_made(s, template)]
    orders, rows, has_time = [first], MultipliedRows(s), _for_a_while()
    rows.note(1)
    for beyond in (limit for limit in _LIMITS if limit <= _FOR_EACH * s.max_examples):
        if beyond == _MULTIPLIED:
            if _holds_multiplied(s, template, numbers, orders, rows, judge):
                return True
            has_time = has_time if orders else _for_a_while(_SUSPECTED)
        while len(orders) <= beyond and has_time():
            order = nth(template, numbers, len(orders), taken=True)
            if order is None or not _is_stored(s, order):
                return False
            orders.append(order)
            rows.note(len(orders))
        s.lines[1:] = [_saving(s, numbers, len(orders))]
        judge(orders)
        if len(orders) <= beyond:
            return False
    return True


def _holds_multiplied(
    s: RepositoryScenario,
    template: Any,
    numbers: Mapping[str, Numbered],
    orders: list[Any],
    rows: MultipliedRows,
    judge: Judge,
) -> bool:
    """Whether the answer is as it should be of rows that no save has stored; where not, the store is empty again."""
    saved = len(orders)
    if not rows.follow([make for make, _ in numbers.values()], saved, _MULTIPLIED + 1):
        return False
    more = [nth(template, numbers, n, taken=True) for n in range(saved, _MULTIPLIED + 1)]
    many = [*orders, *more]
    if None not in more and rows.alike(orders[-1], more[0], more[-1]):
        s.lines[1:] = [_saving(s, numbers, len(many))]
        try:
            judge(many)
        except Broken:
            pass
        else:
            return True
    s.begin_again()
    orders.clear()
    return False


def _made(s: RepositoryScenario, template: Any) -> Callable[[], str]:
    now = picture(template)
    return lambda: f"{s.binding.names[0]} = {code(now)}"


def _saving(s: RepositoryScenario, numbers: Mapping[str, Numbered], many: int) -> str:
    """The line that saves so many."""
    noun, nouns = s.binding.names
    call = s.binding.operation("add", "save")
    differing = "".join(f", {name}={text}" for name, (_, text) in numbers.items())
    return f"for n in range({many}): {'await ' if call.awaited else ''}{nouns}.{call.name}(replace({noun}{differing}))"


def _for_a_while(times: int = 1) -> Callable[[], bool]:
    """Says whether there is time left for a crowd, or so many times as much."""
    worked, until = time.process_time() + times * _PATIENCE, time.monotonic() + times * _AT_MOST
    patience = Patience(times * _WAITING, longest=_LONGEST)
    return lambda: time.process_time() < worked and not patience.is_over() and time.monotonic() < until


def _first_stored(s: RepositoryScenario) -> tuple[Any, Mapping[str, Numbered], Any] | None:
    """The first drawn aggregate that the store takes, how the nth is numbered, and the one that was stored."""
    for _ in range(_TRIES):
        template = s.draw(s.binding.aggregates)
        numbers = numbers_of(s, template)
        first = None if numbers is None else nth(template, numbers, 0)
        if numbers is None or first is None:
            return None
        s.owned_by(template)
        if _is_stored(s, first):
            return template, numbers, first
    return None


def _is_stored(s: RepositoryScenario, aggregate: Any) -> bool:
    with s.unrecorded():
        return isinstance(s.add(aggregate).answer, Returned)


def numbers_of(s: RepositoryScenario, template: Any) -> dict[str, Numbered] | None:
    """How the nth key and the nth of each distinct field are made; None where one of them cannot be numbered."""
    known = attributes(s.binding.aggregate)
    wanted = {name: known.get(name) for name in s.binding.distinct}
    if not s.binding.generates_key:
        wanted[s.binding.key.attribute or ""] = s.binding.key.hint
    made = {name: _numbered(template, name, hint) for name, hint in wanted.items()}
    numbers = {name: each for name, each in made.items() if each is not None and name}
    return numbers if len(numbers) == len(made) else None


def _numbered(template: Any, name: str, hint: Any) -> Numbered | None:
    """The first way to number a field that the aggregate takes too."""
    for make, text in ways_to_number(hint):
        if all(variant(template, name, make(n)) is not None for n in (0, _LIMITS[-1])):
            return make, text
    return None


def nth(template: Any, numbers: Mapping[str, Numbered], n: int, *, taken: bool = False) -> Any:
    """The aggregate with the nth of each number; None where its class refuses one.

    Args:
        template: the aggregate.
        numbers: how the nth of each is made.
        n: which one.
        taken: whether the template itself is known to take such numbers as they are.
    """
    aggregate = template if numbers else copied(template)  # a variant is a copy by itself
    for name, (make, _) in numbers.items():
        aggregate = None if aggregate is None else variant(aggregate, name, make(n), taken=taken)
    return aggregate


def assorted(s: RepositoryScenario, many: int) -> Iterator[Any]:
    """Save aggregates that differ in everything but what queries ask for; each once it is stored.

    There are fewer where too many are refused or share what no two may have.
    """
    drawn = draws(s, _DRAWS * many)
    numbers, held = numbers_of(s, drawn[0]), 0
    for each in drawn:
        numbered = None if numbers is None else nth(each, numbers, held)
        one = as_asked_for(s, drawn[0], each if numbered is None else numbered)
        if held < many and s.takes(one) and _is_stored(s, one):
            held += 1
            yield one


def draws(s: RepositoryScenario, many: int) -> list[Any]:
    """So many drawn aggregates, those with children first."""
    return sorted((s.draw(s.binding.aggregates) for _ in range(many)), key=_is_childless)


def _is_childless(drawn: Any) -> bool:
    return not any(sequences(drawn).values())


def as_asked_for(s: RepositoryScenario, first: Any, one: Any) -> Any:
    """The aggregate with those attributes of the first by which queries find it, as far as its class allows."""
    scope = {s.binding.scope} if s.binding.scope else set()
    asked = {name for query in s.binding.queries.values() for name in query.attributes if query.many} | scope
    for name in sorted(asked - s.binding.distinct - {s.binding.key.attribute}):
        twin = variant(one, name, reader(name)(first))
        one = one if twin is None else twin
    return one
