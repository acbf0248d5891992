"""Strategies that users give for their own types."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.errors import ContractError

if TYPE_CHECKING:
    from collections.abc import Iterator

_registered: dict[Any, st.SearchStrategy[Any]] = {}
_listeners: list[Any] = []


def register(kind: Any, strategy: st.SearchStrategy[Any]) -> None:
    """Draw values of a type from this strategy from now on, wherever the type stands.

    Args:
        kind: a class, a `NewType`, or any other type that annotations name.
        strategy: gives its values.

    Raises:
        ContractError: where `strategy` is not a strategy.
    """
    _check(strategy)
    _registered[kind] = strategy
    _changed()


@contextmanager
def registered(overrides: dict[Any, st.SearchStrategy[Any]]) -> Iterator[None]:
    """Register strategies for the length of a `with` block."""
    before = dict(_registered)
    for kind, strategy in overrides.items():
        register(kind, strategy)
    try:
        yield
    finally:
        _registered.clear()
        _registered.update(before)
        _changed()


def lookup(kind: Any) -> st.SearchStrategy[Any] | None:
    """The strategy registered for a type."""
    try:
        return _registered.get(kind)
    except TypeError:  # a type that cannot be hashed, such as Annotated with a list
        return None


def on_change(listener: Any) -> None:
    """Call a function whenever what is registered changes."""
    _listeners.append(listener)


def _changed() -> None:
    for listener in _listeners:
        listener()


def _check(strategy: Any) -> None:
    if not isinstance(strategy, st.SearchStrategy):
        raise ContractError(
            f"A strategy was expected, not {strategy!r}.",
            "dovetail.strategies.register(Customer, st.builds(Customer, ...))",
        )
