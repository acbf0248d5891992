"""Both adapters; of the one over a database, the page shows no more than how it is bound."""

from sqlalchemy import MetaData

from correct.event_store.accounts import InMemoryAccountEvents

__all__ = ["InMemoryAccountEvents", "SqlAccountEvents", "metadata"]

metadata = MetaData()


class SqlAccountEvents(InMemoryAccountEvents):
    """Stands for it."""
