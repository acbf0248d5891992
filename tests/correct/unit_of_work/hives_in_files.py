"""A unit of work over one file of JSON, that a commit reads again, changes and replaces under the system's own lock."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self

from correct.hives import Hive, StaleHive
from dovetail import RepositoryContract, UnitOfWorkContract, raises, returns


@dataclass(frozen=True)
class HiveSettled:
    hive_id: str
    number: int


class Hives(Protocol):
    def add(self, hive: Hive) -> None: ...
    def get(self, hive_id: str) -> Hive | None: ...
    def update(self, hive: Hive) -> None: ...


class HivesContract(RepositoryContract):
    port = Hives
    missing = returns(None)


class ApiaryContract(UnitOfWorkContract):
    repositories = {"hives": HivesContract}
    leaving = "discards"
    conflict = raises(StaleHive)


contract = ApiaryContract


class FileHives:
    def __init__(self, rows: dict[str, list[Any]]) -> None:
        self.rows = rows
        self.read = {key: row[-1] for key, row in rows.items()}
        self.changed: dict[str, list[Any]] = {}

    def add(self, hive: Hive) -> None:
        if hive.id in self.rows:
            raise KeyError(hive.id)
        self._put(hive, 1)

    def get(self, hive_id: str) -> Hive | None:
        row = self.rows.get(hive_id)
        return None if row is None else Hive(*row[:-1])

    def update(self, hive: Hive) -> None:
        self._put(hive, self.read[hive.id] + 1)

    def _put(self, hive: Hive, version: int) -> None:
        self.changed[hive.id] = self.rows[hive.id] = [hive.id, hive.keeper, hive.frames, version]


class FlockedUnit:
    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self.path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def alone(self) -> AbstractContextManager[Any]:
        return self._locked()

    def _rows(self) -> dict[str, list[Any]]:
        return json.loads(self.path.read_text()) if self.path.exists() else {}

    def __enter__(self) -> Self:
        self.hives = FileHives(self._rows())
        self.settled: list[HiveSettled] = []
        return self

    def settle(self, hive: Hive) -> HiveSettled:
        self.settled.append(HiveSettled(hive.id, len(self.settled)))
        return self.settled[-1]

    def commit(self) -> None:
        changed, read = self.hives.changed, self.hives.read
        with self.alone():
            now = self._rows()
            for key in changed:
                if (now[key][-1] if key in now else None) != read.get(key):
                    raise StaleHive(key)
            new = self.path.with_suffix(f".{os.getpid()}")
            new.write_text(json.dumps(now | changed))
            new.replace(self.path)
        self.hives = FileHives(now | changed)

    def __exit__(self, *details: object) -> None:
        del self.hives


class AnnouncingUnit(FlockedUnit):
    """Sends out what came up in it once that is committed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.published: list[HiveSettled] = []

    def commit(self) -> None:
        super().commit()
        self.published += self.settled
        self.settled = []


class RetryingRunner:
    """Runs a function in a unit, and again in another one where somebody else was quicker."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.published: list[HiveSettled] = []

    def run(self, work: Callable[[FlockedUnit], Any]) -> Any:
        for left in (2, 1, 0):
            with FlockedUnit(self.path) as unit:
                try:
                    answer = work(unit)
                    unit.commit()
                except StaleHive:
                    if not left:
                        raise
                    continue
                self.published += unit.settled
                return answer
        raise AssertionError


class AnnouncingContract(ApiaryContract):
    emits = staticmethod(lambda unit, hive: unit.settle(hive))
    events = staticmethod(lambda uow: uow.published)


class RetryingContract(UnitOfWorkContract):
    repositories = ApiaryContract.repositories
    emits = staticmethod(AnnouncingContract.emits)
    events = staticmethod(AnnouncingContract.events)


class FileStore:
    concurrent = True
    processes = True

    def __init__(self, adapter: Any) -> None:
        self.adapter = adapter
        folder = tempfile.mkdtemp(prefix="dovetail-hives-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._path = Path(folder) / "hives.json"

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield self.adapter(self._path)

    def clear(self) -> None:
        self._path.unlink(missing_ok=True)


def store(adapter: Any) -> FileStore:
    return FileStore(adapter)


class TestFlockedUnit(ApiaryContract):
    store = staticmethod(lambda: FileStore(FlockedUnit))


class TestAnnouncingUnit(AnnouncingContract):
    store = staticmethod(lambda: FileStore(AnnouncingUnit))


class TestRetryingRunner(RetryingContract):
    store = staticmethod(lambda: FileStore(RetryingRunner))
