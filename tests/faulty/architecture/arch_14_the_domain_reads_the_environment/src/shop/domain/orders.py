from __future__ import annotations

import os
from pathlib import Path


def limit() -> int:
    return int(os.environ["ORDER_LIMIT"])


def terms(folder: Path) -> str:
    return (folder / "terms.txt").read_text()
