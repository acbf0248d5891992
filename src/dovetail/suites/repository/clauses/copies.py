"""What a caller does to its own objects is not stored until it is saved."""

from __future__ import annotations

from dovetail.suites.check import check
from dovetail.suites.repository.expect import same, store, stored
from dovetail.suites.repository.needs import all_of, needs, untracked
from dovetail.suites.repository.scenario import RepositoryScenario


@check("REPO-03", all_of(needs("get"), untracked), needs_a_case=True)
def callers_copy(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    with s.unrecorded():
        before = stored(s, order)
    s.disturb(order)
    same(s, before, stored(s, order))


@check("REPO-04", all_of(needs("get"), untracked), needs_a_case=True)
def loaded_copy(s: RepositoryScenario) -> None:
    order = store(s, s.aggregate())
    with s.unrecorded():
        before = stored(s, order)
    loaded = s.load(order)
    s.disturb(loaded)
    same(s, before, stored(s, order))


@check("REPO-05", all_of(needs("get"), untracked), needs_a_case=True)
def unsaved_change(s: RepositoryScenario) -> None:
    order, other = store(s, s.aggregate()), s.aggregate()
    with s.unrecorded():
        before = stored(s, order)
    loaded = s.load(order)
    s.disturb(loaded)
    store(s, other)
    same(s, before, stored(s, order))
