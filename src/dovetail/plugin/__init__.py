"""The pytest plugin: runs the tests of contract classes, and ends with the matrix port x adapter.

Nothing heavy is imported before a contract class is collected: every pytest run in the environment loads this module.
"""

from __future__ import annotations

import inspect
from collections.abc import Generator
from typing import Any

import pytest

_RECORD = pytest.StashKey[dict[str, Any]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options."""
    parser.getgroup("dovetail").addoption(
        "--dovetail-json", metavar="PATH", help="write the outcome of every clause to PATH, as JSON"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Gather results, where this is not a worker of pytest-xdist."""
    if not hasattr(config, "workerinput"):
        from dovetail.plugin.results import Results  # noqa: PLC0415 - see above

        config.pluginmanager.register(Results(config), "dovetail-results")


def pytest_pycollect_makeitem(collector: pytest.Module, name: str, obj: object) -> None:
    """Refuse a contract class that pytest would pass over in silence."""
    if inspect.isclass(obj) and _is_contract(obj) and name.startswith("Test") and "__init__" in vars(obj):
        raise collector.CollectError(
            f"{name} has an __init__, so pytest would run none of its clauses\n"
            f"  take it out; give the adapter what it needs in a callable: adapter = lambda: ..."
        )


def pytest_itemcollected(item: pytest.Item) -> None:
    """Let `-k REPO-07` choose a clause."""
    check = getattr(getattr(item, "obj", None), "dovetail_check", None)
    if check is not None:
        item.extra_keyword_matches.add(check.clause)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a clause in place of the method that stands for it."""
    __tracebackhide__ = True
    if not hasattr(pyfuncitem.obj, "dovetail_check"):
        return None
    from dovetail.plugin.clause import run_clause  # noqa: PLC0415 - see above

    run_clause(pyfuncitem, lambda record: pyfuncitem.stash.setdefault(_RECORD, record))
    return True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Send a clause's record along with its report, which travels between processes."""
    report = yield
    check = getattr(getattr(item, "obj", None), "dovetail_check", None)
    if check is not None and (report.when == "call" or report.failed):
        from dovetail.plugin.clause import not_evaluated  # noqa: PLC0415 - see above

        record = item.stash.get(_RECORD, None)
        report.dovetail = record or not_evaluated(item, report.longreprtext)  # type: ignore[attr-defined]
    return report


def _is_contract(cls: type) -> bool:
    return any(base.__module__ == "dovetail.suites.contract" for base in cls.__mro__)
