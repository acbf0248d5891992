"""eventsourcing's recorders: events that say themselves where they belong, in memory and in a SQLite file."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent
from eventsourcing.popo import POPOApplicationRecorder
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteDatastore
from hypothesis import strategies as st

from dovetail import EventStoreContract, raises, returns


class RecorderContract(EventStoreContract):
    port = ApplicationRecorder
    events = st.builds(StoredEvent, st.uuids(), st.integers(1, 9), st.text("abc:", max_size=9), st.binary(max_size=20))
    streams = st.uuids()
    conflict = raises(IntegrityError)
    unknown = returns([])


class TestInMemory(RecorderContract):
    adapter = POPOApplicationRecorder
    concurrent = True


class Files:
    """A file, and a datastore for each client."""

    concurrent = True
    adapter = SQLiteApplicationRecorder

    def __init__(self):
        self._folder = Path(tempfile.mkdtemp())

    @contextmanager
    def connect(self):
        datastore = SQLiteDatastore(str(self._folder / "events.sqlite"))
        try:
            recorder = SQLiteApplicationRecorder(datastore)
            recorder.create_table()
            yield recorder
        finally:
            datastore.close()

    def clear(self):
        for each in self._folder.iterdir():
            each.unlink()


class TestSqlite(RecorderContract):
    store = Files
