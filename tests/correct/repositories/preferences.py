"""Preferences that are plain dictionaries, as a TypedDict describes them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TypedDict

from dovetail import RepositoryContract


class Preference(TypedDict):
    name: str
    value: str | None
    tags: list[str]


class Preferences(Protocol):
    def save(self, preference: Preference) -> None: ...

    def get(self, name: str) -> Preference | None: ...

    def find_by_value(self, value: str | None) -> list[Preference]: ...

    def all(self) -> list[Preference]: ...

    def delete(self, name: str) -> bool: ...


class JsonPreferences:
    def __init__(self, rows: dict[str, str]) -> None:
        self._rows = rows

    def save(self, preference: Preference) -> None:
        self._rows[preference["name"]] = json.dumps(preference)

    def get(self, name: str) -> Preference | None:
        row = self._rows.get(name)
        return None if row is None else json.loads(row)

    def find_by_value(self, value: str | None) -> list[Preference]:
        return [each for each in self.all() if each["value"] == value]

    def all(self) -> list[Preference]:
        return [json.loads(row) for row in self._rows.values()]

    def delete(self, name: str) -> bool:
        return self._rows.pop(name, None) is not None


class JsonStore:
    def __init__(self) -> None:
        self._rows: dict[str, str] = {}

    @contextmanager
    def connect(self) -> Iterator[JsonPreferences]:
        yield JsonPreferences(self._rows)

    def clear(self) -> None:
        self._rows.clear()


class PreferenceContract(RepositoryContract):
    port = Preferences


class InJson(PreferenceContract):
    store = JsonStore
