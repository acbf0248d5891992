"""The gate's report for machines: the versioned document, as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def render(document: Mapping[str, Any]) -> str:
    """Render the gate's JSON document."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
