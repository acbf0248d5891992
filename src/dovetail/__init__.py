"""dovetail: contract tests and architecture rules for ports and adapters.

The names are loaded on first use, so that `dovetail lint` in a pre-commit hook never pays for Hypothesis.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dovetail.errors import ContractError as ContractError

_HOME = {
    "ContractError": "dovetail.errors",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'dovetail' has no attribute {name!r}")
