"""Which entities there are inside an aggregate."""

from __future__ import annotations

from dataclasses import dataclass, field

from dovetail.suites.repository.examples.children import identities
from dovetail.values import identical, picture
from dovetail.values.changes.mutable_places import mutable_places


@dataclass(frozen=True)
class Step:
    number: int

    @property
    def next(self) -> Step:
        return Step(self.number + 1)


class Code(str):
    @property
    def value(self) -> Code:
        return self


@dataclass
class Task:
    id: int
    step: Step = Step(1)
    code: Code = field(default_factory=lambda: Code("A1"))
    parts: list[Task] = field(default_factory=list)


def test_entities_are_found_at_every_depth() -> None:
    """An entity has an identity, wherever it stands; the aggregate's own is its key."""
    task = Task(1, parts=[Task(2, parts=[Task(3)]), Task(4)])
    found = list(identities(task))
    assert len(found) == 3
    assert all(any(identical(each, picture(("Task", number))) for each in found) for number in (2, 3, 4))


def test_objects_that_hold_each_other_are_seen_once() -> None:
    """A child that knows its parent is no reason to go round."""
    task = Task(1, parts=[Task(2)])
    task.parts[0].parts.append(task)
    assert len(list(identities(task))) == 1


def test_a_property_that_makes_its_own_kind_ends() -> None:
    """A value object that gives its successor, or itself, whenever it is asked, is not followed for ever."""
    task = Task(1)
    assert not list(identities(task))
    assert {place.kind for place in mutable_places(task, "task", frozenset({"id"}))} == {
        " step",
        " code",
        " parts",
        ".parts append",
    }
