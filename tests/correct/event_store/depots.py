"""Events of parcels in files, one line an event; the operating system's lock keeps other threads and processes out."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from dovetail import EventStoreContract, raises, returns


@dataclass(frozen=True)
class Accepted:
    sender: str
    grams: int


@dataclass(frozen=True)
class Scanned:
    depot: str


class WrongVersion(Exception):
    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"version {actual}, and {expected} was expected")
        self.expected, self.actual = expected, actual


class DepotLog(Protocol):
    def append(self, parcel: str, events: Sequence[Accepted | Scanned], expected_version: int | None = None) -> int: ...
    def load(self, parcel: str) -> list[Accepted | Scanned]: ...


class DepotLogContract(EventStoreContract):
    port = DepotLog
    conflict = raises(WrongVersion)
    unknown = returns([])


contract = DepotLogContract
_TYPES: dict[str, Any] = {each.__name__: each for each in (Accepted, Scanned)}


class FlockedDepotLog:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def alone(self) -> AbstractContextManager[Any]:
        return self._locked()

    def _path(self, parcel: str) -> Path:
        return self.folder / f"{parcel.encode().hex()}.jsonl"

    def _lines(self, parcel: str) -> list[str]:
        return self._path(parcel).read_text().splitlines() if self._path(parcel).exists() else []

    def append(self, parcel: str, events: Sequence[Accepted | Scanned], expected_version: int | None = None) -> int:
        with self.alone():
            version = len(self._lines(parcel))
            if expected_version is not None and version != expected_version:
                raise WrongVersion(expected_version, version)
            lines = [json.dumps([type(event).__name__, asdict(event)]) + "\n" for event in events]
            if lines:
                with self._path(parcel).open("a") as file:
                    file.write("".join(lines))
            return version + len(lines)

    def load(self, parcel: str) -> list[Accepted | Scanned]:
        return [_TYPES[name](**fields) for name, fields in map(json.loads, self._lines(parcel))]


class FolderStore:
    concurrent = True
    processes = True

    def __init__(self, folder: Path, adapter: Any) -> None:
        self.folder, self.adapter = folder, adapter

    @contextmanager
    def connect(self) -> Iterator[Any]:
        yield self.adapter(self.folder)

    def clear(self) -> None:
        for file in self.folder.iterdir():
            file.unlink()


def store(adapter: Any, url: str) -> FolderStore:
    folder = Path(url.removeprefix("sqlite:///")).with_suffix("")
    folder.mkdir(exist_ok=True)
    return FolderStore(folder, adapter)


class TestFlockedDepotLog(DepotLogContract):
    held = FlockedDepotLog
