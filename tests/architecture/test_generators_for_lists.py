"""A generator, or a property, where callers of the port wait for something else; adapters in functions are held too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ward import ward_breaks

if TYPE_CHECKING:
    from pathlib import Path

BED = "from ward.domain.bed import Bed\n"
GET = "    def get(self, no: int) -> Bed | None: ...\n"
FIND = "    def find_empty(self, *, limit: int = 10) -> list[Bed]:"
FEED = (
    "from typing import Any, Protocol\nfrom collections.abc import AsyncIterator, Iterable, Iterator\n"
    "class Feed(Protocol):\n"
)
FAULTY = {
    "by shape": f"class PgBeds:\n{GET}{FIND}\n        yield Bed(1)\n",
    "an heir": (
        "from ward.domain.ports import BedRepository\n"
        f"class PgBeds(BedRepository):\n{GET}{FIND}\n        yield from []\n"
    ),
    "for one or none": (
        f"class PgBeds:\n    def get(self, no: int) -> Bed | None:\n        yield None\n{FIND} return []\n"
    ),
    "a property by shape": f"class PgBeds:\n{GET}    @property\n    def find_empty(self) -> list[Bed]: return []\n",
    "in a function": (
        "def beds():\n    class PgBeds:\n        def get(self, no: int) -> Bed | None: ...\n"
        "        def find_empty(self, *, limit: int) -> list[Bed]: return []\n    return PgBeds()\n"
    ),
    "in a class": (
        "class Pg:\n    class Beds:\n        def get(self, no: int) -> Bed | None: ...\n"
        "        def find_empty(self, *, limit: int) -> list[Bed]: return []\n"
    ),
}
CLEAN = {
    "an iterator": (
        "def read(self, no: int, since: int) -> Iterator[int]: ...",
        "def read(self, no: int, since: int):",
    ),
    "an iterable": (
        "def read(self, no: int, since: int) -> Iterable[int]: ...",
        "def read(self, no: int, since: int):",
    ),
    "anything": ("def read(self, no: int, since: int) -> Any: ...", "def read(self, no: int, since: int):"),
    "not said": ("def read(self, no: int, since: int): ...", "def read(self, no: int, since: int):"),
    "asynchronous": (
        "def read(self, no: int, since: int) -> AsyncIterator[int]: ...",
        "async def read(self, no: int, since: int):",
    ),
}


@pytest.mark.parametrize("adapter", FAULTY.values(), ids=FAULTY)
def test_what_callers_cannot_use(adapter: str, tmp_path: Path) -> None:
    assert ward_breaks(tmp_path, {"ward/adapters/beds.py": BED + adapter}) == {"ARCH-09"}


def test_what_is_awaited_is_no_generator(tmp_path: Path) -> None:
    port = f"{FEED}    async def read(self, no: int, since: int) -> list[int]: ...\n"
    adapter = "class Wire:\n    async def read(self, no: int, since: int) -> list[int]:\n        yield 1\n"
    assert ward_breaks(tmp_path, {"ward/domain/feed.py": port, "ward/adapters/wire.py": adapter}) == {"ARCH-09"}


@pytest.mark.parametrize(("asked", "given"), CLEAN.values(), ids=CLEAN)
def test_what_they_can(asked: str, given: str, tmp_path: Path) -> None:
    files = {
        "ward/domain/feed.py": f"{FEED}    {asked}\n",
        "ward/adapters/wire.py": f"class Wire:\n    {given}\n        yield 1\n",
        "ward/adapters/beds.py": (
            f"{BED}class PgBeds:\n{GET}{FIND}\n        def rows():\n            yield Bed(1)\n"
            "        return [*rows()]\n"
        ),
    }
    assert not ward_breaks(tmp_path, files)
