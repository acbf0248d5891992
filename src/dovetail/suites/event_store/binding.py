"""What an event store contract knows of its port: the operations in its own words, the events, the policies."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Union, get_origin
from uuid import UUID

from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from dovetail.conventions import words
from dovetail.errors import ContractError
from dovetail.hints import bare, element, optional
from dovetail.policies import Policy
from dovetail.port import MISSING, Port
from dovetail.suites.calls.operation_call import OperationCall
from dovetail.suites.calls.port_contract import PortBinding
from dovetail.suites.event_store.inference.events import event_classes, event_hint, has
from dovetail.suites.event_store.inference.expectations import Expectations, expectations_of
from dovetail.suites.event_store.inference.operations import operations_of, roles
from dovetail.values import Tolerance
from dovetail.values.strategies import for_type
from dovetail.values.strategies.subclasses import concrete_classes

_SAMPLES = 20
_STATES = st.fixed_dictionaries({"balance": st.integers(0, 1000), "owner": st.text("abc", max_size=4)})


@dataclass(frozen=True)
class Binding(PortBinding):
    """A port in the event store contract's own words.

    Attributes:
        operations: how the contract calls each operation that the port offers, by the contract's word for it.
        event: the declared type of the events that an append takes.
        expectations: the values that say "any version", "no stream" and "the stream exists".
        conflict: the policy for an expectation that is not met; likewise the others.
    """

    operations: Mapping[str, OperationCall]
    event: Any
    expectations: Expectations
    conflict: Policy | None
    unknown: Policy | None
    duplicate: Policy | None
    failure: Policy | None

    def offers(self, word: str, *roles_: str) -> bool:
        """Whether the port has an operation, and it can be given all of that."""
        return word in self.operations and set(roles_) <= roles(self.operations[word])

    @property
    def append(self) -> OperationCall:
        return self.operations["append"]

    @property
    def placed(self) -> bool:
        """Whether an event says itself to which stream it belongs, and as which of its events."""
        return not self.offers("append", "stream")

    @property
    def follows(self) -> bool:
        """Whether events are read across streams, so that they may have a position there."""
        return any(self.offers(word) for word in ("read_all", "receive", "subscribe"))

    @property
    def batches(self) -> bool:
        """Whether one append takes several events."""
        return self.offers("append", "events")

    @property
    def expects(self) -> bool:
        """Whether an append says which version it expects."""
        return self.offers("append", "expected")

    @cached_property
    def events(self) -> SearchStrategy[Any]:
        """The strategy of events to append: as stated, else built from the type that an append takes."""
        if self.contract.events is not None:
            return self.contract.events  # type: ignore[no-any-return]
        if self.event is MISSING:
            raise ContractError(
                f"nothing says what {self.port.name}.{self.append.name} takes",
                f"annotate it, or write in {self.contract.__name__}: events = st.builds(MoneyPaid, ...)",
            )
        drawn = for_type(self._happening)
        handed_out = self._handed_out
        return drawn.filter(lambda event: type(event) not in handed_out) if handed_out else drawn

    @cached_property
    def _handed_out(self) -> frozenset[type]:
        """Classes derived from an event's that only what is read belongs to, such as an event with its position."""
        read = [element(optional(each.returns)[0]) for each in self.operations.values()]
        found = {cls for hint in read if hint is not None for cls in event_classes(hint)}
        return frozenset(
            cls for cls in found if cls not in self.classes and any(issubclass(cls, each) for each in self.classes)
        )

    @property
    def _happening(self) -> Any:
        """The declared type of events; of one base class of several, those: they happen, and it does not."""
        if self.classes != (self.event,):
            return self.event
        derived = [each for each in concrete_classes(self.event) if each not in self._handed_out | {self.event}]
        return Union[tuple(derived)] if derived else self.event  # noqa: UP007 - built from values

    @cached_property
    def classes(self) -> tuple[type, ...]:
        """The classes of the events, as far as they are declared."""
        return event_classes(self.event)

    @cached_property
    def kinds(self) -> frozenset[type]:
        """The classes that an event may be of, those included that are derived from a declared one."""
        return frozenset({kind for cls in self.classes for kind in (cls, *concrete_classes(cls))}) - self._handed_out

    @cached_property
    def streams(self) -> SearchStrategy[Any]:
        """The strategy of names of streams: as stated, else of the type that a load asks for."""
        if self.contract.streams is not None:
            return self.contract.streams  # type: ignore[no-any-return]
        hint = self.stream_hint
        if hint in (str, MISSING):
            return st.integers(100, 999).map(lambda number: f"order-{number}")
        return st.uuids() if hint is UUID else for_type(hint, extremes=False)

    @cached_property
    def snapshots(self) -> SearchStrategy[Any]:
        """The strategy of snapshots: as stated, else of the type that is saved."""
        if self.contract.snapshots is not None:
            return self.contract.snapshots  # type: ignore[no-any-return]
        asked = self.operations["save_snapshot"].parameter("snapshot")
        if asked is None or asked.hint in (MISSING, bytes, object):
            return st.binary(max_size=20) if asked is not None and asked.hint is bytes else _STATES
        return _STATES if get_origin(asked.hint) is not None or asked.hint is dict else for_type(asked.hint)

    @cached_property
    def stream_hint(self) -> Any:
        """The declared type of a stream's name."""
        asked = self.operations["load"].parameter("stream")
        return MISSING if asked is None else bare(asked.hint)

    @property
    def invents_names(self) -> bool:
        """Whether any text may be the name of a stream, so that neighbours of one can be made up."""
        return self.contract.streams is None and self.stream_hint in (str, MISSING)

    @cached_property
    def tolerances(self) -> Mapping[str, Tolerance]:
        """By path, what a comparison of events lets pass."""
        return dict(self.contract.compare)

    @cached_property
    def samples(self) -> tuple[tuple[Any, Any], ...]:
        """A few events and names of streams, by which an adapter's customs are learned before any scenario.

        None where none can be drawn: then the first clause that draws says why.
        """
        drawn: list[Any] = []

        @settings(
            max_examples=_SAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )
        @given(self.events, self.streams)
        def draws(event: Any, stream: Any) -> None:
            drawn.append(copy.deepcopy((event, stream)))

        try:
            draws()
        except Exception:  # noqa: BLE001 - the first clause that draws tells it, with the remedy
            return ()
        return tuple(drawn)

    @cached_property
    def has_ids(self) -> bool:
        """Whether the events that are appended have an `id` of their own, so that a loaded one's is no position."""
        return any(has(event, "id") for event, _ in self.samples)


