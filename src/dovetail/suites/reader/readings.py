"""The operations of a reader's port: what each gives, of which part, and by what it picks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from dovetail.conventions import words
from dovetail.hints import element, optional
from dovetail.naming import snake
from dovetail.port import MISSING, Operation, Parameter, Port
from dovetail.suites.calls.attributes import attribute_for, attributes
from dovetail.suites.calls.operation_call import OperationCall, default_page, operation_call, returned, window_role
from dovetail.suites.calls.pages import Page, read_page


class Key(Protocol):
    """What is asked of the key of an aggregate, as the command side's contract knows it."""

    @property
    def hint(self) -> Any:
        """Its type."""

    @property
    def attribute(self) -> str | None:
        """The attribute that holds it, where one does."""


class Gives(Enum):
    """What a reading gives."""

    ONE = "the view of one aggregate"
    MANY = "views"
    TOTAL = "how many there are"


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter by which a reading picks.

    Attributes:
        role: the parameter's name.
        path: the attribute of the aggregate that it is about.
        required: whether every call gives it.
        text: whether it is a text, which may be looked for inside of the attribute.
    """

    role: str
    path: str
    required: bool
    text: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One operation of the reader.

    Attributes:
        name: the port's name for it.
        call: how it is called; its roles are `key`, the windows' (`limit`, `offset`, `page`) and the parameters' names.
        gives: what it gives.
        page: where its answer holds the views; None where it is the list itself.
        filters: by what it picks; of one that gives one view, what it takes beside the key, such as an owner.
        search: the parameter that takes a text to look for, or empty.
        windows: the windows' roles that it has.
        first_page: the number of the first page where the default says it.
        predicate: which aggregates it gives, where the contract says it: called with an aggregate and the arguments.
        arguments: the parameters that the predicate is called with, each with its type.
        everything: whether it gives all that there is, where no filter is given.
    """

    name: str
    call: OperationCall
    gives: Gives
    page: Page | None = None
    filters: tuple[Filter, ...] = ()
    search: str = ""
    windows: frozenset[str] = frozenset()
    first_page: int | None = None
    predicate: Callable[..., bool] | None = None
    arguments: tuple[Parameter, ...] = ()
    everything: bool = False

    @property
    def limited(self) -> bool:
        """Whether a call may say how many views it wants."""
        return "limit" in self.windows

    @property
    def pace(self) -> str | None:
        """The role that leads to the next part; None where there is none."""
        return next((role for role in ("offset", "page") if role in self.windows), None)


def read_readings(
    port: Port, aggregate: type, key: Key, predicates: Mapping[str, Callable[..., bool]]
) -> tuple[dict[str, Reading], tuple[str, ...]]:
    """The readings of a port by name, and the names of the operations that cannot be read."""
    found = {
        name: reading
        for name, operation in port.operations.items()
        if (reading := _reading(operation, aggregate, key, predicates.get(name))) is not None
    }
    return found, tuple(name for name in port.operations if name not in found)


def _reading(operation: Operation, aggregate: type, key: Key, predicate: Callable[..., bool] | None) -> Reading | None:
    given = optional(returned(operation))[0]
    page = _page(given)
    if given is int:
        gives = Gives.TOTAL
    elif page is not None or element(given) is not None:
        gives = Gives.MANY
    else:
        gives = Gives.ONE
    windows = {} if gives is not Gives.MANY else _windows(operation)
    others = [each for each in operation.parameters if each.name not in windows]
    if gives is Gives.ONE:
        return _by_key(operation, others, aggregate, key)
    roles = dict(windows)
    filters = () if predicate is not None else tuple(_filters(others, aggregate))
    search = "" if predicate is not None else _search(others, aggregate)
    arguments = () if predicate is None else tuple(others)
    roles |= {each.name: each.name for each in arguments} | {each.role: each.role for each in filters}
    roles |= {search: search} if search else {}
    if any(each.name not in roles for each in operation.required):
        return None
    return Reading(
        operation.name,
        operation_call(operation, roles),
        gives,
        page,
        filters,
        search,
        frozenset(windows.values()),
        default_page(operation, windows),
        predicate,
        arguments,
        _gives_everything(operation.name, aggregate, searched=bool(search)),
    )


def _by_key(operation: Operation, parameters: list[Parameter], aggregate: type, key: Key) -> Reading | None:
    required = [each for each in parameters if each.required]
    keys = [each for each in required if _is_key(each, aggregate, key)]
    if len(keys) != 1:
        return None
    scopes = tuple(_filters([each for each in required if each is not keys[0]], aggregate))
    if len(scopes) != len(required) - 1:
        return None
    roles = {keys[0].name: "key"} | {each.role: each.role for each in scopes}
    return Reading(operation.name, operation_call(operation, roles), Gives.ONE, filters=scopes)


def _is_key(parameter: Parameter, aggregate: type, key: Key) -> bool:
    """Whether a parameter takes a key: by its type where both are known and telling, else by its name."""
    wanted = optional(parameter.hint)[0]
    if wanted is not MISSING and wanted == key.hint and wanted not in (str, int):
        return True
    noun = snake(aggregate.__name__)
    own = {key.attribute, f"{noun}_{key.attribute}"} if key.attribute else set()
    return parameter.name in {"id", "key", "pk", f"{noun}_id", f"{noun}_key", *own}


def _windows(operation: Operation) -> dict[str, str]:
    found = {each.name: role for each in operation.parameters if (role := window_role(each)) is not None}
    return found if len(set(found.values())) == len(found) else {}


def _filters(parameters: list[Parameter], aggregate: type) -> Iterator[Filter]:
    for each in parameters:
        if each.name in words("readers.search"):
            continue
        wanted = optional(each.hint)[0]
        path = attribute_for(each.name, wanted, attributes(aggregate), aggregate)
        if path is not None and element(wanted) is None:
            yield Filter(each.name, path, each.required, wanted in (str, MISSING))


def _search(parameters: list[Parameter], aggregate: type) -> str:
    """The parameter that takes a text to look for, where no attribute is called so."""
    texts = (each for each in parameters if optional(each.hint)[0] in (str, MISSING))
    known = attributes(aggregate)
    return next((each.name for each in texts if each.name in words("readers.search") and each.name not in known), "")


def _gives_everything(name: str, aggregate: type, *, searched: bool) -> bool:
    """Whether an operation of that name gives all that there is; one that searches, where nothing is looked for."""
    nouns = {*snake(aggregate.__name__).split("_"), *f"{snake(aggregate.__name__)}s".split("_")}
    said = set(name.strip("_").split("_"))
    return searched or said <= words("readers.all") | words("readers.counting") | words("readers.views") | nouns


def _page(hint: Any) -> Page | None:
    """How a page is read: a class with one list of views and perhaps a total, or a pair of the two."""
    return read_page(hint, lambda name, _: name.isdecimal() or name in words("pages.items"))
