"""What a Django project says of itself: its settings, and whether pytest-django sets it up."""

from __future__ import annotations

import re
from pathlib import Path

from dovetail.architecture.source.configured_testpaths import CONFIGURED

_SETTINGS = re.compile(r"""DJANGO_SETTINGS_MODULE["']?\s*[,=:]\s*["']?([\w.]+)""")
_REQUIRED = re.compile(r"pytest[-_]django")


def django_settings(root: Path) -> str:
    """The module with the settings, as `manage.py` names it; `settings` where nothing does."""
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in sorted(root.glob("**/manage.py"))[:1])
    found = next(filter(None, map(_SETTINGS.search, texts)), None)
    return found[1] if found else "settings"


def uses_pytest_django(root: Path) -> bool:
    """Whether pytest-django is asked for, or configured."""
    files = [root / name for name in CONFIGURED] + sorted(root.glob("*requirements*.txt"))
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in files if file.is_file())
    return any(_REQUIRED.search(text) or "DJANGO_SETTINGS_MODULE" in text for text in texts)
