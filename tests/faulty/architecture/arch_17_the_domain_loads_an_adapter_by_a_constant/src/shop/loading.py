from __future__ import annotations

from importlib import import_module as load

__all__ = ["load"]
