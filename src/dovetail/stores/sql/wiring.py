"""What an adapter asks for: a session, a factory of sessions, an engine or a connection.

Read from the one parameter it needs: by its annotation where that names something of SQLAlchemy's, else by its name.
"""

from __future__ import annotations

import collections.abc
import inspect
import re
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from dovetail.errors import ContractError
from dovetail.introspection.signatures import VARIADIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Resource(Enum):
    """What an adapter can be built from; the value is how a message calls it."""

    SESSION = "a Session"
    SCOPED = "a scoped_session"
    FACTORY = "a sessionmaker"
    ENGINE = "an Engine"
    CONNECTION = "a Connection"


@dataclass(frozen=True, slots=True)
class Wiring:
    """How an adapter is built.

    Attributes:
        adapter: the callable that makes it.
        resource: what it is made from.
        keyword: the parameter's name where it has to be given by name.
        session_class: the class of session it is annotated with, where that is not SQLAlchemy's own.
        asynchronous: whether its annotation names an async kind; None where it says nothing.
    """

    adapter: Callable[..., Any]
    resource: Resource
    keyword: str | None = None
    session_class: type[Any] | None = None
    asynchronous: bool | None = None

    @property
    def name(self) -> str:
        """The adapter's name for messages."""
        return name_of(self.adapter)

    def build(self, resource: object) -> Any:
        """Make the adapter over `resource`."""
        return self.adapter(**{self.keyword: resource}) if self.keyword else self.adapter(resource)


@dataclass(frozen=True, slots=True)
class _Kind:
    resource: Resource
    asynchronous: bool | None = None
    session_class: type[Any] | None = None


_CLASSES = {
    "Session": _Kind(Resource.SESSION, asynchronous=False),
    "AsyncSession": _Kind(Resource.SESSION, asynchronous=True),
    "scoped_session": _Kind(Resource.SCOPED, asynchronous=False),
    "async_scoped_session": _Kind(Resource.SCOPED, asynchronous=True),
    "sessionmaker": _Kind(Resource.FACTORY),  # also makes AsyncSessions, in SQLAlchemy 1.4
    "async_sessionmaker": _Kind(Resource.FACTORY, asynchronous=True),
    "Engine": _Kind(Resource.ENGINE, asynchronous=False),
    "AsyncEngine": _Kind(Resource.ENGINE, asynchronous=True),
    "Connection": _Kind(Resource.CONNECTION, asynchronous=False),
    "AsyncConnection": _Kind(Resource.CONNECTION, asynchronous=True),
}
# The first word of these that a textual annotation holds decides: `Callable[[], Session]` is a factory.
_WORDS = (*(name for name in _CLASSES if "maker" in name or "scoped" in name), "Callable", *_CLASSES)
_TRANSPARENT = (Annotated, Union, UnionType)
_NAMES = (
    (re.compile(r"engine"), Resource.ENGINE),
    (re.compile(r"scoped"), Resource.SCOPED),
    (re.compile(r"factory|maker|sessions|scope"), Resource.FACTORY),
    (re.compile(r"conn"), Resource.CONNECTION),
)

# What an optional parameter must be called, of which nothing else says that it stands for a database.
_TELLING = re.compile(r"(db_|async_)?(session|engine|connection)(_?(factory|maker))?|sessions")


def read_wiring(adapter: Callable[..., Any]) -> Wiring:
    """Read what `adapter` is built from.

    Raises:
        ContractError: where it needs nothing that a SQL store has, or more than one thing.
    """
    parameters = _parameters(adapter)
    parameter, kind = _choose(adapter, parameters)
    by_position = parameter is parameters[0] and parameter.kind is not parameter.KEYWORD_ONLY
    keyword = None if by_position else parameter.name
    return Wiring(adapter, kind.resource, keyword, kind.session_class, kind.asynchronous)


def name_of(adapter: object) -> str:
    """A callable's name for messages."""
    return getattr(adapter, "__qualname__", None) or repr(adapter)


def _choose(adapter: Callable[..., Any], parameters: list[inspect.Parameter]) -> tuple[inspect.Parameter, _Kind]:
    required = [p for p in parameters if p.default is p.empty]
    if len(required) > 1:
        names = ", ".join(p.name for p in required)
        first = required[0].name
        raise ContractError(
            f"{name_of(adapter)} takes ({names}), and a SQL store has one thing to give",
            f"adapter=lambda {first}: {name_of(adapter)}({first}, ...)",
        )
    for parameter in required or parameters:
        kind = _annotated(parameter.annotation) or (_named(parameter.name) if required else _defaulted(parameter))
        if kind:
            return parameter, kind
    raise ContractError(
        f"{name_of(adapter)} takes no session, sessionmaker, engine or connection, so it cannot use this database",
        f"adapter=lambda session: {name_of(adapter)}(...)",
    )


def _defaulted(parameter: inspect.Parameter) -> _Kind | None:
    """What an optional parameter without an annotation stands for: the like of its default, else what its name says."""
    by_default = _CLASSES.get(type(parameter.default).__name__)
    if by_default is not None or parameter.annotation is not parameter.empty:
        return by_default
    return _named(parameter.name) if _TELLING.fullmatch(parameter.name) else None


def _parameters(adapter: Callable[..., Any]) -> list[inspect.Parameter]:
    try:
        signature = _signature(adapter)
    except (TypeError, ValueError) as error:
        raise ContractError(
            f"the arguments of {name_of(adapter)} cannot be read", "adapter=lambda session: ..."
        ) from error
    return [p for p in signature.parameters.values() if p.kind not in VARIADIC]


def _signature(adapter: Callable[..., Any]) -> inspect.Signature:
    """With real annotations where they can be evaluated, else with their text (names under TYPE_CHECKING)."""
    try:
        return inspect.signature(adapter, eval_str=True)
    except (NameError, AttributeError, SyntaxError, TypeError):
        return inspect.signature(adapter)


def _annotated(annotation: object) -> _Kind | None:
    """What an annotation asks for: a class, a generic, a union, or text."""
    if annotation is inspect.Parameter.empty:
        return None
    if isinstance(annotation, str):
        return _written(annotation)
    origin = get_origin(annotation) or annotation
    if origin is collections.abc.Callable:
        return _Kind(Resource.FACTORY)
    if origin in _TRANSPARENT:
        return _first(_annotated(argument) for argument in get_args(annotation))
    return _of_class(origin) if isinstance(origin, type) else None


def _of_class(cls: type[Any]) -> _Kind | None:
    """What a class asks for; a session class of the user's own (SQLModel's, say) is asked for itself."""
    for base in cls.__mro__:
        kind = _CLASSES.get(base.__name__)
        if kind and base.__module__.partition(".")[0] == "sqlalchemy":
            own = cls is not base and kind.resource is Resource.SESSION
            return _Kind(kind.resource, kind.asynchronous, cls) if own else kind
    return None


def _written(text: str) -> _Kind | None:
    """What the text of an annotation asks for."""
    word = next((word for word in _WORDS if re.search(rf"\b{word}\b", text)), None)
    return _CLASSES.get(word, _Kind(Resource.FACTORY)) if word else None


def _named(name: str) -> _Kind:
    return _Kind(next((resource for pattern, resource in _NAMES if pattern.search(name)), Resource.SESSION))


def _first(kinds: Iterable[_Kind | None]) -> _Kind | None:
    return next((kind for kind in kinds if kind), None)