def bind(port: Port, contract: Any) -> Binding:
    """Read a port as an event store contract does.

    Raises:
        ContractError: something is missing or cannot be inferred.
    """
    found = operations_of(port, contract.operations, contract.__name__)
    _refuse_without_effect(contract, found)
    return Binding(
        port,
        contract,
        found,
        event_hint(found["append"]),
        expectations_of(found["append"].parameter("expected"), contract),
        conflict=contract.conflict,
        unknown=contract.unknown,
        duplicate=contract.duplicate,
        failure=contract.failure,
    )


def reader(option: Any) -> Callable[[Any], Any]:
    """What an option reads, that is a dotted path or a function."""
    if callable(option):
        return option  # type: ignore[no-any-return]

    def walk(value: Any) -> Any:
        for name in str(option).split("."):
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return value

    return walk


def _refuse_without_effect(contract: Any, found: Mapping[str, OperationCall]) -> None:
    """Refuse what is stated of something that the port does not have: it would never be held."""
    if contract.expectations and not any(role == "expected" for _, role in found["append"].roles):
        raise ContractError(
            f"expectations of {contract.__name__} has no effect: {found['append'].name} takes no expected version",
            "remove it, or name the parameter one of " + ", ".join(sorted(words("event_store.parameters.expected"))),
        )
    for name, word in (("after_delete", "delete"),):
        if getattr(contract, name) is not None and word not in found:
            raise ContractError(
                f"{name} of {contract.__name__} has no effect: the port has no {word}",
                f'remove it, or write operations = {{"{word}": ...}}',
            )
