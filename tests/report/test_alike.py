"""Layers that lie in the folders of many features are said in one line."""

from __future__ import annotations

import pytest

from dovetail.report.alike import alike

FEATURES = [f"app.modules.{name}.domain" for name in ("batch", "car", "email", "user")]


@pytest.mark.parametrize(
    ("modules", "said"),
    [
        (FEATURES, ["app.modules.*.domain (4 modules)"]),
        (FEATURES[:3], FEATURES[:3]),
        ([*FEATURES, "app.core"], ["app.modules.*.domain (4 modules)", "app.core"]),
        (["a.domain", "b.domain", "c.domain", "d.domain"], ["a.domain", "b.domain", "c.domain", "d.domain"]),
        ([f"app.{name}" for name in "abcd"], [f"app.{name}" for name in "abcd"]),
    ],
    ids=["many", "few", "many and another", "roots", "names of their own"],
)
def test_modules_that_differ_in_one_part_are_one_pattern(modules: list[str], said: list[str]) -> None:
    assert list(alike(modules)) == said
