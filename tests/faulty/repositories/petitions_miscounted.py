"""Pages of petitions that hold the wrong ones, or say the wrong total."""

from __future__ import annotations

from collections.abc import Sequence

from correct.repositories.petitions import InMemoryPetitions, Page, Petition, PetitionsContract

contract = PetitionsContract


class CountsThePage(InMemoryPetitions):
    """REPO-31: the total is how many are on this page."""

    def list(self, limit: int = 10, offset: int = 0) -> Page[Petition]:
        page = super().list(limit, offset)
        return Page(page.items, len(page.items))


class CountsWhatIsDeleted(InMemoryPetitions):
    """REPO-24: the total is a number of its own, which a delete forgets."""

    def __init__(self) -> None:
        super().__init__()
        self._total = 0

    def save(self, petition: Petition) -> None:
        self._total += petition.number not in self._petitions
        super().save(petition)

    def list(self, limit: int = 10, offset: int = 0) -> Page[Petition]:
        return Page(super().list(limit, offset).items, self._total)


class CountsEveryTown(InMemoryPetitions):
    """REPO-17, REPO-24, REPO-31: the total of a town is that of the land."""

    def by_town(self, town: str, limit: int = 10, offset: int = 0) -> tuple[Sequence[Petition], int]:
        found, _ = super().by_town(town, limit, offset)
        return found, len(self._petitions)


class PassesOverTheFirst(InMemoryPetitions):
    """REPO-16, REPO-24: the first of a list is left out, though it is counted."""

    def list(self, limit: int = 10, offset: int = 0) -> Page[Petition]:
        return super().list(limit, offset + 1)


class FindsNoCloseTown(InMemoryPetitions):
    """REPO-17, REPO-04, REPO-24: whatever begins alike is taken for the town."""

    def by_town(self, town: str, limit: int = 10, offset: int = 0) -> tuple[Sequence[Petition], int]:
        found = [each for each in self._petitions.values() if each.town.startswith(town)]
        return found[offset : offset + limit], len(found)
