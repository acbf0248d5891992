"""Containers of wireup, sync and async."""

from __future__ import annotations

from typing import Any

from dovetail.suites.container.libraries.library import Library


class Wireup(Library):
    """`create_sync_container(...)` and `create_async_container(...)`."""

    package = "wireup"
    opening = "container.enter_scope()"
    closed_by = (("SyncContainer", ("close",)), ("AsyncContainer", ("close",)))

    def scope(self, container: Any) -> Any:
        return container.enter_scope() if hasattr(container, "enter_scope") else None

    def resolve(self, asked: Any, key: Any) -> Any:
        return asked.get(key)

    def close(self, container: Any) -> Any:
        return container.close()

    def override(self, container: Any, key: Any, stand_in: Any, named: str) -> Any:  # noqa: ARG002 - others ask it
        overriding = container.override
        return overriding({key: stand_in}) if callable(overriding) else overriding.injectable(key, new=stand_in)
