"""A small project of a user's, for the tests of the plugin."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import Project

_FILES = Path(__file__).with_name("project")


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, unseeded: None) -> Project:
    """The project, with pytest's colours and this run's own environment out of its way."""
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT", "CI", "BUILD_NUMBER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    pytester.makepyfile(**{path.stem: path.read_text(encoding="utf-8") for path in _FILES.glob("*.py")})
    return Project(pytester)
