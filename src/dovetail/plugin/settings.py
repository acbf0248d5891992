"""What a run says of all its suites: how long each may take, and where chance starts from in every process of it."""

from __future__ import annotations

from random import SystemRandom
from typing import Any

import pytest

from dovetail.errors import ContractError

_START: pytest.StashKey[int] = pytest.StashKey()
_SENT = "dovetail_start"
BUDGET = "dovetail_budget"


def add_settings(parser: pytest.Parser, group: Any) -> None:
    """Add the option and the setting of a budget."""
    group.addoption(
        "--dovetail-budget", metavar="TIME", help="let each suite take that long, e.g. 5s: what was cut short is told"
    )
    parser.addini(BUDGET, "the time that each suite may take, e.g. 5s, where --dovetail-budget does not say another")


def budget_of(config: pytest.Config, contract: Any) -> float | None:
    """The seconds that a suite may take: as the command line, the contract or pytest's configuration says.

    Raises:
        ContractError: what is written there is no time.
    """
    asked = config.getoption(BUDGET)
    if asked is not None:
        return _seconds(asked, "--dovetail-budget")
    if contract.budget is not None:
        return _seconds(contract.budget, f"the budget of {contract.__name__}")
    written = config.getini(BUDGET)
    return _seconds(written, f"{BUDGET} in pytest's configuration") if written else None


def refuse_no_time(config: pytest.Config) -> None:
    """Say at once that a budget is none.

    Raises:
        UsageError: the command line or pytest's configuration says no time.
    """
    asked, written = config.getoption(BUDGET), config.getini(BUDGET)
    try:
        if asked is not None:
            _seconds(asked, "--dovetail-budget")
        if written:
            _seconds(written, f"{BUDGET} in pytest's configuration")
    except ContractError as error:
        raise pytest.UsageError(f"{error.cause}; {error.remedy}") from error


def start_of(config: pytest.Config) -> int:
    """Where chance starts from: as `--hypothesis-seed` says, else the same number in all processes of a run."""
    asked = config.getoption("--hypothesis-seed", default=None)
    if asked is not None and str(asked).isdigit():
        return int(asked)
    sent = getattr(config, "workerinput", {}).get(_SENT)
    return int(sent) if sent is not None else config.stash.setdefault(_START, SystemRandom().getrandbits(64))


def send_start(node: Any) -> None:
    """Tell a worker of pytest-xdist where chance starts from."""
    node.workerinput[_SENT] = start_of(node.config)


def _seconds(written: object, where: str) -> float:
    from dovetail.suites.kernel.budget import seconds_of  # noqa: PLC0415 - only a run with a budget needs it so early

    return seconds_of(written, where)
