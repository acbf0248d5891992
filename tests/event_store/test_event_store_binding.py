"""What an event store's contract reads of a port, and what it learns of an adapter."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NewType, Protocol

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st

from correct.event_store import accounts, carts, journals, recordings, tickets
from dovetail import ContractError, EventStoreContract, appends, raises, returns, verify
from dovetail.suites.kernel.outcome import Finding, Verdict

_QUICK = settings(max_examples=5, derandomize=True, database=None, phases=[Phase.generate])


def _finding(suite: type[EventStoreContract], clause: str) -> Finding:
    held = type(suite.__name__, (suite,), {"settings": _QUICK})
    found = verify(held).outcomes[clause].finding
    assert found is not None
    return found


def _told(suite: type[EventStoreContract], clause: str, **held: Any) -> tuple[Verdict, str]:
    checks = tuple(check for check in suite.checks if check.clause == clause)
    outcome = verify(type(suite.__name__, (suite,), {"settings": _QUICK, "checks": checks}), **held).outcomes[clause]
    return outcome.verdict, outcome.reason


@pytest.mark.parametrize(
    ("contract", "words"),
    [
        (accounts.contract, "append load last version read_all by_type delete save_snapshot load_snapshot subscribe"),
        (carts.contract, "append load read_all by_type delete"),
        (recordings.contract, "append load read_all"),
        (journals.contract, "append load version exists since receive acknowledge"),
        (tickets.contract, "append load"),
    ],
)
def test_operations_are_read_from_names_and_parameters(contract: Any, words: str) -> None:
    assert list(contract.bind().operations) == words.split()


def test_what_numbers_mean_is_learned_and_told() -> None:
    """Counted from 1 with bounds included in one store, from 0 in the other."""
    verdict, said = _told(accounts.TestInMemoryAccountEvents, "EVT-18")
    assert verdict is Verdict.HELD
    assert "the first event is number 1, a stream of 2 events has version 2, a lower bound is included" in said

    verdict, said = _told(journals.TestMemoryJournals, "EVT-18")
    assert verdict is Verdict.HELD
    assert "the first event is number 0, a stream of 2 events has version 2, a lower bound is included" in said


class WithoutNul(accounts.InMemoryAccountEvents):
    """As on PostgreSQL: a text with a NUL is refused."""

    def append(self, stream: str, events: Sequence[accounts.NewEvent], expected_version: int | None = None) -> int:
        if any("\\x00" in repr(event) for event in events):
            raise ValueError("a NUL in a text")
        return super().append(stream, events, expected_version)


def test_what_a_store_does_not_take_is_not_what_it_learns_from() -> None:
    """A refused event would seem to be a refused expectation, and no read of all would ever be understood."""
    texts = st.sampled_from(["ann\0", "ann\0\0", "ann"])
    suite = _stating(
        adapter=WithoutNul, events=st.builds(accounts.NewEvent, st.uuids(), st.builds(accounts.Opened, texts))
    )

    assert "a lower bound is included" in _told(suite, "EVT-18")[1]


def _stating(**stated: Any) -> type[EventStoreContract]:
    """The suite of the account's events, with other policies."""
    return type("Stating", (accounts.TestInMemoryAccountEvents,), stated)


def test_what_is_not_stated_is_recorded() -> None:
    silent = _stating(unknown=None, duplicate=None, after_delete=None)

    assert _told(silent, "EVT-17")[1].startswith("it answers returns([])")
    assert _told(silent, "EVT-07")[1].startswith("it answers raises(DuplicateEvent)")
    assert _told(silent, "EVT-28")[1].startswith('it answers "anew"')


def test_a_policy_that_says_otherwise_is_a_finding() -> None:
    twice = _stating(duplicate=appends(), unknown=raises(KeyError))

    assert _told(twice, "EVT-07")[0] is Verdict.BROKEN
    assert _told(twice, "EVT-17")[0] is Verdict.BROKEN


class Bare(Protocol):
    def push(self, stream: str, facts: Sequence[str], expected: int) -> None: ...
    def slice_of(self, stream: str, first: int) -> list[str]: ...


class BareInMemory:
    def __init__(self) -> None:
        self._streams: dict[str, list[str]] = {}

    def push(self, stream: str, facts: Sequence[str], expected: int) -> None:
        if len(self._streams.get(stream, [])) != expected:
            raise ValueError(expected)
        self._streams[stream] = [*self._streams.get(stream, []), *facts]

    def slice_of(self, stream: str, first: int) -> list[str]:
        return copy.copy(self._streams.get(stream, [])[first:])


