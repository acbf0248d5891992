"""Every generator is held to the contract of generators."""

from __future__ import annotations

from pathlib import Path

import pytest
from contract.kind import IdentifierContract
from identifiers.adapters import RandomIdentifiers, ReservedIdentifiers
from identifiers.port import Identifiers

from dovetail.stores import MemoryStore
from stores import SqliteFile


class TestRandomIdentifiers(IdentifierContract):
    port = Identifiers
    adapter = RandomIdentifiers


class TestSqlIdentifiers(IdentifierContract):
    port = Identifiers
    order = int

    @pytest.fixture
    def store(self, tmp_path: Path) -> SqliteFile:
        return SqliteFile(tmp_path / "identifiers.db")


class TestReservedIdentifiers(IdentifierContract):
    port = Identifiers
    order = int
    store = MemoryStore(ReservedIdentifiers)
    waived = {"IDG-04": "it serves the demonstration alone, which never restarts"}
