"""Adapters that have their provider's address in common are not tried at the same time."""

from __future__ import annotations

from threading import Lock
from typing import Any

import pytest

from correct.gateway import buoys
from dovetail import verify
from dovetail.suites.gateway.apart import are_apart
from dovetail.suites.gateway.bench import Bench
from dovetail.suites.gateway.source import GatewaySource
from dovetail.suites.kernel.outcome import Verdict


class OwnAddress(buoys.HttpBuoys):
    def __init__(self, url: str) -> None:
        self.url = url  # type: ignore[misc] # of this one alone


class Counted(buoys.HttpBuoys):
    """Counts the calls that are made at the same time."""

    lock, now, most = Lock(), 0, 0

    def waves(self, buoy: int) -> float:
        with self.lock:
            Counted.now += 1
            Counted.most = max(Counted.most, Counted.now)
        try:
            return super().waves(buoy)
        finally:
            with self.lock:
                Counted.now -= 1


def in_common(url: str) -> Counted:
    Counted.url = url
    return Counted()


@pytest.mark.parametrize(("adapter", "expected"), [(buoys.moored, False), (OwnAddress, True)])
def test_an_address_in_common_is_found(adapter: Any, expected: bool) -> None:
    binding = buoys.TestHttpBuoys.bind()
    factory = GatewaySource(binding, adapter, "TestHttpBuoys").factory
    call = binding.call("waves", (7,))
    assert are_apart(Bench(binding, factory), Bench(binding, factory), call) is expected


def test_such_adapters_are_tried_one_after_the_other() -> None:
    checks = tuple(check for check in buoys.TestHttpBuoys.checks if check.clause in {"GATE-03", "GATE-05", "GATE-18"})
    stated = {"adapter": staticmethod(in_common), "checks": checks}
    suite = type("TestCounted", (buoys.TestHttpBuoys,), stated)
    report = verify(suite)
    assert {one.verdict for one in report.outcomes.values()} == {Verdict.HELD}
    assert Counted.most <= 2  # on a busy machine one that was given up may still run beside the next
