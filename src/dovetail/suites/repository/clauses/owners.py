"""What belongs to another owner is absent, for reading and for writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dovetail.suites.calls.attributes import reader, single_field
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.owner import BY_OBJECT
from dovetail.suites.kernel.check import all_of, check
from dovetail.suites.repository.assertions import same, store, stored
from dovetail.suites.repository.examples.lookalikes import lookalikes, telling
from dovetail.suites.repository.preconditions import offers, scoped
from dovetail.suites.repository.query_arguments import own_arguments
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values import code, identical, leaves
from dovetail.values.variants import variant


@check("REPO-27", all_of(offers("get"), scoped), share=0.4)
def out_of_scope(s: RepositoryScenario) -> None:
    drawn = _owned(s)
    if s.some(3) == 1 and (told := _with_separators(s, drawn)) is not None:
        _not_joined(s, store(s, s.keep(told)))
        return
    order = store(s, s.keep(drawn))
    before = stored(s, order)
    stranger = _stranger(s)
    _reads_nothing(s, order, stranger)
    if s.binding.offers("delete"):
        s.call(s.binding.operation("delete"), aggregate=order, key=s.key(order), scope=stranger)
        same(s, before, _still_stored(s, order, stranger))
    for effect in s.told_effects:
        told = s.told(effect, order) if any(role == "scope" for _, role in effect.operation.roles) else None
        if told is not None:
            given = {role: value for (role, _), value in zip(effect.arguments, told[0], strict=True)}
            s.call(effect.operation, aggregate=order, key=s.key(order), scope=stranger, **given)
            same(s, before, _still_stored(s, order, stranger))


def _owned(s: RepositoryScenario) -> Any:
    """An aggregate, as often as not of an owner whose name a careless comparison takes for another one."""
    drawn, scope = s.draw(s.binding.aggregates), s.binding.scope
    if scope is None:
        owner = s.anybody()
        s.owner = (telling(owner) if s.some(1) else owner,)
        return drawn
    owner = reader(scope)(drawn)
    told = variant(drawn, scope, telling(owner)) if isinstance(owner, str) and s.some(1) else None
    return drawn if told is None else told


def _with_separators(s: RepositoryScenario, drawn: Any) -> Any:
    """The aggregate with a plain key and of an owner with separators in it; None where either is no such text.

    A strategy of the contract's own may know of rules that the class does not have; nothing is made up beside it.
    """
    scope, name = s.binding.scope, s.binding.key.attribute
    if s.binding.strategy is not None or name is None or s.binding.generates_key or s.binding.mapped:
        return None
    owner = s.whose() if scope is None else reader(scope)(drawn)
    named = spelt(owner, with_separators(SEPARATORS if s.some(1) else s.one_of(SEPARATORS)))
    key = spelt(reader(name)(drawn), KEY)
    if named is None or key is None:
        return None
    s.owner = (named,)
    told = variant(drawn, name, key)
    return told if told is None or scope is None else variant(told, scope, named)


def _not_joined(s: RepositoryScenario, order: Any) -> None:
    """Nobody gets it under another key which, joined with the name of the one who asks, is the same text."""
    stored(s, order)
    owner, key = s.whose(), s.key(order)
    text = next(str(leaf) for _, leaf in leaves(owner))
    for name, asked, separator in s.each_alone(joined_alike(text)):
        stranger, other = spelt(owner, name), spelt(key, asked)
        if stranger is None or other is None or not name:
            continue
        reply = s.call(s.binding.operations["get"], key=other, scope=stranger)
        if isinstance(reply.value, s.binding.kind):
            hint = f"joined by {separator!r}, both are the text that {code(owner)} and {code(key)} are"
            s.broken(f"absent for {code(stranger)}", str(reply), hint=hint)


def _stranger(s: RepositoryScenario) -> Any:
    """Anybody else: an owner of another aggregate, or one whose name is nearly the same."""
    owner = s.whose()
    others = [each for each in lookalikes(owner) if not identical(owner, each)]
    stranger = s.one_of(others) if others and s.some(1) else s.anybody()
    if identical(stranger, owner):
        s.set_aside("the stranger is the owner")
    return stranger


def _reads_nothing(s: RepositoryScenario, order: Any, stranger: Any) -> None:
    operations = s.binding.operations
    reply = s.call(operations["get"], key=s.key(order), scope=stranger)
    if not s.is_absent(reply.answer):
        s.broken(f"absent for {code(stranger)}", str(reply))
    told = {word for word, each in operations.items() if _is_told_whose(s, each)}
    if (
        "exists" in told
        and (reply := s.call(operations["exists"], key=s.key(order), aggregate=order, scope=stranger)).value
    ):
        s.broken(f"absent for {code(stranger)}", str(reply))
    if "all" in told and (reply := s.call(operations["all"], scope=stranger)).items:
        s.broken(f"nothing is listed for {code(stranger)}", str(reply))
    if "count" in told and (reply := s.call(operations["count"], scope=stranger)).value:
        s.broken(f"nothing is counted for {code(stranger)}", str(reply))
    for query in s.binding.queries.values():
        own = own_arguments(query, order)
        roles = [role for role, _, _ in query.arguments]
        if own is not None and _is_told_whose(s, query.operation):
            given = dict(zip(roles, own, strict=True)) | {s.binding.scope or "scope": stranger, "scope": stranger}
            if (reply := s.call(query.operation, **given)).items:
                s.broken(f"nothing is picked for {code(stranger)}", str(reply))


def _is_told_whose(s: RepositoryScenario, operation: OperationCall) -> bool:
    """Whether a port has an operation told whose aggregates are meant: one that is not is about everybody's."""
    return not {s.binding.scope, "scope", BY_OBJECT}.isdisjoint(role for _, role in operation.roles)


def _still_stored(s: RepositoryScenario, order: Any, stranger: Any) -> Any:
    return s.found(order, f"{code(stranger)} deletes nothing of another's")


SEPARATORS = (":", "/", "-", "_", ".", "|", "#", "@", ",", " ")
KEY = "z"
"""The key that is stored; none of its own is a separator."""


def with_separators(separators: Iterable[str]) -> str:
    """A text with each of the separators once: `a:b/c`."""
    return "a" + "".join(f"{each}{chr(ord('b') + place)}" for place, each in enumerate(separators))


def joined_alike(owner: str) -> Iterator[tuple[str, str, str]]:
    """Other owners with other keys which, joined by a separator, are the owner joined with `KEY`: both, and that one.

    Owner first, and key first.
    """
    for each in SEPARATORS:
        head, found, tail = owner.partition(each)
        if found:
            yield head, f"{tail}{each}{KEY}", each
            yield tail, f"{KEY}{each}{head}", each
    yield owner[:-1], f"{owner[-1]}{KEY}", ""


def spelt(value: Any, text: str) -> Any:
    """A value like this one, of that text, bare or wrapped in one field; None where it is no text or refuses it."""
    if type(value) is str:
        return text
    wrapped = single_field(type(value))
    return None if wrapped is None or wrapped[1] is not str else variant(value, wrapped[0], text)
