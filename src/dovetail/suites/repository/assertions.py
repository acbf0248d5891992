"""What clauses state of an answer; where it does not hold, the scenario is broken."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dovetail.policies import Ignores, Policy, Raised, Returned, describe
from dovetail.records.mapped_state import loaded_whole
from dovetail.suites.calls.attributes import readable
from dovetail.suites.calls.reply import Reply
from dovetail.suites.kernel.scenario import Broken, answer_text
from dovetail.suites.repository.examples.lookalikes import holds_nul
from dovetail.suites.repository.fake.errors import UnstatedError
from dovetail.suites.repository.inference.key import is_falsy
from dovetail.suites.repository.inference.queries import Query
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import Difference, Picture, Tolerance, code, differences, picture
from dovetail.values.strategies import ordinary


def store(s: RepositoryScenario, aggregate: Any) -> Any:
    """Save for the first time, in a clause that is about something else: a refusal sets the example aside."""
    reply = s.add(aggregate)
    if not isinstance(reply.answer, Returned):
        s.set_aside(f"{s.binding.operation('add', 'save').name} {reply}", left_to_another_clause=True)
    return aggregate


def saved(s: RepositoryScenario, aggregate: Any, reply: Reply) -> None:
    """A save succeeded; a store may refuse an extreme value or an empty key, and must take an ordinary one."""
    if isinstance(reply.answer, Returned):
        return
    if not ordinary(aggregate) or is_falsy(s.key(aggregate)):
        s.set_aside(f"an extreme value was refused: {reply}")
    s.broken("the aggregate is saved", str(reply), hint=_remedy(reply))


_NEEDS_ROWS = "the store puts in rows that it refers to: SqlAlchemyStore(..., prepare=lambda session, aggregate: ...)"


def _remedy(reply: Reply) -> str:
    """What to write where a database refused a row for what else it holds: every one says why in such words."""
    error = reply.answer.error if isinstance(reply.answer, Raised) else None
    if "foreign key constraint" in (text := str(error).lower()):
        return _NEEDS_ROWS
    taken = "unique constraint" in text or "duplicate" in text
    unique = f'unique = {{"field": raises({type(error).__name__})}}'
    return f"where no two may agree on a field, state it: {unique}" if taken else ""


def saved_as_ever(s: RepositoryScenario, aggregate: Any, reply: Reply) -> None:
    """A save succeeded, in a clause about more than a first save: an empty store refusing it too is another clause's.

    A control of dovetail's own: it empties the store, so it ends the scenario.
    """
    if isinstance(reply.answer, Returned):
        return
    if not s.binding.by_loading:
        with s.unrecorded():
            s.disconnect()
            s.clear()
            first = s.add(aggregate)
        if not isinstance(first.answer, Returned):
            s.set_aside(f"a first save is refused too: {first}", left_to_another_clause=True)
    saved(s, aggregate, reply)


def asked(s: RepositoryScenario, given: Any, reply: Reply) -> Reply:
    """The answer to what was asked with a key or with arguments, unless extreme ones were refused, as a store may."""
    if isinstance(reply.answer, Raised) and not ordinary(given):
        s.set_aside(f"an extreme value was refused: {reply}")
    return reply


def found(s: RepositoryScenario, aggregate: Any, expected: Picture) -> None:
    """The aggregate's key is found, and what comes back is as expected."""
    reply = s.get(s.key(aggregate))
    stated = s.binding.missing is not None and s.binding.missing.accepts(reply.answer)
    if isinstance(reply.answer, Raised) and not stated and not ordinary(aggregate):
        s.set_aside(f"an extreme value was refused when it was sent at last: {reply}")
    if not isinstance(reply.answer, Returned) or s.is_absent(reply.answer):
        s.broken(code(expected), str(reply))
    if different := differences(expected, reply.picture, s.binding.tolerances):
        differ(s, *different)


def same(
    s: RepositoryScenario, expected: Picture, got: Picture | None, tolerances: Mapping[str, Tolerance] | None = None
) -> None:
    """Two pictures are the same, up to the contract's tolerances, where two loads are the same at all."""
    different = differences(expected, got, s.binding.tolerances if tolerances is None else tolerances)
    unsteady = _unsteady(s) if different else set()
    left = [each for each in different if each.path not in unsteady]
    if left:
        differ(s, *left)


def _unsteady(s: RepositoryScenario) -> set[str]:
    """Where each load of what was asked for last gives something else: what was saved is not found as it was saved."""
    with s.unrecorded():
        one, two = (s.get(s.last_key).picture for _ in range(2))
    unknown = one is None or two is None
    return set() if unknown else {each.path for each in differences(one, two, s.binding.tolerances)}


