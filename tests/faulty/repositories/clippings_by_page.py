"""Clippings whose pages are cut where they should not be."""

from __future__ import annotations

from correct.repositories.clippings import Clipping, ClippingsContract, PagesFromOne

contract = ClippingsContract


class SearchesThePage(PagesFromOne):
    """REPO-31: the text is looked for in one page of all, so that pages come back short."""

    def search(self, text: str, page: int, size: int) -> list[Clipping]:
        return [each for each in self.part(self.in_order(), page, size) if text in each.headline]


class SearchesTheBeginning(PagesFromOne):
    """REPO-17: only what the text begins with it."""

    def search(self, text: str, page: int, size: int) -> list[Clipping]:
        return self.part([each for each in self.in_order() if each.headline.startswith(text)], page, size)


class TurnsTooFar(PagesFromOne):
    """REPO-31: each page begins one later than the one before has ended."""

    def part(self, found: list[Clipping], page: int, size: int) -> list[Clipping]:
        start = (page - 1) * (size + 1)
        return found[start : start + size] if page > 0 else []
