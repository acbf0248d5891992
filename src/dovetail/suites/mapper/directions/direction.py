"""The two ways of a mapper, and which of its functions they are."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Any, Self, TypeVar

from dovetail.errors import ContractError
from dovetail.hints import optional, resolve
from dovetail.naming import snake
from dovetail.port import MISSING, Operation, operations_of, result_arguments
from dovetail.port.operation import operation
from dovetail.suites.mapper.directions.naming import direction, modelness


@dataclass(frozen=True, slots=True)
class Way:
    """One way through a mapper.

    Attributes:
        text: the call as a scenario writes it, e.g. `OrderMapper.to_model({})`.
        name: the function's own name.
        function: the call itself.
        takes: the type of what it takes; `MISSING` where nothing says it.
        gives: the type of what it gives, opened where it is a Result.
        result: whether it answers with a Result.
        parts: of how many parts what it takes consists: a tuple of rows is given as so many arguments.
    """

    text: str
    name: str
    function: Callable[..., Any]
    takes: Any = MISSING
    gives: Any = MISSING
    result: bool = False
    parts: int = 1

    def __call__(self, value: Any) -> Any:
        """Map a value."""
        return self.function(*value) if self.parts > 1 else self.function(value)


def ways_of(mapper: Any) -> list[Way]:
    """The functions of a mapper that map one thing to another.

    Args:
        mapper: a class with static methods, an instance, a class that needs no arguments, a module, or a model whose
            methods convert from and to the domain.

    Raises:
        ContractError: its class needs arguments, so that only an instance will do.
    """
    if isinstance(mapper, types.ModuleType):
        own = [
            each for name, each in operations_of(mapper).items() if getattr(mapper, name).__module__ == mapper.__name__
        ]
        return [_way(each, getattr(mapper, each.name), f"{each.name}({{}})") for each in own if each.required]
    owner = mapper if inspect.isclass(mapper) else type(mapper)
    instance = _Instance(mapper)
    own = [_as_overridden(each, owner) for each in operations_of(owner).values()]
    found = [way for each in own for way in _of_member(owner, each, instance)]
    if len(found) < 2 and instance.refusal is not None:
        raise ContractError(
            f"{owner.__name__} cannot be made without arguments: {instance.refusal}",
            f"give an instance: mapper = {owner.__name__}(...)",
        )
    return found


def _as_overridden(read: Operation, owner: type) -> Operation:
    """A method without annotations with those of the method that it overrides; itself, where those say no class."""
    if read.returns is not MISSING or any(each.hint is not MISSING for each in read.parameters):
        return read
    above = next((base for base in owner.__mro__[1:] if base is not object and read.name in vars(base)), None)
    told = None if above is None else operations_of(above).get(read.name)
    if told is None or len(told.parameters) != len(read.parameters) or isinstance(told.returns, TypeVar):
        return read
    return replace(read, parameters=told.parameters, returns=told.returns)


def way_of(given: Any, mapper: Any, role: str) -> Way:
    """The way that a contract states: a function, or the name of one of the mapper's methods.

    Raises:
        ContractError: the mapper has no such method, or what is given cannot be called.
    """
    if isinstance(given, str):
        found = [each for each in ways_of(mapper) if each.name == given] if mapper is not None else []
        if not found:
            raise ContractError(
                f"{role} names {given!r}, which the mapper does not have",
                f"write the function itself: {role} = the_function, or the mapper: mapper = OrderMapper",
            )
        return found[0]
    if not callable(given):
        raise ContractError(f"{role} = {given!r} is neither a name nor a function", f"write {role} = the_function")
    name = getattr(given, "__name__", type(given).__name__)
    plain = inspect.unwrap(given)
    try:
        read = operation(name, plain, resolve(plain), receiver=False)
    except (TypeError, ValueError):
        return Way(f"{name}({{}})", name, given)
    shown = role if name == "<lambda>" else name
    return _way(read, given, f"{shown}({{}})")


def choose(ways: list[Way], domain: Any, mapper: str) -> tuple[Way, Way]:
    """The pair of ways that turn each other round: to the model, and to the domain.

    Raises:
        ContractError: no pair can be told.
    """
    pairs = sorted(((_fit(*pair, domain), pair) for pair in permutations(ways, 2)), key=lambda each: -each[0])
    if not pairs or pairs[0][0] <= 0 or (len(pairs) > 1 and pairs[1][0] == pairs[0][0]):
        names = ", ".join(each.name for each in ways) or "nothing"
        raise ContractError(
            f"cannot tell which of {mapper}'s functions ({names}) goes to the model and which to the domain",
            'write their names in the contract: to_model = "..." and to_domain = "..."',
        )
    return pairs[0][1]


def _fit(out: Way, back: Way, domain: Any) -> float:
    """How well two functions fit as the way to the model and the way back."""
    score = 0.0
    nouns = frozenset(snake(domain.__name__).split("_")) if inspect.isclass(domain) else frozenset()
    for way, wanted in ((out, "model"), (back, "domain")):
        said = direction(way.name, nouns)
        score += 0 if said is None else 2 if said == wanted else -6
        score -= way.name.count("_") / 100
    for one, other in ((out.takes, back.gives), (out.gives, back.takes)):
        if MISSING not in (one, other):
            score += 2 if one == other else -6
    lean = modelness(out.gives) + modelness(back.takes) - modelness(out.takes) - modelness(back.gives)
    score += max(-4, min(4, lean))
    if domain is not None:
        for hint in (out.takes, back.gives):
            score += 0 if hint is MISSING else 6 if hint == domain else -6
    return score


def _of_member(owner: type, read: Operation, instance: _Instance) -> Iterator[Way]:
    if isinstance(inspect.getattr_static(owner, read.name), staticmethod | classmethod):
        yield _own(_way(read, getattr(owner, read.name), f"{owner.__name__}.{read.name}({{}})"), owner)
    elif not read.required:
        if direction(read.name) is not None:
            way = Way(f"{{}}.{read.name}()", read.name, lambda value: getattr(value, read.name)(), owner)
            yield _own(replace(way, **_answer(read)), owner)
    elif instance.is_there():
        yield _way(read, getattr(instance.made, read.name), f"{instance.text}.{read.name}({{}})")


class _Instance:
    """An instance of a mapper's class, made when a method needs one.

    Attributes:
        made: the instance.
        refusal: why there is none.
        text: how a scenario writes it.
    """

    def __init__(self, mapper: Any) -> None:
        self._cls = mapper if inspect.isclass(mapper) else None
        self.made = None if self._cls else mapper
        self.refusal: Exception | None = None
        self.text = f"{mapper.__name__}()" if self._cls else type(mapper).__name__.lower()

    def is_there(self) -> bool:
        """Whether there is one, or can be made without arguments."""
        if self.made is None and self.refusal is None and self._cls is not None:
            try:
                self.made = self._cls()
            except Exception as error:  # noqa: BLE001 - TypeError, or anything that the constructor raises; it is shown
                self.refusal = error
        return self.made is not None


def _way(read: Operation, function: Callable[..., Any], text: str) -> Way:
    required = read.required
    takes = optional(required[0].hint)[0] if required else MISSING
    if len(required) > 1:
        takes = tuple[tuple(object if each.hint is MISSING else each.hint for each in required)]  # type: ignore[misc]
    return Way(text, read.name, function, takes, parts=max(1, len(required)), **_answer(read))


def _answer(read: Operation) -> dict[str, Any]:
    opened = result_arguments(read.returns)
    gives = opened[0] if opened else read.returns
    return {"gives": MISSING if gives is MISSING else optional(gives)[0], "result": opened is not None}


def _own(way: Way, owner: type) -> Way:
    """The way with `Self` for what it is on this class."""
    return replace(way, gives=owner if way.gives is Self else way.gives)
