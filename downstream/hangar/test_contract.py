"""mcp-hangar's event stores, in memory and in a SQLite file."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from hypothesis import strategies as st
from mcp_hangar.domain.contracts.event_store import ConcurrencyError, IEventStore
from mcp_hangar.infrastructure.persistence.event_serializer import EVENT_TYPE_MAP
from mcp_hangar.infrastructure.persistence.in_memory_event_store import InMemoryEventStore
from mcp_hangar.infrastructure.persistence.sqlite_event_store import SQLiteEventStore

from dovetail import EventStoreContract, raises, returns, strategies


class EventsContract(EventStoreContract):
    port = IEventStore
    events = st.sampled_from(list(EVENT_TYPE_MAP.values())).flatmap(strategies.for_type)
    conflict = raises(ConcurrencyError)
    unknown = returns([])
    position = staticmethod(lambda item: item[0] if isinstance(item, tuple) else None)


class TestInMemory(EventsContract):
    adapter = InMemoryEventStore
    concurrent = True


class Files:
    """A file, and an object for each client."""

    concurrent = True
    adapter = SQLiteEventStore

    def __init__(self):
        self._folder = Path(tempfile.mkdtemp())

    @contextmanager
    def connect(self):
        yield SQLiteEventStore(self._folder / "events.sqlite")

    def clear(self):
        for each in self._folder.iterdir():
            each.unlink()


class TestSqlite(EventsContract):
    store = Files
