"""Faulty gateways of a bridge's tolls."""

from __future__ import annotations

from correct.gateway.tolls import TollsContract, XmlTolls

contract = TollsContract


class ParserError(XmlTolls):
    """GATE-05: what is no XML ends in the parser's own error."""

    def pence(self, bridge: str) -> int:
        return self.read(self.asked(f"/tolls/{bridge}"))
