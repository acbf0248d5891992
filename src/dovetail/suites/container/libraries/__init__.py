"""The libraries of containers that are known, one file each; what none of them owns is plain."""

from __future__ import annotations

from typing import Any

from dovetail.suites.container.libraries.dependency_injector import DependencyInjector
from dovetail.suites.container.libraries.dishka import Dishka
from dovetail.suites.container.libraries.library import Library, Unserved
from dovetail.suites.container.libraries.plain import Plain
from dovetail.suites.container.libraries.svcs import Svcs
from dovetail.suites.container.libraries.wireup import Wireup

LIBRARIES: tuple[Library, ...] = (Dishka(), DependencyInjector(), Svcs(), Wireup(), Plain())


def library_of(container: Any) -> Library:
    return next(each for each in LIBRARIES if each.owns(container))


__all__ = ["LIBRARIES", "Library", "Plain", "Unserved", "library_of"]
