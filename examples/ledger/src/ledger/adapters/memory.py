"""The ledger in lists, for tests and for trying things out."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.domain.account import AccountSnapshot
from ledger.domain.events import AccountEvent, AccountId, RecordedEvent
from ledger.domain.ports import AlreadyRecorded, ConcurrentChange


class InMemoryAccountEvents:
    """An `AccountEvents` that lives as long as this object. Events never change: it copies none."""

    def __init__(self) -> None:
        self._recorded: list[RecordedEvent] = []
        self._snapshots: dict[AccountId, tuple[int, AccountSnapshot]] = {}
        self._acknowledged: dict[str, int] = {}

    async def append(
        self, account_id: AccountId, events: Sequence[AccountEvent], expected_version: int
    ) -> int:
        version = len(await self.load(account_id))
        if version != expected_version:
            raise ConcurrentChange(account_id, expected_version, version)
        ids = [each.event.id for each in self._recorded] + [each.id for each in events]
        if len(set(ids)) < len(ids):
            raise AlreadyRecorded(f"{account_id}: an event is stored once")
        for event in events:
            version += 1
            self._recorded.append(RecordedEvent(account_id, version, len(self._recorded) + 1, event))
        return version

    async def load(self, account_id: AccountId, after_version: int = 0) -> list[RecordedEvent]:
        own = (each for each in self._recorded if each.account_id == account_id)
        return [each for each in own if each.version > after_version]

    async def read_all(self, after_position: int = 0, limit: int | None = None) -> list[RecordedEvent]:
        return [each for each in self._recorded if each.position > after_position][:limit]

    async def save_snapshot(self, account_id: AccountId, version: int, snapshot: AccountSnapshot) -> None:
        newest, _ = self._snapshots.get(account_id, (0, snapshot))
        if version >= newest:
            self._snapshots[account_id] = version, snapshot

    async def load_snapshot(self, account_id: AccountId) -> tuple[int, AccountSnapshot] | None:
        return self._snapshots.get(account_id)

    async def poll(self, subscriber: str, limit: int = 100) -> list[RecordedEvent]:
        return await self.read_all(self._acknowledged.get(subscriber, 0), limit)

    async def acknowledge(self, subscriber: str, position: int) -> None:
        self._acknowledged[subscriber] = max(position, self._acknowledged.get(subscriber, 0))
