"""Fixtures that every test may use: real servers, started from wheels."""

import gc
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apart import hypothesis_caches

pytest_plugins = ["pytester", "servers"]

# How long a draw takes beside other work on the machine says nothing of what is tested.
settings.register_profile("busy", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@settings(max_examples=1, database=None)
@given(st.none())
def _draw(_nothing: None) -> None:
    """What draws for the first time asks the collector who holds the random numbers, which freezing hides from it."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let the collector of garbage pass over all that is imported: it took a seventh of the time of the tests."""
    gc.disable()
    try:
        return (yield)
    finally:
        _draw()
        gc.freeze()
        gc.set_threshold(20_000, 20, 50)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first, after the others have been shuffled."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


@pytest.fixture
def unseeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis without the seed of this run, beside which it neither saves failures nor replays any."""
    monkeypatch.setattr("hypothesis.core.global_force_seed", None)


@pytest.fixture
def few_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pytest that a test starts loads the plugins that dovetail meets, and not each that happens to be installed.

    Before pytest 8, one that is named in this way and imported already was warned of, and so it loads all.
    """
    if pytest.version_tuple < (8,):
        return
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "dovetail.plugin,_hypothesis_pytestplugin,xdist.plugin")


@pytest.fixture
def every_plugin(few_plugins: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It loads them all, under the names that `-p` knows them by."""
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    monkeypatch.delenv("PYTEST_PLUGINS", raising=False)


@pytest.fixture
def pytester(pytester: pytest.Pytester, few_plugins: None) -> pytest.Pytester:
    """Pytest's own, where Hypothesis need not read all of dovetail again."""
    hypothesis_caches(pytester.path)
    return pytester
