"""busykoala's event store in memory: a message says itself to which stream it belongs."""

from eventsourcing.interfaces import Message
from eventsourcing.store.event_store.base import EventStore
from eventsourcing.store.event_store.in_memory import InMemoryEventStore
from hypothesis import strategies as st

from dovetail import EventStoreContract, ignores, raises, returns

PAYLOADS = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3)


class TestInMemory(EventStoreContract):
    port = EventStore
    adapter = InMemoryEventStore
    events = st.builds(Message, name=st.text(max_size=8), payload=PAYLOADS)
    conflict = raises(RuntimeError)
    unknown = returns([])
    duplicate = ignores()
    concurrent = True
    place = staticmethod(
        lambda message, stream, number: message.model_copy(update={"stream": stream, "version": number})
    )
