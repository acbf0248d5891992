"""A fake of a port of any shape holds every clause of its contract."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from hypothesis import Phase, settings

import correct.repositories
from dovetail import RepositoryContract, verify
from fakes import orders, tasks
from zoos import without_crowds

_QUICK = settings(max_examples=4, derandomize=True, phases=[Phase.generate])


def zoo() -> list[Any]:
    """The contracts of the zoo of correct adapters, each port once."""
    found: dict[type, Any] = {}
    for each in pkgutil.iter_modules(correct.repositories.__path__):
        module = importlib.import_module(f"{correct.repositories.__name__}.{each.name}")
        for contract in list(vars(module).values()):
            if isinstance(contract, type) and issubclass(contract, RepositoryContract) and contract.port is not None:
                found.setdefault(
                    contract.port, pytest.param(contract, id=f"zoo-{contract.__name__}", marks=pytest.mark.long)
                )
    return list(found.values())


@pytest.mark.parametrize("contract", [*tasks.CONTRACTS, *orders.CONTRACTS, *zoo()])
def test_a_fake_holds_every_clause(contract: type[RepositoryContract]) -> None:
    suite = type("Suite", (contract,), {"adapter": contract.fake, "store": None, "settings": _QUICK, "waived": {}})
    report = verify(without_crowds(suite))
    assert [str(finding) for finding in report.findings] == []
    assert sum(outcome.verdict.value == "held" for outcome in report.outcomes.values()) > 10