def differ(s: RepositoryScenario, *found: Difference) -> None:
    """Two objects differ there: the first place is told, the others behind it."""
    first = found[0]
    where = first.path or "it"
    s.broken(f"{where} == {first.expected}", f"{where} == {first.got}", first.path, first.hint or "", differences=found)


def absent(s: RepositoryScenario, key: Any, hint: str = "") -> None:
    reply = s.get(key)
    if s.is_absent(reply.answer):
        return
    s.broken(f"absent: {s.for_key(s.binding.missing, key) or describe(s.absence)}", str(reply), hint=hint)


def not_refused(s: RepositoryScenario, given: Any, policy: Policy | None, reply: Reply) -> None:
    """A store may refuse an extreme value before it comes to what the policy is about; that is set aside."""
    _not_unstated(s, reply)
    accepted = policy is not None and policy.accepts(reply.answer)
    if not accepted and isinstance(reply.answer, Raised) and not ordinary(given):
        s.set_aside(f"an extreme value was refused: {reply}")


def _not_unstated(s: RepositoryScenario, reply: Reply) -> None:
    """A fake that nobody told how to answer does not say how its port answers: its own error says what to write."""
    if isinstance(reply.answer, Raised) and isinstance(reply.answer.error, UnstatedError):
        s.set_aside(str(reply.answer.error), left_to_another_clause=True)


def as_stated(s: RepositoryScenario, policy: Policy | None, name: str, reply: Reply) -> None:
    """The answer is the one that the policy states; where nothing is stated, it is noted for the report."""
    _not_unstated(s, reply)
    if policy is None:
        nothing = isinstance(reply.answer, Returned) and reply.value is None and name != "missing"
        s.observed[name] = str(Ignores()) if nothing else describe(reply.answer)
    elif not policy.accepts(reply.answer):
        s.broken(str(policy), str(reply))


def stored(s: RepositoryScenario, aggregate: Any) -> Picture:
    """What get gives for a stored aggregate; an adapter that does not find it breaks another clause."""
    reply = s.get(s.key(aggregate))
    if reply.picture is None or s.is_absent(reply.answer):
        s.set_aside(f"what was saved is not found: {reply}", left_to_another_clause=True)
    return reply.picture


def still_stored(s: RepositoryScenario, aggregate: Any, last: Reply) -> Picture:
    """What get gives for an aggregate that was found, after another was added; a refusal leaves the adapter whole."""
    if not isinstance(last.answer, Raised):
        return stored(s, aggregate)
    reply = s.get(s.key(aggregate))
    if reply.picture is None or s.is_absent(reply.answer):
        hint = f"the refusal was {answer_text(last.answer)}: what failed in the store is to be rolled back"
        s.broken(f"{s.name_of(aggregate)} is found", str(reply), hint=hint)
    return reply.picture


AsGot = dict[int, Picture] | None
"""By the id of an aggregate, what get has given for it since the store was last written to; what is asked is noted."""


def lists(s: RepositoryScenario, reply: Reply, expected: list[Any], operation: str, as_got: AsGot = None) -> None:
    """An operation lists exactly those aggregates, each once and as get gives it, in the order that it promises."""
    if reply.items is None:
        s.broken(f"a list of {len(expected)}", str(reply))
    left = list(reply.items)
    for aggregate in expected:
        key = s.key(aggregate)
        twins = [item for item in left if s.is_key(key, item.key)]
        if len(twins) != 1:
            s.broken(f"{s.name_of(aggregate)} is listed once", f"{len(twins)} times in a list of {len(reply.items)}")
        left.remove(twins[0])
        if s.binding.offers("get"):
            same(s, _as_got(s, aggregate, as_got), twins[0].picture, s.binding.stated_tolerances)
    if left:
        s.broken(f"a list of {len(expected)}", f"also {code(left[0].picture)}")
    agreed(s, reply, len(expected))
    in_order(s, reply, operation)


def agreed(s: RepositoryScenario, reply: Reply, expected: int) -> None:
    """A page says how many there are in all, where it says that: of what is asked for, and not of this part alone."""
    if reply.total is not None and reply.total != expected:
        s.broken(f"a total of {expected}", f"{reply.total}: {reply}")


