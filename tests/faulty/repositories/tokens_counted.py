"""Tokens of which a number is given out twice."""

from __future__ import annotations

from correct.repositories.tokens import InMemoryTokens, TestInMemoryTokens

contract = TestInMemoryTokens


class CountsThoseThatAreLeft(InMemoryTokens):
    """REPO-11: once one is taken back, the next has the number of another that is still out."""

    def next_number(self) -> int:
        return len(self.tokens) + 1
