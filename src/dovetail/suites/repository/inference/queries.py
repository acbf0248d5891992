"""Which aggregates a query of the port must pick, read from its name and its parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Container, Sequence
from dataclasses import dataclass
from typing import Any, get_origin, is_typeddict
from uuid import UUID

from dovetail.conventions import words
from dovetail.hints import element, optional
from dovetail.naming import plural, snake
from dovetail.port import MISSING, Operation, Parameter
from dovetail.suites.calls.attributes import attribute_for, attributes, reader
from dovetail.suites.calls.operation_call import (
    FIRST_PAGE,
    NO_LIMIT,
    OperationCall,
    operation_call,
    returned,
    window_role,
)
from dovetail.suites.calls.owner import Owner, owner_roles
from dovetail.suites.calls.pages import Page, read_page
from dovetail.suites.repository.inference.any_case import agree
from dovetail.values import identical

_PREPOSITION = re.compile(
    r"(^|_)(by|for|of|with|in|having|where)(_|$)|^(list|find|get|filter|search|fetch)(s|_one|_first|_all)?$"
)
_NOT_EQUALITY = re.compile(
    r"(^|_)(like|matching|containing|contains|search|starting|ending|before|after|since|until|between|over|under|above"
    r"|below|min|max|greater|less|older|newer|latest|recent|similar|near|text|prefix|page|not|without|excluding)(_|$)"
)

_MEASURE = re.compile(r"^(count|exists|has|any|contains)(_\w+)?_(by|for|of|with|in|having)_")
_UNBOUNDED = {"limit": NO_LIMIT, "offset": 0, "page": FIRST_PAGE}
_PLAIN = (None, type(None), bool, int, str, UUID)


@dataclass(frozen=True, slots=True)
class Query:
    """One query of the port.

    Attributes:
        operation: how it is called.
        arguments: for each argument: its role, its type, and how an aggregate's own value of it is read (None where a
            user wrote the predicate and nothing says).
        predicate: whether an aggregate is to be picked.
        many: whether it answers with a collection, or of all that there are.
        attributes: for each argument, the attribute of the aggregate that it is compared with, as far as that is known.
        measure: `int` where it only counts what is to be picked, `bool` where it tells whether there is any, else None.
        stated: whether its predicate is the contract's own, and may be other than equality.
    """

    operation: OperationCall
    arguments: tuple[tuple[str, Any, Callable[[Any], Any] | None], ...]
    predicate: Callable[..., bool]
    many: bool
    attributes: tuple[str, ...] = ()
    measure: type | None = None
    stated: bool = False


def infer_query(
    operation: Operation, aggregate: type, owner: Owner | None, any_case: Collection[str] = ()
) -> Query | None:
    """The query that a method's name and parameters spell, or None where they do not say it beyond doubt."""
    if _NOT_EQUALITY.search(operation.name) or not _PREPOSITION.search(operation.name):
        return None
    many, measure = answers_with_many(operation, aggregate), measured(operation)
    if many is None and measure is not None and _MEASURE.search(operation.name):
        many = True
    known = attributes(aggregate)
    paths = {each.name: attribute_for(each.name, each.hint, known, aggregate) for each in operation.required}
    roles = owner_roles((each for each in operation.required if paths[each.name] is None), owner)
    asked = [
        each
        for each in operation.required
        if each.name not in roles and not (paths[each.name] is None and many and bounds(each))
    ]
    paths = {each.name: paths[each.name] for each in asked} | _named_by_method(operation, asked, aggregate)
    if many is None or not asked or None in paths.values():
        return None
    read = {name: reader(path) for name, path in paths.items() if path is not None}
    first = {name: path.partition(".")[0] for name, path in paths.items() if path is not None}
    same = tuple(agree if each in any_case else identical for each in first.values())
    return Query(
        operation_call(operation, roles | {name: name for name in paths}),
        tuple((each.name, each.hint, read[each.name]) for each in asked),
        equal_to(tuple(read.values()), same),
        many,
        tuple(first.values()),
        measure,
    )


def _named_by_method(operation: Operation, asked: Sequence[Parameter], aggregate: type) -> dict[str, str | None]:
    """For `id` of `get_all_by_user_id(id)`, what the method's name says of it: `user_id`, and not the aggregate's `id`.

    A parameter whose own name repeats what the method says, as most do, is left to its name; so is one that means more
    than such a bare word does. What a bare word stands for, where the method says something else, is not guessed.
    """
    spoken = operation.name.rpartition("_by_")[2].split("_and_") if "_by_" in operation.name else []
    if len(spoken) != len(asked):
        return {}
    known = attributes(aggregate)
    said: dict[str, str | None] = {}
    for word, parameter in zip(spoken, asked, strict=True):
        if parameter.name in words("queries.bare") and word not in {parameter.name, f"{parameter.name}s"}:
            candidates = (word, f"{word}_{parameter.name}")
            paths = (attribute_for(each, parameter.hint, known, aggregate) for each in candidates)
            said[parameter.name] = next((path for path in paths if path is not None), None)
    return said


def measured(operation: Operation) -> type | None:
    """`int` or `bool`, where that is what an operation answers with."""
    hint = returned(operation)
    return next((each for each in (int, bool) if hint is each), None)


