"""Benchmarks of repositories: bound as suites are, and measured side by side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("every_plugin")

ADAPTERS = """
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

import pytest
from dovetail import RepositoryBenchmark, RepositoryContract
from dovetail.stores import MemoryStore


@dataclass
class Buoy:
    id: int
    light: str


class Buoys(Protocol):
    def save(self, buoy: Buoy) -> None: ...
    def get(self, id: int) -> Buoy | None: ...
    def find_by_light(self, light: str) -> list[Buoy]: ...


class InMemory:
    def __init__(self):
        self.held = {}

    def save(self, buoy):
        self.held[buoy.id] = buoy

    def get(self, id):
        return self.held.get(id)

    def find_by_light(self, light):
        return [each for each in self.held.values() if each.light == light]


class Refusing(InMemory):
    def save(self, buoy):
        raise RuntimeError("the harbour is full")


class BuoysContract(RepositoryContract):
    port = Buoys


class BuoysBenchmark(RepositoryBenchmark):
    contract = BuoysContract
    sizes = (3,)
    rounds = 2
"""


def run(pytester: pytest.Pytester, suites: str, *arguments: str) -> pytest.RunResult:
    pytester.makepyfile(test_cost=f"{ADAPTERS}\n\n{suites}")
    return pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:xdist", *arguments)


def measured(path: Path) -> dict[str, dict[str, Any]]:
    """What was measured, by group and name."""
    groups: dict[str, dict[str, Any]] = {}
    for each in json.loads((path / "cost.json").read_text(encoding="utf-8"))["benchmarks"]:
        groups.setdefault(each["group"], {})[each["name"]] = each
    return groups


@pytest.mark.filterwarnings(
    "ignore:unclosed file:ResourceWarning"
)  # pytest-benchmark 5.0 leaves its report to the collector
def test_the_adapters_of_a_port_stand_side_by_side(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group for each operation and size, with a row for each adapter: one made, a fake, and one over each store."""
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)  # in which pytest-benchmark measures nothing
    result = run(
        pytester,
        """
class TestPlain(BuoysBenchmark):
    adapter = InMemory


class TestFake(BuoysBenchmark):
    adapter = BuoysContract.fake


class TestStored(BuoysBenchmark):
    @pytest.fixture(params=["north", "south"])
    def store(self, request):
        store = MemoryStore(InMemory)
        store.name = request.param
        return store
""",
        "--benchmark-json=cost.json",
    )
    result.assert_outcomes(passed=12, skipped=4)
    groups = measured(pytester.path)
    assert set(groups) == {f"Buoys.{each}, 3 stored" for each in ("save", "get", "find_by_light")}
    for rows in groups.values():
        assert set(rows) == {"InMemory", "fake", "InMemory (north)", "InMemory (south)"}
        assert {row["stats"]["rounds"] for row in rows.values()} == {2}
        assert {row["extra_info"]["port"] for row in rows.values()} == {"test_cost:Buoys"}


def test_a_query_is_asked_for_what_is_stored(pytester: pytest.Pytester) -> None:
    """It picks all of them, so that sizes can be compared."""
    result = run(
        pytester,
        """
class Counting(InMemory):
    def find_by_light(self, light):
        found = super().find_by_light(light)
        assert len(found) == 3
        return found


class TestCounting(BuoysBenchmark):
    store = staticmethod(lambda: MemoryStore(Counting))
""",
    )
    result.assert_outcomes(passed=3, skipped=1)


def test_what_cannot_be_stored_is_skipped_with_the_reason(pytester: pytest.Pytester) -> None:
    result = run(pytester, "class TestRefusing(BuoysBenchmark):\n    adapter = Refusing\n", "-rs")
    result.assert_outcomes(skipped=4)
    result.stdout.fnmatch_lines(["*of 6 aggregates, the store took 0; write aggregates = *"])


def test_a_failing_operation_fails(pytester: pytest.Pytester) -> None:
    """It is no time to compare with."""
    result = run(
        pytester,
        """
class Failing(InMemory):
    def get(self, id):
        raise RuntimeError("no signal")


class TestFailing(BuoysBenchmark):
    adapter = Failing
""",
        "-k",
        "get",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*get raises RuntimeError: no signal*"])


@pytest.mark.parametrize(
    ("suite", "arguments", "cause"),
    [
        ("class TestNone(RepositoryBenchmark):\n    adapter = InMemory\n", [], "TestNone has no contract"),
        ("class TestNone(BuoysBenchmark):\n    pass\n", [], "has neither an adapter nor a store"),
    ],
)
def test_what_is_misstated_is_told(pytester: pytest.Pytester, suite: str, arguments: list[str], cause: str) -> None:
    """With the line to write."""
    result = run(pytester, suite, *arguments)
    assert result.ret != 0
    assert cause in result.stdout.str()


def test_without_pytest_benchmark_it_says_what_to_install(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_cost=f"{ADAPTERS}\n\nclass TestPlain(BuoysBenchmark):\n    adapter = InMemory\n")
    result = pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:benchmark")
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*pip install pytest-benchmark*"])
