"""Fixtures that every test may use: real servers, started from wheels."""

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["pytester", "servers"]

# How long a draw takes beside other work on the machine says nothing of what is tested.
settings.register_profile("busy", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.fixture
def unseeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis without the seed of this run, beside which it neither saves failures nor replays any."""
    monkeypatch.setattr("hypothesis.core.global_force_seed", None)