def _as_got(s: RepositoryScenario, aggregate: Any, as_got: AsGot) -> Picture:
    """What get gives for an aggregate; it is not asked again where nothing can have changed since."""
    known = {} if as_got is None else as_got
    if id(aggregate) not in known:
        with s.unrecorded():
            known[id(aggregate)] = stored(s, aggregate)
    s.last_key = s.key(aggregate)
    return known[id(aggregate)]


def in_order(s: RepositoryScenario, reply: Reply, operation: str) -> None:
    """A list is in the order that its operation promises, if it promises one."""
    ranks = [item.rank for item in reply.items or ()]
    if operation in s.binding.order and ranks != sorted(ranks):
        s.broken(f"in order: {sorted(ranks)}", f"{ranks}")


def gives_one_of(
    s: RepositoryScenario, reply: Reply, expected: list[Any], operation: str, as_got: AsGot = None
) -> None:
    """A query for a single aggregate gives one of those, as get gives it, or an absence where there is none.

    Where the operation promises an order, it is the first in it.
    """
    if s.is_absent(reply.answer) or reply.value is None:
        if expected:
            s.broken(f"finds {s.name_of(expected[0])}", str(reply))
        return
    twin = next((each for each in expected if s.is_key(s.key(each), s.key(reply.value))), None)
    if twin is None:
        s.broken("finds nothing" if not expected else "finds one that was asked for", str(reply))
    same(s, _as_got(s, twin, as_got), reply.picture, s.binding.stated_tolerances)
    rank = s.binding.order.get(operation)
    if rank is not None and (first := min(map(rank, _as_held(s, expected)))) != (got := rank(reply.value)):
        s.broken(f"the first in order: {first}", f"{got}")


def _as_held(s: RepositoryScenario, aggregates: list[Any]) -> list[Any]:
    """Stored aggregates with what the store has filled in, where a caller has to load them for that."""
    with s.unrecorded():
        return [s.in_hand(each) for each in aggregates]


def picks(s: RepositoryScenario, query: Query, given: list[Any], orders: list[Any], as_got: AsGot = None) -> None:
    """A query picks those of the stored aggregates for which its predicate holds."""
    picked = [order for order in orders if query.predicate(order, *given)]
    with seen_as_stored(s, query, given, orders):
        reply = asked(s, given, s.ask(query, given))
        if query.measure is not None:
            _measures(s, reply, query.measure(len(picked)))
        elif query.many:
            lists(s, reply, picked, query.operation.name, as_got)
        else:
            gives_one_of(s, reply, picked, query.operation.name, as_got)


def _measures(s: RepositoryScenario, reply: Reply, expected: int) -> None:
    if reply.value != expected:
        s.broken(str(expected), str(reply))


@contextmanager
def seen_as_stored(s: RepositoryScenario, query: Query, given: list[Any], orders: list[Any]) -> Iterator[None]:
    """What a query picks wrongly is no fault of its own where what is stored, as get gives it, is picked otherwise."""
    try:
        yield
    except Broken:
        if query.stated and any(holds_nul(each) for each in (given, *orders)):
            s.set_aside("a store may look no further than NUL where it searches text", left_to_another_clause=True)
        with s.unrecorded():
            altered = not all(picked_alike(s, query, given, order) for order in orders)
        if altered:
            s.set_aside(
                "what was saved is stored otherwise, so that it is picked otherwise", left_to_another_clause=True
            )
        raise


def picked_alike(s: RepositoryScenario, query: Query, given: list[Any], order: Any) -> bool:
    """Whether a query picks an aggregate as it is stored where it picks it as the caller has it."""
    if "get" not in s.binding.operations:
        return True
    kept = s.get(s.key(order)).value
    try:
        return bool(query.predicate(order, *given)) is bool(query.predicate(kept, *given))
    except Exception:  # noqa: BLE001 - AttributeError of None, or anything that the contract's predicate raises
        return False


def whole(s: RepositoryScenario, aggregate: Any, own: Any) -> Picture:
    """A loaded aggregate with every part that can be read of the caller's own, once its connection is closed."""
    names = readable(own)
    try:
        touched: dict[int, Any] = {}
        loaded_whole(aggregate, touched)
        for name in names:
            _touch(getattr(aggregate, name), touched)
    except Exception as error:  # noqa: BLE001 - DetachedInstanceError and the like, or anything that a property raises
        s.broken("every field can be read", answer_text(Raised(error)))
    return picture(aggregate)


def _touch(value: Any, touched: dict[int, Any]) -> None:
    if isinstance(value, Collection) and not isinstance(value, (str, bytes)):
        for each in value:
            loaded_whole(each, touched)
