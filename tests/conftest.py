"""Fixtures that every test may use: real servers, started from wheels."""

import pytest

pytest_plugins = ["pytester", "servers"]


@pytest.fixture
def unseeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis without the seed of this run, beside which it neither saves failures nor replays any."""
    monkeypatch.setattr("hypothesis.core.global_force_seed", None)
