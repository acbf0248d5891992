"""Ensembles of which only a part is written, or read."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import lazyload

from correct.repositories.databases import file_engine
from correct.repositories.ensembles import Ensemble, EnsemblesContract, Hall, SqlEnsembles
from dovetail.stores import SqlAlchemyStore

contract = EnsemblesContract


def store(adapter: type[SqlEnsembles]) -> SqlAlchemyStore[SqlEnsembles]:
    return SqlAlchemyStore(file_engine(), metadata=Hall.metadata, adapter=adapter)


class ReadsNoPlayers(SqlEnsembles):
    """REPO-22: the players are read when they are asked for, and the session is over by then."""

    def get(self, id: UUID) -> Ensemble | None:
        return self.session.get(Ensemble, id, options=[lazyload(Ensemble.players)])  # type: ignore[arg-type]


class KeepsOnePlayer(SqlEnsembles):
    """REPO-01: all players but the last stay at home."""

    def save(self, ensemble: Ensemble) -> None:
        del ensemble.players[:-1]
        super().save(ensemble)
