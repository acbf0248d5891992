"""The pytest plugin: runs the tests of contract classes, and ends with the matrix port x adapter.

Nothing heavy is imported before a contract class is collected: every pytest run in the environment loads this module.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from dovetail.plugin.reporting import Reporting

if TYPE_CHECKING:
    from dovetail.plugin.clause import Result

_RESULT: pytest.StashKey[Result] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    parser.getgroup("dovetail").addoption(
        "--dovetail-json", metavar="PATH", help="write the outcome of every clause to PATH, as JSON"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Gather what is found, where this is not a worker of pytest-xdist."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Reporting(config), "dovetail-reporting")


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
    contract = sys.modules.get("dovetail.suites.contract")
    return contract is not None and issubclass(cls, contract.Contract)
