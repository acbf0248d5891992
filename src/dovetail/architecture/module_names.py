"""What the dotted name of a module says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def with_ancestors(module: str) -> Iterator[str]:
    """A module, its package, and every package around that."""
    while module:
        yield module
        module = module.rpartition(".")[0]
