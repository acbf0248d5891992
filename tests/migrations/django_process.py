"""Holds the Django applications of the zoo to their contract, in a process of their own: settings are there once.

python django_process.py FOLDER URL all|named MODULE ...     # prints, for each application, the outcome of each clause

With `named`, a faulty application is asked those clauses alone that its docstring names.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings

from correct.migrations.trees import DjangoProject
from zoos import clauses_of, report_of, told

_SEARCH = hypothesis_settings(max_examples=3, derandomize=True, database=None, phases=[Phase.generate])


def _is_asked(named: list[str], check: Any) -> bool:
    return not named or check.clause in named


def main(folder: Path, url: str, asked: str, *modules: str) -> None:
    """Write, install and hold all of them."""
    projects = [
        each
        for name in modules
        for each in vars(importlib.import_module(name)).values()
        if isinstance(each, type) and issubclass(each, DjangoProject) and each.__module__ == name
    ]
    sys.path.insert(0, str(folder))
    contracts = {each.__name__: each.write(folder) for each in projects}
    (folder / "pyproject.toml").touch()
    settings.configure(
        INSTALLED_APPS=[each.label() for each in projects],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
    )
    django.setup()
    answer: dict[str, Any] = {}
    for project in projects:
        named = clauses_of(project, re.compile(r"\bMIG-\d\d\b")) if asked == "named" else []
        given = {"url": url} if url else {}
        report = report_of(contracts[project.__name__], _SEARCH, partial(_is_asked, named), **given)
        outcomes = {each.clause: each.verdict.value if each.evaluated else "not evaluated" for each in report}
        answer[project.__name__] = {"outcomes": outcomes, "told": told(report)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
