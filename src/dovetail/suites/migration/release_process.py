"""Run in a process of its own: holds an adapter of a release to its contract, and prints what came."""

from __future__ import annotations

import importlib
import json
import sys
from functools import reduce
from types import SimpleNamespace
from typing import Any


def main(asked: dict[str, Any]) -> dict[str, Any]:
    """The findings of a suite, or why it could not be run."""
    sys.path[:] = asked["path"]
    if asked["tool"] == "Django":
        _set_up(asked["url"])
    try:
        contract, make = _named(asked["contract"]), _named(asked["make"])
    except (ImportError, AttributeError) as error:
        return {"error": f"{type(error).__name__}: {error}"}
    from dovetail.suites.migration.held import held_here  # noqa: PLC0415 - the path is set only now

    report = held_here(contract, make, SimpleNamespace(url=asked["url"]))
    for outcome in report.not_evaluated:
        return {"error": f"{outcome.clause} {outcome.reason}"}
    return {
        "findings": [
            {"clause": each.clause, "scenario": list(each.scenario), "expected": each.expected, "got": each.got}
            for each in report.findings
        ]
    }


def _set_up(url: str) -> None:
    """Django, on the scratch database."""
    import django  # noqa: PLC0415 - only where the project is one of Django's
    from django.conf import settings  # noqa: PLC0415

    from dovetail.suites.migration.tools.django_database import settings_of  # noqa: PLC0415

    settings.DATABASES["default"] = settings_of(url)
    django.setup()


def _named(path: str) -> Any:
    module, _, name = path.partition(":")
    return reduce(getattr, name.split("."), importlib.import_module(module))


if __name__ == "__main__":
    print(json.dumps(main(json.load(sys.stdin))))
