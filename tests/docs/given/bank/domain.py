"""What happens to accounts, and where it is kept."""

from correct.event_store.accounts import AccountEvents, ConcurrencyError, Deposited

__all__ = ["AccountEvents", "ConcurrencyError", "Deposited"]
