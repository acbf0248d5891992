"""Ringed birds as documents: a TypedDict of a document store, and JSON in a text column."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from dovetail import MapperContract, raises


class UnreadableRing(Exception):
    """A document that is no ring; the message names the key."""


@dataclass
class Sighting:
    place: str
    year: int


@dataclass
class Ring:
    code: str
    species: str
    sightings: list[Sighting]
    note: str | None = None


class SightingDocument(TypedDict):
    place: str
    year: int


class RingDocument(TypedDict):
    code: str
    species: str
    sightings: list[SightingDocument]
    note: NotRequired[str | None]


class RingDocuments:
    """Refuses what lacks a key, and takes a note that is not there for none."""

    @staticmethod
    def to_document(ring: Ring) -> RingDocument:
        return {
            "code": ring.code,
            "species": ring.species,
            "sightings": [{"place": each.place, "year": each.year} for each in ring.sightings],
            "note": ring.note,
        }

    @staticmethod
    def to_domain(document: RingDocument) -> Ring:
        try:
            sightings = [Sighting(each["place"], each["year"]) for each in document["sightings"]]
            return Ring(document["code"], document["species"], sightings, document.get("note"))
        except KeyError as missing:
            raise UnreadableRing(f"there is no {missing}") from missing


class RingContract(MapperContract):
    mapper = RingDocuments
    errors = raises(UnreadableRing)


class RingTexts:
    """The same document as text."""

    @staticmethod
    def to_text(ring: Ring) -> str:
        return json.dumps(RingDocuments.to_document(ring))

    @staticmethod
    def to_domain(text: str) -> Ring:
        try:
            document = json.loads(text)
        except ValueError as error:
            raise UnreadableRing("the text is no JSON") from error
        return RingDocuments.to_domain(document)


class TestRingTexts(MapperContract):
    mapper = RingTexts
    errors = raises(UnreadableRing)
