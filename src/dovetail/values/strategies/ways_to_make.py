"""The ways in which an object of a class can be made: its constructor and its factories, the best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args, get_origin

from dovetail import hints
from dovetail.conventions import ordered
from dovetail.records import constructor_of
from dovetail.records.parameters import NOTHING, Construction, parameter_of, signature_of, specialised

if TYPE_CHECKING:
    from collections.abc import Iterator


def constructions(hint: Any) -> Iterator[Construction]:
    """The ways to make an object of a class, or of an alias such as `Page[Order]`.

    The constructor comes first, but for two kinds of factories: those that restore an object from more than the
    constructor takes, and those that check all that a constructor takes unchecked.
    """
    cls = get_origin(hint) or hint
    constructor = constructor_of(hint)
    factories = list(_factories(hint, cls))
    if constructor is None:
        yield from factories
        return
    better = [factory for factory in factories if _is_better(factory, constructor)]
    yield from better
    yield constructor
    yield from (factory for factory in factories if factory not in better)


def _is_better(factory: Construction, constructor: Construction) -> bool:
    taken, known = ({parameter.field for parameter in one.parameters} for one in (factory, constructor))
    restores = factory.target.__name__.lstrip("_").startswith(ordered("factories.restoring"))
    return (restores and len(taken) > len(known)) or (bool(known) and taken == known and not constructor.may_refuse)


def _factories(hint: Any, cls: type) -> Iterator[Construction]:
    for name in sorted(_factory_names(cls), key=_rank):
        function = getattr(cls, name)
        signature = signature_of(function)
        said = specialised(hint, hints.resolve(function, owner=cls))
        if signature is not None and _gives(cls, said.get("return", NOTHING)):
            parameters = tuple(parameter_of(key, said.get(key, NOTHING), one) for key, one in signature.items())
            yield Construction(cls, function, parameters, may_refuse=True)


def _factory_names(cls: type) -> set[str]:
    return {
        name
        for base in cls.__mro__[:-1]
        for name, member in vars(base).items()
        if isinstance(member, classmethod | staticmethod) and not name.startswith("__") and _is_of_domain(member)
    }


def _is_of_domain(member: Any) -> bool:
    module = getattr(member.__func__, "__module__", None) or ""
    return module.partition(".")[0] not in ("typing", "pydantic", "msgspec", "sqlalchemy")


def _rank(name: str) -> tuple[bool, int, str]:
    bare = name.lstrip("_")
    known = (*ordered("factories.restoring"), *ordered("factories.creating"))
    place = next((i for i, word in enumerate(known) if bare == word or _starts(bare, word)), len(known))
    return bare != name, place, name


def _starts(name: str, word: str) -> bool:
    return name.startswith(word if word.endswith("_") else f"{word}_")


def _gives(cls: type, answer: Any) -> bool:
    """Whether a factory's annotation lets it give an object of the class, bare or in a Result."""
    if answer is NOTHING or isinstance(answer, hints.Unresolved) or getattr(answer, "__name__", "") == "Self":
        return True
    if cls in (answer, get_origin(answer)):
        return True
    return any(_gives(cls, argument) for argument in get_args(answer))
