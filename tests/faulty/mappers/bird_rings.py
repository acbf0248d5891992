"""Documents that lack a key, or are none."""

from __future__ import annotations

import json

from correct.mappers.bird_rings import Ring, RingContract, RingDocument, RingDocuments, RingTexts, Sighting

contract = RingContract


class TrustsTheDocument(RingDocuments):
    """MAP-14: written before the key was, a document ends in a KeyError that nobody declared."""

    @staticmethod
    def to_domain(document: RingDocument) -> Ring:
        sightings = [Sighting(each["place"], each["year"]) for each in document["sightings"]]
        return Ring(document["code"], document["species"], sightings, document.get("note"))


class TrustsThePartsOfADocument(RingDocuments):
    """MAP-14: the document is looked at, and what is in its list is not."""

    @staticmethod
    def to_domain(document: RingDocument) -> Ring:
        known = document.get("sightings")
        return RingDocuments.to_domain({**document, "sightings": []}) if not known else _with(document)


def _with(document: RingDocument) -> Ring:
    sightings = [Sighting(each["place"], each["year"]) for each in document["sightings"]]
    ring = RingDocuments.to_domain({**document, "sightings": []})
    ring.sightings = sightings
    return ring


class TrustsTheText(RingTexts):
    """MAP-14: a text that was cut off by its column is a JSONDecodeError in the middle of a use case."""

    @staticmethod
    def to_domain(text: str) -> Ring:
        return RingDocuments.to_domain(json.loads(text))
