"""A clause on children that are values is not tried on rows of a mapped class: it says so before any example."""

from __future__ import annotations

import pytest

from correct.repositories import kilns
from dovetail.suites.kernel.outcome import Verdict
from dovetail.suites.kernel.suite import Suite


@pytest.mark.parametrize("clause", ["REPO-09", "REPO-33"])
def test_it_is_not_tried_on_children_that_are_mapped(clause: str) -> None:
    """No two of a kiln's firings are equal, and none may belong to two kilns."""
    outcome = Suite(kilns.Suite).run(next(check for check in kilns.Suite.checks if check.clause == clause))

    assert outcome.verdict is Verdict.NOT_APPLICABLE
    assert outcome.reason == "the children of Kiln are mapped themselves"
    assert not outcome.examples
