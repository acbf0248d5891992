"""Configuration that others read too: what cannot be read has nothing to say here, and its own reader tells of it."""

from __future__ import annotations

import configparser
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def toml_document(file: Path) -> dict[str, Any]:
    """What a TOML file says; nothing where it is not there, is no TOML, or is nested too deeply."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def table(document: Any, *names: str) -> dict[str, Any]:
    """A table inside a document, by the names on the way to it; an empty one where there is none."""
    for name in names:
        document = document.get(name) if isinstance(document, dict) else None
    return document if isinstance(document, dict) else {}


def ini_file(file: Path) -> configparser.ConfigParser:
    """What a file of sections says; nothing where it is not there, or cannot be read."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, configparser.Error):
        return configparser.ConfigParser(interpolation=None)
    return parser
