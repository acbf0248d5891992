"""What each method of a port does, as far as its contract says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from dovetail.errors import ContractError
from dovetail.hints import resolve
from dovetail.policies import Answer
from dovetail.port import Operation
from dovetail.port.operation import operation as read_operation
from dovetail.suites.repository.binding import Binding
from dovetail.suites.repository.fake.customs import COLLECTION, customary
from dovetail.suites.repository.fake.given import Given, read_call
from dovetail.suites.repository.fake.members import functions
from dovetail.suites.repository.fake.operations import Operations
from dovetail.suites.repository.fake.probing import probed
from dovetail.suites.repository.inference.queries import answers_with_many

# Where one method serves several operations, the last of them says the most.
_WORDS = ("count", "all", "exists", "delete", "get", "update", "add", "save")


@dataclass(frozen=True)
class Behaviour:
    """What one operation does.

    Attributes:
        act: gives the answer, of the operations, the operation and what was given.
        roles: for each of its parameters of which it is known, what it stands for.
    """

    act: Callable[[Operations, Operation, Given], Answer]
    roles: Mapping[str, str]

    def answer(self, fake: Operations, operation: Operation, args: Any, kwargs: Any) -> Answer:
        return self.act(fake, operation, read_call(operation, self.roles, fake.binding.aggregate, args, kwargs))

    def under(self, public: Operation, private: Operation) -> Behaviour:
        """The same for a private operation that stands behind a public one, whose parameters may have other names."""
        pairs = zip(private.parameters, public.parameters, strict=False)
        roles = {mine.name: self.roles[theirs.name] for mine, theirs in pairs if theirs.name in self.roles}
        return replace(self, roles=roles)


def behaviours(binding: Binding) -> dict[str, Behaviour]:
    """The behaviour of each method of which something is known."""
    found: dict[str, Behaviour] = {}
    for name in _WORDS:
        call = binding.operations.get(name)
        if call is None:
            continue
        method, roles = probed(binding, call) if call.written else (call.name, _roles(call.roles))
        if method is not None:
            found[method] = Behaviour(getattr(Operations, name), roles)
    every = {**binding.queries, **binding.measures}
    queries = [each for name, each in every.items() if each.stated or name in binding.port.operations]
    for query in sorted(queries, key=lambda each: len(each.arguments)):  # the one that takes the most is the last
        found[query.operation.name] = Behaviour(partial(Operations.query, query=query), _roles(query.operation.roles))
    for name, effect in binding.effects.items():
        if effect.after is not None:
            found[name] = Behaviour(partial(Operations.effect, effect=effect), _roles(effect.operation.roles))
    for name, operation in {**binding.port.operations, **_dunders(binding.port.type)}.items():
        if name not in found and (custom := customary(binding, operation)) is not None:
            found[name] = Behaviour(*custom)
    return found


def _dunders(port: type) -> dict[str, Operation]:
    """The operations of Python's collections that a port declares."""
    declared = {name: each for name, each in functions(port).items() if name in COLLECTION}
    return {name: read_operation(name, each, resolve(each), receiver=True) for name, each in declared.items()}


def refuse(binding: Binding, name: str) -> Answer:
    """There is no answer from a method of which nothing is known.

    Raises:
        ContractError: always, with the line to write.
    """
    operation = binding.port.operations.get(name)
    remedy = f"give the fake one of its own: {binding.names[1]}.{name} = ..."
    if operation is not None and answers_with_many(operation, binding.aggregate) is not None:
        arguments = ", ".join([binding.names[0], *(each.name for each in operation.required)])
        remedy = f'write in the contract what it picks: queries = {{"{name}": lambda {arguments}: ...}}'
    raise ContractError(f"nothing says what {binding.port.name}.{name} does, so its fake cannot do it", remedy)


def _roles(roles: Any) -> dict[str, str]:
    return {parameter.name: role for parameter, role in roles}