def stated_query(
    operation: Operation,
    aggregate: type,
    owner: Owner | None,
    predicate: Callable[..., bool],
    besides: Sequence[Parameter] = (),
) -> Query:
    """The query with the predicate that the contract states; the required parameters are its arguments in order.

    Behind them come optional ones, which the predicate takes by their names; one that is MISSING is left out.
    A limit or an offset is no argument of what is picked; the predicate may take it all the same. Neither is an owner
    whom the aggregate does not name.
    """
    known = attributes(aggregate)
    roles = owner_roles(operation.required, owner if owner is not None and owner.beside else None)
    required = [each for each in operation.required if each.name not in roles]
    given = tuple(each for each in required if each.name in known or not bounds(each))
    if len(given) < len(required):
        predicate = _without_bounds(operation, given, predicate)
    if besides:
        predicate = _by_name(len(given), [each.name for each in besides], predicate)
        given = (*given, *besides)
    paths = {each.name: attribute_for(each.name, each.hint, known, aggregate) for each in given}
    arguments = tuple(
        (each.name, each.hint, reader(path) if (path := paths[each.name]) is not None else None) for each in given
    )
    return Query(
        operation_call(operation, roles | {each.name: each.name for each in given}),
        arguments,
        predicate,
        answers_with_many(operation, aggregate) is not False,
        tuple(path.partition(".")[0] for path in paths.values() if path is not None),
        measured(operation),
        stated=True,
    )


def bounds(parameter: Parameter) -> bool:
    """Whether a parameter says how many are given, how many are passed over, or which page it is."""
    return window_role(parameter) in _UNBOUNDED


def _without_bounds(
    operation: Operation, given: Collection[Parameter], predicate: Callable[..., bool]
) -> Callable[..., bool]:
    """The predicate as one of the arguments alone, where its author wrote it of every required parameter."""
    try:
        inspect.signature(predicate).bind(None, *operation.required)
    except (TypeError, ValueError):
        return predicate

    def of_arguments(aggregate: Any, *arguments: Any, **named: Any) -> bool:
        values = iter(arguments)
        every = [next(values) if each in given else _UNBOUNDED[str(window_role(each))] for each in operation.required]
        return predicate(aggregate, *every, **named)

    return of_arguments


def _by_name(many: int, names: Sequence[str], predicate: Callable[..., bool]) -> Callable[..., bool]:
    """The predicate with so many arguments by position, and those behind them by name where they are given."""

    def of_given(aggregate: Any, *arguments: Any) -> bool:
        named = {name: each for name, each in zip(names, arguments[many:], strict=True) if each is not MISSING}
        return predicate(aggregate, *arguments[:many], **named)

    return of_given


def answers_with_many(operation: Operation, aggregate: type) -> bool | None:
    """Whether the operation answers with a collection of aggregates; None where it answers with neither."""
    hint, _ = optional(returned(operation))
    if hint is MISSING:
        return None
    if page_of(operation, aggregate) is not None:
        return True
    inside = element(hint)
    if inside is not None:
        return True if is_aggregate(inside, aggregate) else None
    return False if is_aggregate(hint, aggregate) else None


def page_of(operation: Operation, aggregate: type) -> Page | None:
    """How an operation's answer is read that holds a list of aggregates, and perhaps how many there are in all."""
    noun = snake(aggregate.__name__)
    nouns = {plural(noun), plural(noun.rpartition("_")[2])}

    def is_items(name: str, inside: Any) -> bool:
        named = name.isdecimal() or name in words("pages.items") or name in nouns
        return named and is_aggregate(inside, aggregate)

    hint, _ = optional(returned(operation))
    return None if is_aggregate(hint, aggregate) else read_page(hint, is_items)


def has_choice(query: Query, order: Container[str]) -> bool:
    """Whether a query picks several aggregates, and gives them all or the first of them in an order."""
    return query.many or query.operation.name in order


def gives(operation: Operation, aggregate: type) -> bool:
    """Whether the operation may be one that reads aggregates: it takes none, and answers with no plain value."""
    return optional(returned(operation))[0] not in _PLAIN and not takes(operation, aggregate)


def takes(operation: Operation, aggregate: type) -> bool:
    """Whether the operation takes aggregates, or something of which nobody says what it is."""
    hints = [hint for each in operation.parameters for hint in (each.hint, element(each.hint))]
    return any(hint is MISSING or is_aggregate(hint, aggregate) for hint in hints)


def is_aggregate(hint: Any, aggregate: type) -> bool:
    """Whether an annotation is the aggregate's class, an instance of its generic, or a base class of the domain's."""
    if is_typeddict(aggregate) and dict in (hint, get_origin(hint)):
        return True
    return aggregate in (hint, get_origin(hint)) or hint in _bases(aggregate)


def _bases(aggregate: Any) -> list[type]:
    mro = getattr(get_origin(aggregate) or aggregate, "__mro__", ())
    return [each for each in mro if each.__module__ not in {"abc", "builtins", "typing", "typing_extensions"}]


def equal_to(
    reads: tuple[Callable[[Any], Any], ...], same: tuple[Callable[[Any, Any], bool], ...]
) -> Callable[..., bool]:
    """The predicate that an aggregate has the arguments where it is read, as each is compared."""

    def predicate(aggregate: Any, *arguments: Any) -> bool:
        asked = zip(reads, same, arguments, strict=True)
        return all(is_same(argument, read(aggregate)) for read, is_same, argument in asked)

    return predicate
