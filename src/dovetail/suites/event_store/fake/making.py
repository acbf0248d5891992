"""The class of a fake event store: the port's methods, over events in memory."""

from __future__ import annotations

import copy
import typing
from collections.abc import Callable, Mapping
from typing import Any, get_args, get_origin

from dovetail.conventions import words
from dovetail.errors import ContractError
from dovetail.hints import element, optional
from dovetail.policies import Makes
from dovetail.port import MISSING, Operation
from dovetail.records import constructor_of
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.speaking import given_by_role, of_its_kind, refusing
from dovetail.suites.event_store.binding import Binding
from dovetail.suites.event_store.fake.memory import Kept, Memory, empty
from dovetail.suites.event_store.inference.events import event_classes, has, read

_READS = {"load", "read_all", "since", "by_type", "last", "receive"}
_VOCABULARY = "event_store.attributes"
_BY_HAND = "write the fake by hand"


def fake_class(binding: Binding) -> type:
    """The class of the fake.

    Raises:
        ContractError: an operation is a function of the user's, or answers with a Result.
    """
    port, contract = binding.port, binding.contract.__name__
    namespace: dict[str, Any] = {
        "__init__": _init(binding),
        "__doc__": f"An in-memory {port.name}, made of {contract}.",
    }
    for word, call in binding.operations.items():
        if call.written or call.result:
            said = "a function of the contract's" if call.written else "answered with a Result"
            raise ContractError(
                f"{call.name} is {said}, and a fake of {port.name} is not made of that", "write it by hand"
            )
        namespace[call.name] = _method(word, call, port.operations[call.name])
    for name in port.operations:
        said = f"nothing says what {name} of the fake does"
        namespace.setdefault(name, refusing(said, "write it in a subclass of the fake"))
    bases = () if getattr(port.type, "_is_protocol", False) else (port.type,)
    return type(f"Fake{port.name}", bases, namespace)


def _init(binding: Binding) -> Callable[..., None]:
    def init(self: Any) -> None:
        self._memory = Memory(binding)

    return init


def _method(word: str, call: OperationCall, operation: Operation) -> Callable[..., Any]:
    """The method of an operation, of the kind that the port declares."""

    def answered(self: Any, *args: Any, **kwargs: Any) -> Any:
        return _answer(self._memory, word, call, given_by_role(operation, call, args, kwargs))

    return of_its_kind(operation, answered)


def _answer(memory: Memory, word: str, call: OperationCall, given: dict[str, Any]) -> Any:
    if word == "append":
        return _of_append(memory, call, memory.append(given), given.get("stream"))
    if word in _READS:
        return _of_read(memory, word, call, given)
    if word == "load_snapshot":
        known = copy.deepcopy(memory.snapshots.get(given["stream"]))
        return known if known is None or get_origin(optional(call.returns)[0]) is tuple else known[1]
    if word == "subscribe":
        return memory.handlers.append(_telling(memory, call, given["handler"]))
    return _ANSWERS[word](memory, given)


_ANSWERS: Mapping[str, Callable[[Memory, dict[str, Any]], Any]] = {
    "version": lambda memory, given: memory.version(given["stream"]),
    "exists": lambda memory, given: bool(memory.of(given["stream"])),
    "delete": lambda memory, given: memory.delete(given["stream"]),
    "save_snapshot": lambda memory, given: memory.save_snapshot(
        given["stream"], given.get("version"), given["snapshot"]
    ),
    "acknowledge": lambda memory, given: memory.acknowledge(given["subscriber"], given["position"]),
    "reached": lambda memory, given: memory.acknowledged.get(given["subscriber"]),
    "append_many": lambda memory, given: memory.append_many(given["streams"]),
}
"""What is answered by operations whose answer has no shape of the port's own."""


def _of_append(memory: Memory, call: OperationCall, new: list[Kept], stream: Any) -> Any:
    if call.returns is int:
        return memory.version(stream)
    if element(optional(call.returns)[0]) is int:
        return [each.position for each in new]
    return None


