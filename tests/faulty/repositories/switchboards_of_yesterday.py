"""Switchboards that show what was read in the morning."""

from __future__ import annotations

from correct.repositories.switchboards import Circuit, SqlSwitchboards, StrictContract
from correct.repositories.switchboards import store as store_of
from dovetail.stores import SqlAlchemyStore

contract = StrictContract


def store(adapter: type[SqlSwitchboards]) -> SqlAlchemyStore[SqlSwitchboards]:
    return store_of(adapter, expires=adapter is not NothingExpires)


class NothingExpires(SqlSwitchboards):
    """REPO-41: what the session has loaded outlives its commits."""


class KeepsAnIdentityMap(SqlSwitchboards):
    """REPO-41: a dictionary of what was read, which nobody empties."""

    def get(self, number: int) -> Circuit | None:
        known = self.__dict__.setdefault("known", {})
        if number not in known:
            known[number] = super().get(number)
        found: Circuit | None = known[number]
        return found

    def put(self, circuit: Circuit) -> None:
        super().put(circuit)
        self.__dict__.setdefault("known", {})[circuit.number] = circuit
