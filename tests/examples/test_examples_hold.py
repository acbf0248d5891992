"""Each example passes its own tests, as its reader would run them, in few examples; `make soak` runs them whole."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from apart import hypothesis_caches

EXAMPLES = Path(__file__).parents[2] / "examples"
USUAL = "--ignore-glob=tests/test_contracts*.py"  # the contracts find what has drifted, and the usual tests do not
# The longest first. Left to `make soak`: what starts a process, waits for a socket or takes a second in one clause, as
# the zoos do too; what runs whole suites once more (MIG-14); the same adapters on servers or async.
LEFT = (
    *("MIG_11", "MIG_14", "EVT_31", "REPO_33", "(TestCachedOrders and REPO_25)"),
    *("TestWeb", "TestHttpPayments", "TestBookDrop", "on_servers", "TestAsyncOrders", "Postgres"),
)
AS_THE_DRIFTED_SHOP = {"drifted-library", "drifted-ledger"}  # whose usual tests pass too; `make soak` runs them
# Of kinds that the shop has too; what the others are there for stays: a unit of work and a reader, a store of events.
IN_THE_LIBRARY = ("TestMigrations", "TestProduction", "TestForTests", "TestSqlBooks", "TestSqlMembers", "TestCached")
IN_THE_LEDGER = ("TestInMemoryAccounts", "TestSqlAccounts")


def glance(*left: str) -> tuple[str, ...]:
    return ("--hypothesis-profile=glance", "-k", "not " + " and not ".join([*LEFT, *left]))


CHOSEN = {
    "shop": glance(),
    "library": glance(*IN_THE_LIBRARY),
    "ledger": glance(*IN_THE_LEDGER),
    "imperative": glance(),
    "drifted": (USUAL,),
    "drifted-library": (USUAL,),
    "drifted-ledger": (USUAL,),
}


@pytest.mark.longest
@pytest.mark.usefixtures("frozen_heap")
@pytest.mark.parametrize(
    "example", [pytest.param(each, marks=pytest.mark.long if each in AS_THE_DRIFTED_SHOP else ()) for each in CHOSEN]
)
def test_an_example_passes_its_own_tests(example: str, request: pytest.FixtureRequest) -> None:
    """With the seeds of this run, in a process of its own."""
    folder = EXAMPLES / example
    if unmet := _unmet(folder):
        pytest.skip(f"{example} needs {unmet}")
    hypothesis_caches(folder)
    seeds = {name: request.config.getoption(name, None) for name in ("--hypothesis-seed", "--randomly-seed")}
    seeded = [f"{name}={seed}" for name, seed in seeds.items() if seed is not None]
    command = [sys.executable, "-m", "pytest", "-q", *seeded, *CHOSEN[example]]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def _unmet(folder: Path) -> str:
    """What the example says that it needs, and this environment does not have."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = map(Requirement, project["dependencies"])
    return ", ".join(str(each) for each in needed if not _is_met(each))


def _is_met(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(version(requirement.name), prereleases=True)
    except PackageNotFoundError:
        return False