def test_operations_of_other_names_are_stated() -> None:
    """By their name, or by a function in the contract's own words."""

    class BareContract(EventStoreContract):
        port = Bare
        adapter = BareInMemory
        events = st.text("abc", max_size=5)
        unknown = returns([])
        operations = {"append": "push", "load": lambda adapter, stream, lower=0: adapter.slice_of(stream, lower)}

    for clause in ("EVT-01", "EVT-10", "EVT-18"):
        assert _told(BareContract, clause)[0] is Verdict.HELD


TeaId = NewType("TeaId", str)


@dataclass(frozen=True)
class TeaEvent:
    at: int


@dataclass(frozen=True)
class Brewed(TeaEvent):
    grams: int


@dataclass(frozen=True)
class Poured(TeaEvent):
    cups: int


@dataclass(frozen=True)
class Kept:
    number: int
    event: TeaEvent


class TeaEvents(Protocol):
    def append(self, tea_id: TeaId, events: Sequence[TeaEvent], expected_version: int) -> None: ...
    def load(self, tea_id: TeaId) -> list[Kept]: ...


class InMemoryTeaEvents:
    """Keeps what it has a name for, as a codec does; an outdated one is brought up to date."""

    def __init__(self) -> None:
        self.kept: dict[str, list[tuple[str, dict[str, int]]]] = {}

    def append(self, tea_id: TeaId, events: Sequence[TeaEvent], expected_version: int) -> None:
        known = self.kept.get(tea_id, [])
        if len(known) != expected_version:
            raise ValueError(expected_version)
        names = {Brewed: "brewed", Poured: "poured"}
        self.kept[tea_id] = [*known, *((names[type(each)], vars(each).copy()) for each in events)]

    def load(self, tea_id: TeaId) -> list[Kept]:
        classes: dict[str, Any] = {"brewed": Brewed, "poured": Poured}
        kept = self.kept.get(tea_id, [])
        return [Kept(number, classes[name](**fields)) for number, (name, fields) in enumerate(kept, 1)]


class Tea(EventStoreContract):
    port = TeaEvents
    adapter = InMemoryTeaEvents
    unknown = returns([])


def test_of_a_base_class_what_is_derived_from_it_happens() -> None:
    """An adapter that has no name for the base class itself is left alone."""
    for clause in ("EVT-01", "EVT-03", "EVT-10"):
        assert _told(Tea, clause)[0] is Verdict.HELD


def test_a_name_of_a_stream_that_is_text_by_another_name_has_neighbours() -> None:
    assert Tea.bind().invents_names


def _put_an_old_one(adapter: InMemoryTeaEvents, tea_id: TeaId) -> None:
    adapter.kept[tea_id] = [("poured", {"at": 1, "cups": 2})]


def _put_nothing(adapter: InMemoryTeaEvents, tea_id: TeaId) -> None:
    raise KeyError("poured")


def test_an_old_event_is_found_in_its_envelope_where_none_was_appended() -> None:
    """What is loaded stands beside its number there, as everywhere."""
    held = type("Held", (Tea,), {"old_events": {"poured": (_put_an_old_one, Poured(1, 2))}})
    assert _told(held, "EVT-30")[0] is Verdict.HELD

    other = type("Other", (Tea,), {"old_events": {"poured": (_put_an_old_one, Poured(1, 3))}})
    finding = _finding(other, "EVT-30")
    assert (finding.expected, finding.got) == (".cups == 3", "2")


def test_a_function_that_stores_no_old_event_is_named() -> None:
    failing = type("Failing", (Tea,), {"old_events": {"poured": (_put_nothing, Poured(1, 2))}})
    verdict, reason = _told(failing, "EVT-30")
    assert verdict is Verdict.BROKEN
    assert "old_events['poured'] of Failing stores no event: raises KeyError: 'poured'" in reason


class Unready(InMemoryTeaEvents):
    def append(self, tea_id: TeaId, events: Sequence[TeaEvent], expected_version: int) -> None:
        raise RuntimeError(f"{expected_version} expected")


def test_an_append_that_never_succeeds_is_told_with_the_version_that_it_was_given() -> None:
    class Never(Tea):
        adapter = Unready

    finding = _finding(Never, "EVT-01")
    assert "events 1 to 25 of 101 are appended" in finding.scenario[-1] or ".append(" in finding.scenario[-1]
    assert finding.got == "raises RuntimeError: 0 expected"


