"""A mistake of event stores in files: the lock is one of this process alone."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from typing import Any

from correct.event_store.depots import FlockedDepotLog, contract, store

__all__ = ["contract", "store"]


class LocksItsThreads(FlockedDepotLog):
    """EVT-34: the other workers of the application check and insert meanwhile."""

    lock = threading.Lock()

    def alone(self) -> AbstractContextManager[Any]:
        return self.lock
