"""`EventStoreContract`: what a user writes once per event store's port, and once per adapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from dovetail.policies import Policy
from dovetail.suites import structure
from dovetail.suites.calls.port_contract import HasPort, PortT_co, StoreContract
from dovetail.suites.event_store import clauses
from dovetail.suites.event_store.binding import Binding, bind
from dovetail.suites.event_store.fake.making import fake_class
from dovetail.suites.event_store.scenario import EventStoreScenario
from dovetail.suites.kernel.check import checks_in
from dovetail.suites.kernel.options import mapping, option, policy, sequence, strategy
from dovetail.suites.kernel.subject import bound


class EventStoreContract(StoreContract):
    """What every event store promises.

    Everything but `port` is read from annotations or learned from a few appends, and can be said outright.
    """

    events: Any = strategy(
        "a Hypothesis strategy of events as they are appended",
        otherwise="built from the type that append takes: each class of a union, hostile values mixed in",
        example="st.builds(MoneyPaid, ...)",
        draws="events that can be appended",
    )
    streams: Any = strategy(
        "a Hypothesis strategy of the names of streams",
        otherwise="of the type that load asks for; text is `order-1` and its neighbours (`order-10`, `ORDER-1`)",
        example="st.uuids()",
        draws="names of streams",
    )
    operations: Mapping[str, str | Callable[..., Any]] = mapping(
        "for `append load last version exists read_all by_type since delete save_snapshot load_snapshot subscribe "
        "receive acknowledge append_many`: the method's name, or a function `(adapter, *arguments)`",
        otherwise="read from the names of methods and parameters",
        example='{"load": "events_of"}',
    )
    expectations: Mapping[str, Any] = mapping(
        "what append is given to expect `any` version, `none` (no such stream) or `exists`",
        otherwise="members of an enumeration (`ANY`, `NO_STREAM`); else what a default or None is found to mean",
        example='{"any": None, "none": -1}',
    )
    conflict: Policy | None = policy(
        "what an append is answered with that expects another version",
        otherwise="anything but success; in a race, what a late writer is told",
    )
    unknown: Policy | None = policy(
        "what reading a stream that does not exist is answered with",
        otherwise="recorded",
        of_key=True,
    )
    duplicate: Policy | None = policy(
        "what appending an event is answered with whose id is stored: `raises(...)`, `ignores()` where it has no "
        "effect, `appends()` where it is stored again",
        otherwise="recorded",
    )
    empty: Policy | None = policy(
        "how an append of no events is refused", otherwise="it succeeds; a refusal is recorded"
    )
    after_delete: Any = option(
        text='what an append to a deleted stream meets: `"anew"`, `"continued"` numbers, or a policy: `raises(...)`',
        otherwise="recorded",
    )
    failure: Policy | None = policy(
        "what any operation is answered with when the store fails",
        otherwise="anything but no events, an unknown stream or a conflict",
    )
    first: int | None = option(text="the number of a stream's first event", otherwise="learned from one append")
    place: Callable[[Any, Any, int], Any] | None = option(
        text="of an event that says itself where it belongs: a function `(event, stream, number)` that gives it so",
        otherwise="its attributes of such names: `originator_id`, `aggregate_id`, `version`",
        called_with="an event, a stream and a number",
    )
    recorded: Any = option(
        text="of what load gives for an event, the part that was appended: an attribute, a dotted path or a function",
        otherwise="the part of the same class; else what has the same attributes",
        called_with="what load gives for an event",
    )
    number: Any = option(
        text="of what load gives for an event, its number in its stream: an attribute or a function",
        otherwise="an int attribute `version`, `stream_version`, `sequence` and the like",
        called_with="what load gives for an event",
    )
    position: Any = option(
        text="of what a read of all streams gives for an event, its position: an attribute or a function",
        otherwise="an int attribute `position`, `global_position` and the like",
        called_with="what is read for an event",
    )
    type_of: Callable[[Any], Any] | None = option(
        text="a function that gives an event's type as reads by type ask for it",
        otherwise="its attribute `type` or `event_type`, else its class or the name of that",
        called_with="an event",
    )
    generated: Sequence[str] = sequence(
        "attributes of an event that the store fills in",
        otherwise="a number, a position or a time that is None when it is appended",
        example='["recorded_at"]',
    )
    concurrent: bool = option(
        text="whether one adapter may be used by many threads or tasks at once, so that they race over it",
        otherwise="only the connections of a store race",
        default=False,
    )
    unserialisable: Any = option(
        text="an event that cannot be serialised, or a function that gives one",
        otherwise="a drawn one that has a lock in one of its fields",
    )
    snapshots: Any = strategy(
        "a Hypothesis strategy of snapshots",
        otherwise="built from the type that is saved; of dictionaries, small ones",
        example="st.builds(AccountState)",
        draws="snapshots",
    )
    unknown_types: Mapping[str, Callable[[Any, Any], Any]] = mapping(
        "by the name of a type that nobody knows, a function `(adapter, stream)` that stores an event of it",
        otherwise="EVT-30 does not apply",
        example='{"Forgotten": put_forgotten}',
    )
    old_events: Mapping[str, tuple[Callable[[Any, Any], Any], Any]] = mapping(
        "by a name, a function `(adapter, stream)` that stores an event of an old version, and what is then loaded: an "
        "event, or a policy where no step leads to the present",
        otherwise="EVT-30 does not apply",
        example='{"MoneyPaid v1": (put_v1, MoneyPaid(100, "EUR"))}',
    )
    compare: Mapping[str, Any] = mapping(
        "by path, what a comparison of events lets pass, each with its reason",
        otherwise="nothing: exact, by structure, types included",
        example='{"occurred_at": same_instant("the column has no zone")}',
    )

    checks = checks_in(clauses, structure)
    words = EventStoreScenario

    @classmethod
    def bind(cls) -> Binding:
        return bind(cls.read_port(), cls)

    @classmethod
    def fake(cls: type[HasPort[PortT_co]]) -> PortT_co:
        """Make a working in-memory implementation of the port, over a store of its own.

        It answers as the port's annotations and the contract's policies say, and holds every clause itself.

        Raises:
            ContractError: the contract cannot be bound to its port, or the port answers with a Result.
        """
        return cast("PortT_co", fake_class(bound(cls))())

    @classmethod
    def shared(cls, binding: Binding) -> Any:
        """Events, of which every clause draws."""
        return binding.events
