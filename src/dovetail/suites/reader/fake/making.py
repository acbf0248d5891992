"""Makes a fake reader: the port's operations, over what the fake of the command side keeps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, get_origin

from dovetail.errors import ContractError
from dovetail.hints import element, optional
from dovetail.policies import Makes, Raises
from dovetail.port import Operation
from dovetail.suites.calls.attributes import reader
from dovetail.suites.calls.speaking import given_by_role, of_its_kind, refusing
from dovetail.suites.kernel.fakes import memory_of
from dovetail.suites.reader.beside import FakeSides
from dovetail.suites.reader.binding import ReaderBinding
from dovetail.suites.reader.fake.views import view_of
from dovetail.suites.reader.readings import Gives, Reading
from dovetail.suites.reader.scenario import same_key
from dovetail.values import identical, leaves, picture

_BY_HAND = "write this fake by hand"


def opened(binding: ReaderBinding) -> FakeSides:
    """A fake reader beside the fake of its command side.

    Raises:
        ContractError: an operation of the port is one that no fake has.
    """
    commands = binding.commands.fake()
    made: Any = fake_class
    return FakeSides(reader=made(binding.contract)(commands), **{binding.side: commands})


@cache
def fake_class(contract: Any) -> type:
    """The class of a contract's fake readers, made of the fake of the command side."""
    binding: ReaderBinding = contract.bind()
    port = binding.port

    def init(self: Any, commands: Any) -> None:
        self._fake_commands = commands

    body: dict[str, Any] = {"__module__": contract.__module__, "__init__": init}
    body["__doc__"] = f"An in-memory {port.name}, made of {contract.__name__}."
    for name, operation in port.operations.items():
        reading = binding.readings.get(name)
        unread = refusing(
            f"nothing says what {name} of the fake gives",
            f'write in the contract what it picks: queries = {{"{name}": lambda aggregate, ...: ...}}',
        )
        body[name] = of_its_kind(operation, unread if reading is None else _answers(binding, reading, operation))
    bases = () if getattr(port.type, "_is_protocol", False) else (port.type,)
    return type(f"Fake{port.name}", bases, body)


def _answers(binding: ReaderBinding, reading: Reading, operation: Operation) -> Callable[..., Any]:
    if reading.call.result:
        raise ContractError(f"{reading.name} answers with a Result, and a fake reader has none", _BY_HAND)

    def answers(self: Any, *args: Any, **kwargs: Any) -> Any:
        roles = given_by_role(operation, reading.call, args, kwargs)
        stored = list(memory_of(self._fake_commands))
        if reading.gives is Gives.ONE:
            own = [each for each in stored if _fits(reading, each, roles)]
            return _one(binding, reading, own, roles["key"])
        picked = [each for each in stored if _picks(reading, each, roles)]
        if reading.gives is Gives.TOTAL:
            return len(picked)
        return _many(binding, reading, picked, roles)

    return answers


def _one(binding: ReaderBinding, reading: Reading, stored: Sequence[Any], key: Any) -> Any:
    """The view of one aggregate; what the contract says where nothing is stored under that key."""
    read = binding.written.key.read
    found = [each for each in stored if same_key(key, read(each)) or same_key(read(each), key)]
    if found:
        return view_of(binding, reading.name, reading.call.returns, found[0])
    missing = binding.missing
    if isinstance(missing, Raises):
        raise missing.errors[0](key)
    if isinstance(missing, Makes):
        return missing.of(key)
    held = getattr(missing, "value", None)
    if missing is None and not optional(reading.call.returns)[1]:
        raise LookupError(
            f"nothing is stored under {key!r}, and nothing says how {reading.name} answers that; "
            "write missing = raises(...), or returns(None)"
        )
    return held


def _fits(reading: Reading, aggregate: Any, roles: dict[str, Any]) -> bool:
    """Whether an aggregate has what the filters ask for."""
    asked = [(each, roles[each.role]) for each in reading.filters if roles.get(each.role) is not None]
    return all(_is_at(aggregate, each.path, value) for each, value in asked)


def _picks(reading: Reading, aggregate: Any, roles: dict[str, Any]) -> bool:
    if reading.predicate is not None:
        return bool(reading.predicate(aggregate, *(roles[each.name] for each in reading.arguments)))
    if not (reading.everything or reading.filters):
        raise ContractError(
            f"nothing says which aggregates {reading.name} of the fake gives",
            f'write it in the contract: queries = {{"{reading.name}": lambda aggregate: ...}}',
        )
    if not _fits(reading, aggregate, roles):
        return False
    text = roles.get(reading.search) if reading.search else None
    return not text or any(text in leaf for _, leaf in leaves(picture(aggregate)) if isinstance(leaf, str))


def _is_at(aggregate: Any, path: str, value: Any) -> bool:
    try:
        return bool(identical(reader(path)(aggregate), value))
    except AttributeError:  # the path leads through None
        return False


def _many(binding: ReaderBinding, reading: Reading, picked: list[Any], roles: dict[str, Any]) -> Any:
    given = optional(reading.call.returns)[0]
    hint = element(given) if reading.page is None else reading.page.item
    views = [view_of(binding, reading.name, hint, each) for each in _part(reading, picked, roles)]
    if reading.page is None:
        return tuple(views) if get_origin(given) is tuple else views
    return reading.page.holding(views, len(picked))


def _part(reading: Reading, picked: list[Any], roles: dict[str, Any]) -> list[Any]:
    """The part that is asked for: nothing of a limit below one, and nothing before the beginning."""
    limit, start = roles.get("limit"), roles.get("offset") or 0
    if roles.get("page") is not None:
        first = 1 if reading.first_page is None else reading.first_page
        start = (roles["page"] - first) * (limit or 0)
    if start < 0:
        return []
    return picked[start:] if limit is None else picked[start : start + max(limit, 0)]
