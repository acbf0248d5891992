"""Leaflets of which those of one party are another's, since owner and slug are joined."""

from __future__ import annotations

from correct.repositories.leaflets import LeafletsContract, QuotedLeaflets

contract = LeafletsContract


class JoinsByColon(QuotedLeaflets):
    """REPO-27: a:b with c is a with b:c."""

    def place(self, party: str, slug: str) -> str:
        return f"{party}:{slug}"


class JoinsSlugFirst(QuotedLeaflets):
    """REPO-27: the slug, an at sign, the party."""

    def place(self, party: str, slug: str) -> str:
        return f"{slug}@{party}"


class JoinsByNothing(QuotedLeaflets):
    """REPO-27: party and slug one after the other."""

    def place(self, party: str, slug: str) -> str:
        return party + slug
