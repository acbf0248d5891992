"""Dossiers, mapped themselves, of whose changes a part is lost."""

from __future__ import annotations

import sqlalchemy as sa

from correct.repositories.dossiers import Dossier, DossiersContract, SqlDossiers, store

__all__ = ["contract", "store"]

contract = DossiersContract


class WritesPastTheVersion(SqlDossiers):
    """REPO-19, REPO-07, REPO-24: writes its row by itself, whatever was saved since, and no children."""

    def save(self, dossier: Dossier) -> None:
        table = Dossier.metadata.tables["dossiers"]
        topic, keywords, key = dossier.topic, [*dossier.keywords], dossier.id
        if not sa.inspect(dossier).persistent:
            super().save(dossier)
            return
        with self._session.no_autoflush:
            self._session.rollback()
            written = sa.update(table).where(table.c.id == key)
            self._session.execute(written.values(topic=topic, keywords=keywords, revision=table.c.revision + 1))
            self._session.commit()


class FlushesAndNeverCommits(SqlDossiers):
    """REPO-07, REPO-06, REPO-17, REPO-19, REPO-24: what is saved again is flushed, and rolled back."""

    def save(self, dossier: Dossier) -> None:
        if sa.inspect(dossier).persistent:
            self._session.flush()
        else:
            super().save(dossier)
