"""What each container of the library promises: what serves its ports, and how long that lives."""

from __future__ import annotations

from dovetail import ContainerContract
from redis import Redis
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from library.adapters.sql.transaction import CollectedEvents
from library.application.commands.ports import (
    Books,
    Cards,
    Closures,
    Flusher,
    Members,
    Publisher,
    TransactionManager,
)
from library.application.queries.catalogue import CatalogueReader


class LibraryContainerContract(ContainerContract):
    core = "library.application"
    lifetimes = {
        "singleton": [Engine, Redis, Publisher],
        "scoped": [
            Session,
            CollectedEvents,
            Books,
            Members,
            Closures,
            Cards,
            Flusher,
            TransactionManager,
            CatalogueReader,
        ],
    }
    finalised = {Engine: "dispose", Redis: "close", Session: "close"}
