"""How an aggregate is changed: by the methods of its domain, else by new values of its public fields."""

from __future__ import annotations

from dovetail.values.changes.calls import RefusedHalfway
from dovetail.values.changes.changing import Changed, Changes

__all__ = ["Changed", "Changes", "RefusedHalfway"]
