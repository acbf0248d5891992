"""Projects that record what happened to them; a table keeps the project, and whoever publishes keeps the events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from dovetail import RepositoryContract, raises


@dataclass(frozen=True)
class Renamed:
    name: str


@dataclass(eq=False)
class Project:
    id: UUID
    name: str
    _events: list[object] = field(default_factory=list, init=False, repr=False, compare=False)

    def rename(self, name: str) -> None:
        self.name = name
        self._events.append(Renamed(name))

    def pull_events(self) -> list[object]:
        pulled, self._events[:] = list(self._events), []
        return pulled


class ProjectNotFound(LookupError):
    """No such project."""


class Projects(Protocol):
    def save(self, project: Project) -> None: ...

    def get(self, project_id: UUID) -> Project: ...

    def delete(self, project_id: UUID) -> None: ...


class PublishingProjects:
    def __init__(self, publish: Callable[[object], None]) -> None:
        self._publish = publish
        self._rows: dict[UUID, str] = {}

    def save(self, project: Project) -> None:
        self._rows[project.id] = project.name
        for event in project.pull_events():
            self._publish(event)

    def get(self, project_id: UUID) -> Project:
        if project_id not in self._rows:
            raise ProjectNotFound(project_id)
        return Project(project_id, self._rows[project_id])

    def delete(self, project_id: UUID) -> None:
        self.get(project_id)
        del self._rows[project_id]


def publishing() -> PublishingProjects:
    published: list[object] = []
    return PublishingProjects(published.append)


class ProjectContract(RepositoryContract):
    port = Projects
    missing = raises(ProjectNotFound)
    missing_delete = raises(ProjectNotFound)


class Publishing(ProjectContract):
    adapter = publishing
