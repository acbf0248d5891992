"""`RepositoryBenchmark`: what the operations of a port cost on each of its adapters, side by side."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, cycle, islice
from typing import Any, ClassVar, NoReturn

from dovetail.errors import ContractError
from dovetail.policies import Answer, Returned
from dovetail.suites.calls.prepared_call import PreparedCall
from dovetail.suites.kernel.options import is_fixture
from dovetail.suites.kernel.scenario import answer_text
from dovetail.suites.kernel.subject import bound
from dovetail.suites.kernel.suite import Suite
from dovetail.suites.repository.contract import RepositoryContract
from dovetail.suites.repository.crowds import as_asked_for, nth, numbers_of
from dovetail.suites.repository.examples.children import identities
from dovetail.suites.repository.query_arguments import picking
from dovetail.suites.repository.scenario import RepositoryScenario
from dovetail.values.copies import copied
from dovetail.values.strategies import ordinary

_DRAWN = 60  # aggregates, of which the others are numbered copies
_GIVEN = ("adapter", "store")


class RepositoryBenchmark:
    """What save, get, the list of all and each query take, among so many stored aggregates.

    One subclass states the contract, and one subclass of that each adapter, as suites do. pytest-benchmark measures;
    it groups the adapters of a port by operation and size, so that they stand side by side.

    Attributes:
        contract: the port's contract.
        adapter: a callable that gives an adapter over an empty store.
        store: a store, a callable that gives one, or a fixture.
        sizes: how many aggregates are stored.
        rounds: how often each operation is called.
    """

    contract: ClassVar[type[RepositoryContract] | None] = None
    adapter: Any = None
    store: Any = None
    sizes: ClassVar[Sequence[int]] = (10, 100, 1000)
    rounds: ClassVar[int] = 25

    def __init_subclass__(cls, **options: Any) -> None:
        """Let pytest know which fixture a benchmark needs, so that its parameters multiply the tests."""
        super().__init_subclass__(**options)
        for name in _GIVEN:
            if is_fixture(getattr(cls, name)):
                sys.modules["pytest"].mark.usefixtures(name)(cls)

    def pytest_generate_tests(self, metafunc: Any) -> None:
        """One test for each size, and for each query."""
        if not metafunc.config.pluginmanager.hasplugin("benchmark"):
            raise ContractError("RepositoryBenchmark needs pytest-benchmark", "pip install pytest-benchmark")
        if "size" in metafunc.fixturenames:
            metafunc.parametrize("size", self.sizes)
        if "query" in metafunc.fixturenames:
            metafunc.parametrize("query", [name for name, each in bound(self._contract()).queries.items() if each.many])

    def test_save(self, request: Any, benchmark: Any, size: int) -> None:
        """One more aggregate is saved; where the port has a delete, it is taken away again before the next one."""
        with self._opened(request, size) as (s, stored, others):
            added: list[Any] = []

            def ready() -> PreparedCall:
                if added and s.binding.offers("delete"):
                    s.delete(added.pop())
                added.append(next(others))
                s.prepare(added[-1])
                return s.adding(added[-1])

            self._measure(s, benchmark, s.binding.operation("add", "save").name, len(stored), ready)

    def test_get(self, request: Any, benchmark: Any, size: int) -> None:
        """Stored aggregates are asked for by their keys, one after the other."""
        with self._opened(request, size, "get") as (s, stored, _):
            turn, get = cycle(stored), s.binding.operation("get")
            self._measure(s, benchmark, get.name, size, lambda: s.prepared(get, key=s.key(next(turn))))

    def test_all(self, request: Any, benchmark: Any, size: int) -> None:
        """All of them are asked for."""
        with self._opened(request, size, "all") as (s, _, _others):
            listing = s.binding.operation("all")
            self._measure(s, benchmark, listing.name, size, lambda: s.prepared(listing))

    def test_query(self, request: Any, benchmark: Any, size: int, query: str) -> None:
        """A query is asked that picks as many of them as share what it asks for: all, where their class allows it."""
        with self._opened(request, size) as (s, stored, _):
            asked = s.binding.queries[query]
            arguments = picking(s, asked, stored[0])
            if arguments is None:
                _skip(f"no arguments came up with which {query} picks anything")
            given = {role: value for (role, _, _), value in zip(asked.arguments, arguments, strict=True)}
            self._measure(s, benchmark, query, size, lambda: s.prepared(asked.operation, **given))

    @classmethod
    def _contract(cls) -> type[RepositoryContract]:
        if cls.contract is None:
            raise ContractError(f"{cls.__name__} has no contract", "write whose adapters it measures: contract = ...")
        return cls.contract

    @contextmanager
    def _opened(
        self, request: Any, size: int, *needed: str
    ) -> Iterator[tuple[RepositoryScenario, list[Any], Iterator[Any]]]:
        """A scenario over a store with so many aggregates, those, and others that could be saved too."""
        given = {name: self._given(request, name) for name in _GIVEN}
        suite = Suite(self._contract(), key=request.node.nodeid, **given)
        for name in needed:
            if not suite.binding.offers(name):
                _skip(f"the port has no {name}")
        with suite.scenario(_DRAWN) as s, s.unrecorded(), s.untouched():
            others = _aggregates(s)
            stored = list(islice((each for each in islice(others, 2 * size) if _is_stored(s, each)), size))
            if len(stored) < size:
                _skip(f"of {2 * size} aggregates, the store took {len(stored)}; write aggregates = ... that it takes")
            yield s, stored, others

    def _given(self, request: Any, name: str) -> Any:
        held = getattr(type(self), name)
        return request.getfixturevalue(name) if is_fixture(held) else held

    def _measure(
        self, s: RepositoryScenario, benchmark: Any, operation: str, size: int, ready: Callable[[], PreparedCall]
    ) -> None:
        """Measure a call over a connection of its own each time, the commit that a unit of work makes included."""

        def opened() -> tuple[tuple[Any, ...], dict[str, Any]]:
            call = ready()
            _connect_anew(s)
            return (call, s.adapter), {}

        def called(call: PreparedCall, adapter: Any) -> Answer:
            answer = s.driver.call(call.on, adapter, _awaited=call.operation.awaited)
            return s.disconnect() if s.source.commits and isinstance(answer, Returned) else answer

        assert s.adapter is not None  # opened once, so that its name is known
        store = getattr(s.source.store, "name", None)
        benchmark.name = s.source.name if store is None else f"{s.source.name} ({store})"
        benchmark.group = f"{s.binding.port.name}.{operation}, {size} stored"
        benchmark.extra_info |= {
            "port": s.binding.port.path,
            "adapter": s.source.name,
            "operation": operation,
            "size": size,
        }
        answer = benchmark.pedantic(called, setup=opened, rounds=self.rounds, iterations=1)
        if not isinstance(answer, Returned):
            sys.modules["pytest"].fail(f"{operation} {answer_text(answer)}", pytrace=False)


def _aggregates(s: RepositoryScenario) -> Iterator[Any]:
    """Aggregates that differ in their keys, and not in what queries ask for; with children of their own, if any."""
    drawn = [s.draw(s.binding.aggregates) for _ in range(_DRAWN)]
    plain = [each for each in drawn if ordinary(each)] or drawn
    first = plain[0]
    s.owned_by(first)
    numbers = numbers_of(s, first)
    alike = numbers is not None and not s.binding.mapped and not any(any(identities(each)) for each in plain)
    endless = cycle(plain) if alike else chain(plain, iter(lambda: s.draw(s.binding.aggregates), None))
    for n, each in enumerate(endless):
        numbered = None if numbers is None else nth(each, numbers, n)
        yield as_asked_for(s, first, copied(each) if numbered is None else numbered)


def _is_stored(s: RepositoryScenario, aggregate: Any) -> bool:
    if isinstance(s.add(aggregate).answer, Returned):
        return True
    _connect_anew(s)  # what was refused may have left a session that answers nothing any more
    return False


def _connect_anew(s: RepositoryScenario) -> None:
    """Let the next call come from a client that knows nothing yet, where adapters are opened over one store."""
    if s.source.fresh:
        s.disconnect()


def _skip(reason: str) -> NoReturn:
    raise sys.modules["pytest"].skip.Exception(reason)
