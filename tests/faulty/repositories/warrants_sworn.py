"""Warrants of a judge that lose something of what they were issued from."""

from __future__ import annotations

from correct.repositories.warrants import InMemorySwornWarrants, SwornWarrant, TestSwornWarrants, Warrant

contract = TestSwornWarrants


class ForgetsTheStreet(InMemorySwornWarrants):
    """REPO-01: the street is not written down."""

    def issue(self, data: SwornWarrant) -> Warrant:
        return super().issue(SwornWarrant("", data.rooms, data.judge))
