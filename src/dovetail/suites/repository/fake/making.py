"""Makes the class of a fake from a port and what its contract says of it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from functools import cache
from types import FunctionType, new_class
from typing import Any, get_origin

from dovetail.errors import ContractError
from dovetail.hints import element, optional, resolve
from dovetail.introspection.functions import attributes_of_self
from dovetail.introspection.signatures import VARIADIC
from dovetail.policies import Answer, Failed, Raised
from dovetail.port import FunctionKind, Operation, result_arguments
from dovetail.port.operation import operation as read_operation
from dovetail.suites.calls.closing import close_result
from dovetail.suites.calls.operation_call import returned
from dovetail.suites.calls.speaking import of_its_kind
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.fake.behaviours import Behaviour, behaviours, refuse
from dovetail.suites.repository.fake.members import able, functions, left_open
from dovetail.suites.repository.fake.operations import Operations


@cache
def fake_class(contract: Any) -> type:
    """The class of a contract's fakes, each of which holds the aggregates that it is given.

    Raises:
        ContractError: the contract cannot be bound.
    """
    binding: Binding = contract.bind()
    port, known = binding.port.type, behaviours(binding)
    holes, constructor = left_open(port, known), inspect.getattr_static(port, "__init__")

    def __init__(self: Any, *held: Any) -> None:  # noqa: N807 - becomes a method
        self._fake = Operations(binding, contract.__name__)
        for each in held:
            self._fake.memory.put(each)
        if holes and _takes_nothing(constructor):
            constructor(self)

    def __repr__(self: Any) -> str:  # noqa: N807 - likewise
        held = len(self._fake.memory)
        return f"<{contract.__name__}.fake(): {held} {binding.names[0 if held == 1 else 1]}>"

    body = {"__module__": contract.__module__, "__init__": __init__, "__repr__": __repr__}
    body |= dict(_members(binding, known, holes))
    return new_class(f"Fake{port.__name__}", (port,), {}, lambda namespace: namespace.update(body))


@dataclass(frozen=True)
class Unknown:
    """A member of which nothing is known: refuses to be called or read, and can be set on a fake."""

    binding: Binding
    name: str

    def __call__(self, *_: Any, **__: Any) -> Answer:
        return refuse(self.binding, self.name)

    def __get__(self, fake: Any, owner: type) -> Any:
        return self if fake is None else refuse(self.binding, self.name)


def _members(binding: Binding, known: dict[str, Behaviour], holes: list[str]) -> Iterator[tuple[str, Any]]:
    """The members that a fake has in place of the port's own."""
    declared = functions(binding.port.type)
    for name in _replaced(binding, known, holes):
        function = declared.get(name)
        if function is None:
            yield name, Unknown(binding, name)
            continue
        operation = binding.port.operations.get(name)
        if operation is None:
            operation = read_operation(name, function, resolve(function), receiver=True)
        public = name.lstrip("_")
        behaviour = known.get(name)
        if behaviour is None and public in known:
            behaviour = known[public].under(binding.port.operations[public], operation)
        answers = Unknown(binding, name) if behaviour is None else _answers(behaviour, operation)
        yield name, spoken(operation, function, answers)


def _replaced(binding: Binding, known: dict[str, Behaviour], holes: list[str]) -> list[str]:
    """The names of what a fake must replace.

    A port's own method in terms of what is left open, such as a `require` that calls `get`, stays as it is; but not
    where it needs something private of which nothing is known, nor where nothing is left open: then the port is an
    implementation.
    """
    if not holes:
        return list(binding.port.operations)
    port = binding.port.type
    constructor = inspect.getattr_static(port, "__init__")
    there = {*dir(port), *(attributes_of_self(constructor) if _takes_nothing(constructor) else ())}
    there -= {name for name in holes if name.lstrip("_") not in known}
    declared = functions(port)
    unable = [name for name in known if name in declared and not able(name, declared, there)]
    return list(dict.fromkeys([*holes, *unable]))


def _answers(behaviour: Behaviour, operation: Any) -> Answers:
    return lambda self, *args, **kwargs: behaviour.answer(self._fake, operation, args, kwargs)


def _takes_nothing(constructor: Any) -> bool:
    """Whether a port has a constructor of its own that can be called without arguments."""
    if not inspect.isfunction(constructor) or constructor.__module__ == "typing":
        return False
    parameters = list(inspect.signature(constructor).parameters.values())[1:]
    return all(each.default is not each.empty or each.kind in VARIADIC for each in parameters)


Answers = Callable[..., Answer]


def spoken(operation: Operation, like: FunctionType, answers: Answers) -> Callable[..., Any]:
    """A method of the same kind (sync, async, generator) and signature as the port's own."""

    def answered(self: Any, *args: Any, **kwargs: Any) -> Any:
        return said(operation, answers(self, *args, **kwargs))

    method = functools.update_wrapper(of_its_kind(operation, answered), like)
    vars(method).pop("__isabstractmethod__", None)
    return method


def said(operation: Operation, answer: Answer) -> Any:
    """The answer in the operation's own terms: raised, in a Result, in the collection that it declares."""
    if isinstance(answer, Raised):
        raise answer.error
    if result_arguments(operation.returns) is not None:
        held = answer if isinstance(answer, Failed) else type(answer)(collected(answer.value, operation))
        return close_result(held, operation.returns, operation.name)
    if isinstance(answer, Failed):
        raise ContractError(
            f"{operation.name} answers with a failure, and is not annotated with a Result",
            "annotate it, e.g. -> Result[Order, OrderNotFound], or state raises(...) in place of fails(...)",
        )
    return collected(answer.value, operation)


def collected(value: Any, operation: Operation) -> Any:
    """A list of aggregates in the collection that the operation declares; anything else as it is."""
    hint, _ = optional(returned(operation))
    if not isinstance(value, list) or operation.function_kind is FunctionKind.ASYNC_GENERATOR or element(hint) is None:
        return value
    cls = get_origin(hint)
    if issubclass(cls, Iterator):
        return (each for each in value)
    if issubclass(cls, AsyncIterable):
        return _stream(value)
    if not inspect.isabstract(cls):
        return cls(value)
    return set(value) if issubclass(cls, Set) else value


async def _stream(values: Iterable[Any]) -> AsyncIterator[Any]:
    for each in values:
        yield each
