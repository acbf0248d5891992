"""Warrants that lose something of what they were issued from."""

from __future__ import annotations

from correct.repositories.warrants import InMemoryWarrants, NewWarrant, Warrant, WarrantsContract

contract = WarrantsContract


class CountsRoomsTo99(InMemoryWarrants):
    """REPO-01: what is written on the form has two digits."""

    def issue(self, data: NewWarrant) -> Warrant:
        return super().issue(NewWarrant(data.street, data.rooms % 100))
