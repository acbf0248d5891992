"""Fixtures that every test may use: real servers, started from wheels."""

import gc

import pytest
from hypothesis import HealthCheck, settings

from apart import hypothesis_caches

pytest_plugins = ["pytester", "servers"]

# How long a draw takes beside other work on the machine says nothing of what is tested.
settings.register_profile("busy", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over all that was imported: it took a seventh of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


@pytest.fixture
def unseeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis without the seed of this run, beside which it neither saves failures nor replays any."""
    monkeypatch.setattr("hypothesis.core.global_force_seed", None)


@pytest.fixture
def pytester(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Pytest's own. What it runs loads the plugins that dovetail meets, and not each that happens to be installed."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "dovetail.plugin,_hypothesis_pytestplugin,xdist.plugin")
    hypothesis_caches(pytester.path)
    return pytester


@pytest.fixture
def every_plugin(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `pytester` runs loads all the same each plugin that is installed, under the name that `-p` knows it by."""
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    monkeypatch.delenv("PYTEST_PLUGINS")