def _of_read(memory: Memory, word: str, call: OperationCall, given: dict[str, Any]) -> Any:
    found = memory.read(word, given)
    if "types" in given and given["types"] not in (None, ()):
        found = [each for each in found if _is_of_type(each.event, given["types"])]
    if word == "receive":
        found = [each for each in found if each.position > memory.acknowledged.get(given["subscriber"], 0)]
    hint = optional(call.returns)[0]
    if word == "last":
        return _handed_out(memory, found[-1], hint) if found else None
    unknown = memory.binding.unknown
    if not found and word == "load" and isinstance(unknown, Makes):
        return unknown.of(given["stream"])
    one = element(hint)
    if one is None and hint is not MISSING and get_origin(hint) is None and isinstance(hint, type):
        return _in_record(memory, hint, found, given.get("stream"))
    if not found and word == "load":
        return empty(unknown)
    shaped = [_handed_out(memory, each, MISSING if one is None else one) for each in found]
    return tuple(shaped) if get_origin(hint) is tuple else shaped


def _is_of_type(event: Any, asked: Any) -> bool:
    wanted = list(asked) if isinstance(asked, (list, tuple, set, frozenset)) else [asked]
    inner = [event, *(read(event, name) for name in words(f"{_VOCABULARY}.event") if has(event, name))]
    named = [read(event, name) for name in words(f"{_VOCABULARY}.type") if has(event, name)]
    return any(each in wanted for each in (*map(type, inner), *(type(its).__name__ for its in inner), *named))


def _telling(memory: Memory, call: OperationCall, handler: Any) -> Callable[[Kept], None]:
    asked = call.parameter("handler")
    arguments = get_args(asked.hint) if asked is not None else ()
    hint = arguments[0][0] if arguments and isinstance(arguments[0], list) and arguments[0] else MISSING
    return lambda each: handler(_handed_out(memory, each, hint))


def _in_record(memory: Memory, cls: Any, found: list[Kept], stream: Any) -> Any:
    """An object that has the events and the version of their stream."""
    hints = typing.get_type_hints(cls)
    given: dict[str, Any] = {}
    for each in _constructor(cls).parameters:
        if each.name in words(f"{_VOCABULARY}.events"):
            shaped = [_handed_out(memory, kept, element(hints[each.name]) or MISSING) for kept in found]
            given[each.name] = tuple(shaped) if get_origin(hints[each.name]) is tuple else shaped
        elif each.name in words(f"{_VOCABULARY}.version"):
            given[each.name] = memory.version(stream)
        elif each.required:
            raise ContractError(f"nothing says what {each.name} of {cls.__name__} is in a fake", _BY_HAND)
    return cls(**given)


def _handed_out(memory: Memory, kept: Kept, hint: Any) -> Any:
    """An event as the port hands it out: itself, beside its number, or in an object that has more of it."""
    event = copy.deepcopy(kept.event)
    if get_origin(hint) is tuple:
        return tuple(kept.number if each is int else event for each in get_args(hint))
    classes = event_classes(hint)
    if hint is MISSING or hint is Any or isinstance(event, classes) or not classes:
        return event
    given: dict[str, Any] = {}
    for each in _constructor(classes[0]).parameters:
        found, value = _part(memory, kept, event, each.name)
        if found:
            given[each.name] = value
        elif each.required:
            raise ContractError(f"nothing says what {each.name} of {classes[0].__name__} is in a fake", _BY_HAND)
    return classes[0](**given)


def _part(memory: Memory, kept: Kept, event: Any, name: str) -> tuple[bool, Any]:
    """What stands under a name of what is handed out."""
    if has(event, name) and not isinstance(event, dict):
        return True, read(event, name)
    for kind, value in (
        ("number", kept.number),
        ("position", kept.position),
        ("stream", kept.stream),
        ("filled", kept.at),
        ("time", kept.at),
        ("event", event),
    ):
        if name in words(f"{_VOCABULARY}.{kind}"):
            return True, value
    if name == "id" and memory.binding.follows:
        return True, kept.position
    return False, None


def _constructor(cls: Any) -> Any:
    found = constructor_of(cls)
    if found is None:
        raise ContractError(f"{cls.__name__} says nothing of what it is made of", _BY_HAND)
    return found
