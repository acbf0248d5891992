"""The gate's report for machines: the versioned document, as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dovetail.report.escaping import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping


def render(document: Mapping[str, Any]) -> str:
    return as_json(document)
