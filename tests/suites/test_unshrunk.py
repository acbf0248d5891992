"""A finding that could not be made as small as it gets says so, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import pytest
from hypothesis import settings

import dovetail
from dovetail import RepositoryContract
from dovetail.suites.kernel import examples


@dataclass(frozen=True)
class Label:
    id: int
    text: str


class Labels(Protocol):
    def save(self, label: Label) -> None: ...
    def get(self, id: int) -> Label | None: ...


class ShortLabels:
    """Cuts what is long."""

    def __init__(self) -> None:
        self._labels: dict[int, Label] = {}

    def save(self, label: Label) -> None:
        self._labels[label.id] = replace(label, text=label.text[:3])

    def get(self, id: int) -> Label | None:
        return self._labels.get(id)


class LabelContract(RepositoryContract):
    port = Labels
    adapter = ShortLabels
    settings = settings(max_examples=60, database=None)


def test_a_finding_that_took_too_long_to_shrink_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """It repeats itself, and is not called a matter of chance."""
    monkeypatch.setattr(examples, "_SHRINKING", -1.0)

    found = dovetail.verify(LabelContract).outcomes["REPO-01"].finding

    assert found is not None
    assert "it is not the smallest" in found.hint
    assert "does not repeat itself" not in found.hint


def test_one_that_was_made_as_small_as_it_gets_says_nothing() -> None:
    """Four letters."""
    found = dovetail.verify(LabelContract).outcomes["REPO-01"].finding

    assert found is not None
    assert "smallest" not in found.hint
    assert "text='0000'" in found.scenario[0]
