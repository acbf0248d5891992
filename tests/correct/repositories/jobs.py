"""A queue of jobs: numbered by the store, with flags that look like those of a Result; a port that iterates."""

from __future__ import annotations

import copy
import itertools
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from correct.repositories.databases import SqliteStore
from dovetail import RepositoryContract, raises


class UnknownJob(LookupError):
    """There is no job of that number."""


@dataclass
class Job:
    task: str
    id: int | None = None
    attempts: int = 0
    succeeded: bool = False
    result: str | None = None
    error: str | None = None
    options: dict[str, int] = field(default_factory=dict)

    def finish(self, result: str) -> None:
        self.succeeded, self.result, self.error = True, result, None

    def fail(self, error: str) -> None:
        self.attempts += 1
        self.error = error

    @property
    def is_success(self) -> bool:
        return self.succeeded

    @property
    def summary(self) -> str:
        if self.error is not None:
            raise RuntimeError(self.error)
        return self.result or ""


class JobRepository(ABC):
    @abstractmethod
    def add(self, job: Job) -> int: ...

    @abstractmethod
    def update(self, job: Job) -> None: ...

    @abstractmethod
    def get(self, job_id: int) -> Job:
        """Raises UnknownJob."""

    @abstractmethod
    def delete(self, job_id: int) -> None:
        """Raises UnknownJob."""

    @abstractmethod
    def find_all(self) -> Iterable[Job]: ...

    @abstractmethod
    def iterate_by_task(self, task: str) -> Iterator[Job]: ...

    @abstractmethod
    def get_many(self, ids: list[int]) -> Mapping[int, Job]: ...

    @abstractmethod
    def latest(self) -> Job | None: ...


class JobsInADict(JobRepository):
    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}
        self._ids = itertools.count(1)

    def add(self, job: Job) -> int:
        job.id = next(self._ids)
        self._jobs[job.id] = copy.deepcopy(job)
        return job.id

    def update(self, job: Job) -> None:
        if job.id not in self._jobs:
            raise UnknownJob(job.id)
        self._jobs[job.id] = copy.deepcopy(job)

    def get(self, job_id: int) -> Job:
        if job_id not in self._jobs:
            raise UnknownJob(job_id)
        return copy.deepcopy(self._jobs[job_id])

    def delete(self, job_id: int) -> None:
        if self._jobs.pop(job_id, None) is None:
            raise UnknownJob(job_id)

    def find_all(self) -> Iterable[Job]:
        return copy.deepcopy(self._jobs).values()

    def iterate_by_task(self, task: str) -> Iterator[Job]:
        for job in list(self._jobs.values()):
            if job.task == task:
                yield copy.deepcopy(job)

    def get_many(self, ids: list[int]) -> Mapping[int, Job]:
        return {each: self.get(each) for each in ids if each in self._jobs}

    def latest(self) -> Job | None:
        return copy.deepcopy(self._jobs[max(self._jobs)]) if self._jobs else None


SCHEMA = """
CREATE TABLE jobs (id INTEGER PRIMARY KEY AUTOINCREMENT, task TEXT, attempts INTEGER, succeeded INTEGER, result TEXT,
                   error TEXT);
CREATE TABLE options (job INTEGER, name TEXT, value INTEGER, PRIMARY KEY (job, name));
"""


class JobsInRows(JobRepository):
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, job: Job) -> int:
        with self._db:
            cursor = self._db.execute(
                "INSERT INTO jobs (task, attempts, succeeded, result, error) VALUES (?, ?, ?, ?, ?)", self._row(job)
            )
            job.id = cursor.lastrowid
            self._add_options(job)
        assert job.id is not None
        return job.id

    def update(self, job: Job) -> None:
        with self._db:
            changed = self._db.execute(
                "UPDATE jobs SET task = ?, attempts = ?, succeeded = ?, result = ?, error = ? WHERE id = ?",
                (*self._row(job), job.id),
            )
            if not changed.rowcount:
                raise UnknownJob(job.id)
            self._db.execute("DELETE FROM options WHERE job = ?", (job.id,))
            self._add_options(job)

    def get(self, job_id: int) -> Job:
        for job in self._select("WHERE id = ?", job_id):
            return job
        raise UnknownJob(job_id)

    def delete(self, job_id: int) -> None:
        with self._db:
            if not self._db.execute("DELETE FROM jobs WHERE id = ?", (job_id,)).rowcount:
                raise UnknownJob(job_id)
            self._db.execute("DELETE FROM options WHERE job = ?", (job_id,))

    def find_all(self) -> Iterable[Job]:
        return self._select("")

    def iterate_by_task(self, task: str) -> Iterator[Job]:
        yield from self._select("WHERE task = ?", task)

    def get_many(self, ids: list[int]) -> Mapping[int, Job]:
        return {job.id: job for job in self._select("") if job.id in ids}

    def latest(self) -> Job | None:
        return next(iter(self._select("ORDER BY id DESC LIMIT 1")), None)

    def _select(self, tail: str, *values: object) -> list[Job]:
        rows = self._db.execute(f"SELECT * FROM jobs {tail}", values).fetchall()
        return [
            Job(task, id, attempts, bool(succeeded), result, error, self._options(id))
            for id, task, attempts, succeeded, result, error in rows
        ]

    def _options(self, job: int) -> dict[str, int]:
        return dict(self._db.execute("SELECT name, value FROM options WHERE job = ?", (job,)).fetchall())

    def _row(self, job: Job) -> tuple[Any, ...]:
        return job.task, job.attempts, job.succeeded, job.result, job.error

    def _add_options(self, job: Job) -> None:
        rows = [(job.id, name, value) for name, value in job.options.items()]
        self._db.executemany("INSERT INTO options VALUES (?, ?, ?)", rows)


class JobContract(RepositoryContract):
    port = JobRepository
    missing = raises(UnknownJob)
    missing_delete = raises(UnknownJob)
    missing_update = raises(UnknownJob)


class Remembered(JobContract):
    adapter = JobsInADict


class ByHand(JobContract):
    store = SqliteStore(SCHEMA, JobsInRows)
