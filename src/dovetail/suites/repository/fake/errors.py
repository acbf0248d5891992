"""Makes the error that a policy names, its arguments filled from what the operation knows."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from dovetail import conventions
from dovetail.errors import ContractError
from dovetail.naming import snake
from dovetail.port import MISSING
from dovetail.suites.calls.attributes import attributes

_MESSAGES = {"message", "msg", "detail", "reason", "text", "description"}
_KINDS = {"entity", "entity_name", "entity_type", "aggregate", "resource", "model", "kind", "type", "cls", "name"}


class UnstatedError(LookupError):
    """Something happened of which the contract does not say how it is answered; the message has the line to write."""


@dataclass(frozen=True)
class Event:
    """What happened that a policy answers.

    Attributes:
        policy: the contract's attribute that states the answer, e.g. `missing`.
        message: what happened, in one sentence.
        aggregate: the aggregate's class.
        subject: what it happened to: a key, or the value of a unique field.
        names: parameter names under which errors take the subject.
        given: the aggregate at hand, whose attributes errors may take too.
        parts: of a key that has several, the parts.
        owner: whose aggregate was asked for, where the port asks for that.
    """

    policy: str
    message: str
    aggregate: type
    subject: Any
    names: frozenset[str] = frozenset()
    given: Any = None
    parts: tuple[Any, ...] = ()
    owner: tuple[Any, ...] = ()

    def make(self, wanted: Any) -> Any:
        """An error that a policy names: the value itself, or an instance of the class.

        Raises:
            ContractError: the class takes what nobody here knows.
        """
        if not isinstance(wanted, type):
            return wanted
        if issubclass(wanted, str):
            return wanted(self.message)
        if issubclass(wanted, Enum):
            raise ContractError(
                f"{self.policy} names {wanted.__name__}, and nothing says which of its members is meant",
                f"write the member: {self.policy} = fails({wanted.__name__}.{next(iter(wanted)).name})",
            )
        try:
            args, kwargs = self._arguments(wanted)
            return wanted(*args, **kwargs)
        except Exception as error:
            if issubclass(wanted, BaseException):
                return wanted.__new__(wanted, self.message)  # of the right class, without its own constructor
            raise ContractError(
                f"{self.policy} names {wanted.__name__}, which cannot be made from {self.subject!r}: {error}",
                f"write the very value: {self.policy} = fails({wanted.__name__}(...))",
            ) from error

    def of_type(self, hint: Any) -> Any:
        """An error of the type that a Result annotation gives its failures.

        Raises:
            ContractError: none can be made.
        """
        arms = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
        first = get_origin(arms[0]) or arms[0]
        if first in (Any, MISSING, object, Exception, BaseException):
            return LookupError(self.message)
        return None if first is type(None) else self.make(first)

    def _arguments(self, cls: type) -> tuple[list[Any], dict[str, Any]]:
        try:
            parameters = list(inspect.signature(cls).parameters.values())
        except ValueError:  # a builtin, such as KeyError
            return [self.subject], {}
        required = [each for each in parameters if each.default is each.empty and each.kind is not each.VAR_KEYWORD]
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        for parameter in required:
            if parameter.kind is parameter.VAR_POSITIONAL:
                args += [] if args or kwargs else [self.subject]
            elif parameter.kind is parameter.KEYWORD_ONLY:
                kwargs[parameter.name] = self._value(parameter.name, alone=len(required) == 1)
            else:
                args.append(self._value(parameter.name, alone=len(required) == 1))
        return args, kwargs

    def _value(self, name: str, *, alone: bool) -> Any:
        """What to give for a constructor's parameter.

        Raises:
            LookupError: nobody here knows.
        """
        if name in self.names:
            return self.subject
        if name in _MESSAGES:
            return self.message
        if alone:
            return self.subject
        if self.given is not None and name in attributes(self.aggregate):
            return getattr(self.given, name)
        if name in _KINDS:
            return self.aggregate.__name__
        if name.endswith(("id", "key")):
            return self.subject
        raise LookupError(f"it takes {name}")


def key_names(aggregate: type, attribute: str | None) -> frozenset[str]:
    """The names under which errors take a key."""
    usual = conventions.key_names(snake(aggregate.__name__))
    return frozenset((*usual, attribute) if attribute is not None else usual)
