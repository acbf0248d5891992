"""The generator that gives numbers again after a restart, with nothing waived."""

from __future__ import annotations

from contract.kind import IdentifierContract
from identifiers.adapters import ReservedIdentifiers
from identifiers.port import Identifiers

from dovetail.stores import MemoryStore


class TestReservedIdentifiers(IdentifierContract):
    port = Identifiers
    order = int
    store = MemoryStore(ReservedIdentifiers)
