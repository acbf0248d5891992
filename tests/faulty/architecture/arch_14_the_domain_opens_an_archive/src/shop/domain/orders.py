from __future__ import annotations

import gzip
from zipfile import ZipFile


def prices(place: str) -> bytes:
    with gzip.open(place) as file:
        return file.read()


def names(place: str) -> list[str]:
    return ZipFile(place).namelist()
