"""What everything that keeps events promises."""

from __future__ import annotations

from dovetail import EventStoreContract, raises, returns

from ledger.domain.ports import AccountEvents, AlreadyRecorded, ConcurrentChange, LedgerUnavailable


class AccountEventsContract(EventStoreContract):
    port = AccountEvents
    conflict = raises(ConcurrentChange)
    duplicate = raises(AlreadyRecorded)
    failure = raises(LedgerUnavailable)
    unknown = returns([])
