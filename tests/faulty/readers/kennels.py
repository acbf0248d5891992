"""Readers of several shelters, each with one realistic fault."""

from __future__ import annotations

from typing import Any

from correct.readers.kennels import DogCard, SqlCards, contract, dogs, looks, store

__all__ = ["contract", "store"]


class ShowsDogsOfOthers(SqlCards):
    """QRY-01: the key is thought to be enough, and whoever guesses a number reads another shelter's card."""

    def dog(self, shelter: str, dog_id: int) -> Any:
        return dogs.select().where(dogs.c.id == dog_id)


class CountsLooks(SqlCards):
    """QRY-04: each look is counted in a table that no aggregate shows, and every read waits for a lock."""

    def get_card(self, shelter: str, dog_id: int) -> DogCard | None:
        self.session.execute(looks.insert().values(dog_id=str(dog_id)))
        self.session.commit()
        return super().get_card(shelter, dog_id)
