"""Tell the bus what the ledger has recorded."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.domain.ports import AccountEvents, EventBus


@dataclass(frozen=True)
class Relay:
    """Passes stored events on to a bus, in order, each at least once.

    The ledger itself is the outbox: what was rolled back was never in it. An event is acknowledged once the
    bus has taken it, so that one whose handler fails, or after which this process dies, is passed on again.
    """

    events: AccountEvents
    bus: EventBus
    name: str = "relay"
    batch: int = 100

    async def run_once(self) -> int:
        """Pass on what there is, and say how many events that was."""
        passed = 0
        while recorded := await self.events.poll(self.name, self.batch):
            for each in recorded:
                await self.bus.publish(each)
                await self.events.acknowledge(self.name, each.position)
                passed += 1
        return passed
