"""Leaflets of parties, each under a slug of the party's own, in one mapping for all of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Protocol

from dovetail import RepositoryContract


@dataclass(frozen=True)
class Leaflet:
    party: str
    slug: str
    text: str = ""


class Leaflets(Protocol):
    def save(self, leaflet: Leaflet) -> None: ...
    def get(self, party: str, slug: str) -> Leaflet | None: ...
    def delete(self, party: str, slug: str) -> None: ...


class QuotedLeaflets:
    """Written one after the other as JSON does, so that no two pairs are one text."""

    def __init__(self) -> None:
        self._leaflets: dict[str, Leaflet] = {}

    def save(self, leaflet: Leaflet) -> None:
        self._leaflets[self.place(leaflet.party, leaflet.slug)] = leaflet

    def get(self, party: str, slug: str) -> Leaflet | None:
        return self._leaflets.get(self.place(party, slug))

    def delete(self, party: str, slug: str) -> None:
        self._leaflets.pop(self.place(party, slug), None)

    def place(self, party: str, slug: str) -> str:
        return json.dumps([party, slug])


class LeafletsContract(RepositoryContract):
    port = Leaflets
    key = "slug"
    scope = "party"


class TestQuotedLeaflets(LeafletsContract):
    adapter = QuotedLeaflets


@dataclass(frozen=True)
class Slug:
    value: str

    def __post_init__(self) -> None:
        if not self.value.isalnum():
            raise ValueError(f"{self.value!r} is no slug")


@dataclass(frozen=True)
class Poster:
    party: str
    slug: Slug
    text: str = ""


class Posters(Protocol):
    def save(self, poster: Poster) -> None: ...
    def get(self, party: str, slug: Slug) -> Poster | None: ...


class JoinedPosters:
    """The last colon always ends the party, since no slug has one."""

    def __init__(self) -> None:
        self._posters: dict[str, Poster] = {}

    def save(self, poster: Poster) -> None:
        self._posters[f"{poster.party}:{poster.slug.value}"] = poster

    def get(self, party: str, slug: Slug) -> Poster | None:
        return self._posters.get(f"{party}:{slug.value}")


class TestJoinedPosters(RepositoryContract):
    port = Posters
    adapter = JoinedPosters
    key = "slug"
    scope = "party"
