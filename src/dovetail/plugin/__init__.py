"""The pytest plugin: runs the tests of contract classes, and ends with the matrix port x adapter.

Nothing heavy is imported before a contract class is collected: every pytest run in the environment loads this module.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from dovetail.plugin.reporting import Reporting
from dovetail.plugin.selecting import add_options, select
from dovetail.plugin.settings import add_settings, refuse_no_time, send_start

if TYPE_CHECKING:
    from dovetail.plugin.clause import Result

_LIVE = "DOVETAIL_LIVE"
"""The environment variable by which kinds of contract know that they may ask what is real."""

_LIVE_HELP = "hold what a sandbox can bear against the one that a contract states, too"

_RESULT: pytest.StashKey[Result] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("dovetail")
    group.addoption("--dovetail-json", metavar="PATH", help="write the outcome of every clause to PATH, as JSON")
    add_options(group)
    add_settings(parser, group)
    group.addoption("--dovetail-live", action="store_true", help=_LIVE_HELP)
    group.addoption(
        "--dovetail-strict", action="store_true", help="let a broken clause of level `should` fail the run too"
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(parser: pytest.Parser) -> Generator[None, None, None]:
    """Add `--live`, unless a conftest has an option of that name: it was there first."""
    yield
    with suppress(ValueError):
        parser.addoption("--live", action="store_true", dest="dovetail_live", help=_LIVE_HELP)


def pytest_configure(config: pytest.Config) -> None:
    """Gather what is found, where this is not a worker of pytest-xdist."""
    if config.getoption("dovetail_live"):
        live = pytest.MonkeyPatch()
        live.setenv(_LIVE, "1")
        config.add_cleanup(live.undo)
    if not hasattr(config, "workerinput"):
        refuse_no_time(config)
        config.pluginmanager.register(Reporting(config), "dovetail-reporting")
        if config.getoption("dovetail_only"):
            from dovetail.plugin.progress import Progress, telling  # noqa: PLC0415 - see above

            config.pluginmanager.register(Progress(telling(config)), "dovetail-progress")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Let all workers of pytest-xdist draw the same, so that a suite split over them says what it says in one."""
    send_start(node)


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> None:
    """See to it that pytest runs the clauses of a contract class, or says why it cannot."""
    if isinstance(obj, type) and _is_contract(obj):
        from dovetail.plugin.collecting import prepare  # noqa: PLC0415 - see above

        prepare(collector, name, obj)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let `-k REPO-07` choose a clause."""
    if (check := _check_of(item)) is not None:
        item.extra_keyword_matches.add(check.clause)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the clauses alone, or those that were chosen."""
    select(config, items)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a clause in place of the method that stands for it."""
    if _check_of(pyfuncitem) is None:
        return None
    from dovetail.plugin.clause import run_clause  # noqa: PLC0415 - see above

    pyfuncitem.stash[_RESULT] = result = run_clause(pyfuncitem)
    result.answer()
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send a clause's record along with its report, which travels between processes."""
    report = yield
    if isinstance(item, pytest.Function) and _check_of(item) is not None:
        from dovetail.plugin.clause import complete  # noqa: PLC0415 - see above

        complete(report, item, call, item.stash.get(_RESULT, None))
    return report


def _check_of(item: pytest.Item) -> Any:
    return getattr(getattr(item, "obj", None), "dovetail_check", None)


def _is_contract(cls: type) -> bool:
    contract = sys.modules.get("dovetail.suites.kernel.contract")
    return contract is not None and issubclass(cls, contract.Contract)