@pytest.mark.parametrize(
    ("stated", "cause"),
    [
        ({}, "no method of Bare is called like an event store's append"),
        ({"operations": {"append": "pull"}}, "names 'pull', and Bare has no such method"),
        ({"operations": {"apend": "push"}}, "names 'apend', which is none of an event store's"),
        (
            {"operations": {"append": "push", "load": "slice_of"}, "expectations": {"all": 1}},
            "expectations of Bound names 'all'",
        ),
        (
            {"operations": {"append": "push", "load": "slice_of"}, "after_delete": "anew"},
            "after_delete of Bound has no effect",
        ),
    ],
)
def test_what_cannot_be_bound_is_refused(stated: dict[str, Any], cause: str) -> None:
    bound = type("Bound", (EventStoreContract,), {"port": Bare, "adapter": BareInMemory, **stated})

    with pytest.raises(ContractError, match=cause):
        verify(bound)


class LooseEvents(Protocol):
    def append(self, stream: str, events: Sequence[Brewed], expected_version: int) -> None: ...
    def load(self, stream: str) -> list[Brewed]: ...
    def read_all(self, after: int = 0, limit: int = 100) -> list[tuple[int, str, Brewed]]: ...


class InMemoryLooseEvents:
    """Gives a position in a tuple, where nothing says that it is one."""

    def __init__(self) -> None:
        self._kept: list[tuple[int, str, Brewed]] = []

    def append(self, stream: str, events: Sequence[Brewed], expected_version: int) -> None:
        if len(self.load(stream)) != expected_version:
            raise ValueError(expected_version)
        self._kept += [(len(self._kept) + place, stream, event) for place, event in enumerate(events, 1)]

    def load(self, stream: str) -> list[Brewed]:
        return [event for _, name, event in self._kept if name == stream]

    def read_all(self, after: int = 0, limit: int = 100) -> list[tuple[int, str, Brewed]]:
        return [each for each in self._kept if each[0] > after][:limit]


def test_where_nothing_says_a_position_paging_is_not_tried_and_says_what_to_write() -> None:
    class Loose(EventStoreContract):
        port = LooseEvents
        adapter = InMemoryLooseEvents
        unknown = returns([])

    verdict, reason = _told(Loose, "EVT-21")
    assert verdict is Verdict.NOT_APPLICABLE
    assert "write position = ..." in reason

    stated = {"position": staticmethod(lambda item: item[0] if isinstance(item, tuple) else None)}
    assert _told(type("Stated", (Loose,), stated), "EVT-21")[0] is Verdict.HELD


@dataclass(frozen=True)
class Weighed:
    grams: int


class Scales(Protocol):
    def append(self, scale: str, events: Sequence[Weighed]) -> None: ...
    def load(self, scale: str) -> list[Weighed]: ...
    def read_all(self, after: int = 0, limit: int = 100) -> list[tuple[int, Weighed]]: ...


class MemoryScales:
    """Counts its positions from a thousand on."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, str, Weighed]] = []

    def append(self, scale: str, events: Sequence[Weighed]) -> None:
        self.kept += [(1000 + len(self.kept) + place, scale, event) for place, event in enumerate(events)]

    def load(self, scale: str) -> list[Weighed]:
        return [event for _, name, event in self.kept if name == scale]

    def read_all(self, after: int = 0, limit: int = 100) -> list[tuple[int, Weighed]]:
        return [(position, event) for position, _, event in self.kept if position > after][:limit]


class PagesByPosition(MemoryScales):
    """Takes a page for so many positions, whether they are there or not."""

    def read_all(self, after: int = 0, limit: int = 100) -> list[tuple[int, Weighed]]:
        return [(position, event) for position, _, event in self.kept if after < position <= after + limit]


def test_a_number_beside_an_event_of_all_streams_is_its_position() -> None:
    suite: Any = type("Suite", (EventStoreContract,), {"port": Scales, "adapter": MemoryScales})

    assert _told(suite, "EVT-25")[0] is Verdict.HELD
    assert _told(suite, "EVT-21")[0] is Verdict.HELD


def test_a_read_of_all_streams_that_gives_nothing_is_a_finding() -> None:
    suite: Any = type("Suite", (EventStoreContract,), {"port": Scales, "adapter": PagesByPosition})

    assert _finding(suite, "EVT-21").got == "none"
