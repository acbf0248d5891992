"""Repositories as texts: written into a folder as they are to be."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(dedent(text), encoding="utf-8")
    return root
