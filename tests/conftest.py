"""Fixtures that every test may use: real servers, started from wheels."""

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from apart import hypothesis_caches

_LOADED = str(Path(__file__).with_name("loaded"))  # plugins, for this pytest and for those that tests start
sys.path.append(_LOADED)
pytest_plugins = ["pytester", "servers", "frozen_heap"]

# How long a draw takes beside other work on the machine says nothing of what is tested.
settings.register_profile("busy", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first, after the others have been shuffled."""
    items.sort(key=lambda item: item.get_closest_marker("longest") is None)


@pytest.fixture
def unseeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis without the seed of this run, beside which it neither saves failures nor replays any."""
    monkeypatch.setattr("hypothesis.core.global_force_seed", None)


@pytest.fixture
def frozen_heap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pytest that a test starts takes a third less time, by `loaded/frozen_heap.py`.

    Before pytest 8, a plugin that is named in this way and imported already was warned of, and so there is none.
    """
    if pytest.version_tuple < (8,):
        return
    monkeypatch.setenv("PYTHONPATH", _LOADED, prepend=os.pathsep)
    monkeypatch.setenv("PYTEST_PLUGINS", "frozen_heap")


@pytest.fixture
def few_plugins(frozen_heap: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Besides, it loads the plugins that dovetail meets, and not each that happens to be installed.

    Nor does Hypothesis.
    """
    if pytest.version_tuple < (8,):
        return
    monkeypatch.setenv("HYPOTHESIS_NO_PLUGINS", "1")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "frozen_heap,dovetail.plugin,_hypothesis_pytestplugin,xdist.plugin")


@pytest.fixture
def every_plugin(few_plugins: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """It loads them all, under the names that `-p` knows them by."""
    monkeypatch.delenv("HYPOTHESIS_NO_PLUGINS", raising=False)
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    monkeypatch.delenv("PYTEST_PLUGINS", raising=False)


@pytest.fixture
def pytester(pytester: pytest.Pytester, few_plugins: None) -> pytest.Pytester:
    """Pytest's own, where Hypothesis need not read all of dovetail again."""
    hypothesis_caches(pytester.path)
    return pytester
