"""The machine's own settings are no fault of an adapter."""

from __future__ import annotations

import ssl

import pytest

from correct.gateway.stock import HttpWarehouse, WarehouseContract
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_the_bundle_of_the_machine_is_not_that_of_the_adapter(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """requests takes it before the authority that its session is given."""
    bundle = ssl.get_default_verify_paths().cafile
    if bundle is None:
        pytest.skip("this system has no file of authorities")
    monkeypatch.setenv(variable, bundle)
    suite = type("TestWarehouse", (WarehouseContract,), {"adapter": HttpWarehouse})
    outcome = Suite(suite).run(next(each for each in WarehouseContract.checks if each.clause == "GATE-20"))
    assert outcome.verdict is Verdict.HELD, outcome
