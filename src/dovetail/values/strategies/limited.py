"""Recipes of leaf types, restricted to what limits allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dovetail.values.strategies import corpus
from dovetail.values.strategies.recipe import Recipe
from dovetail.values.strategies.sampling import values_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dovetail.values.strategies.limits import Limits
    from dovetail.values.strategies.recipe import Strategy


def limited(kind: type, limits: Limits, base: Strategy, ladder: Sequence[Strategy] = ()) -> Recipe:
    """The recipe of a leaf type.

    Args:
        kind: the type, whose values of the corpus are mixed in.
        limits: what its values keep to.
        base: the random values, which keep to a least and a greatest value or length by themselves.
        ladder: narrower bases, which need not keep to anything.
    """
    hostile, extreme = corpus.hostile(kind), corpus.extreme(kind)
    if not limits:
        return Recipe.leaf(base, ladder=ladder, hostile=hostile, extreme=extreme, kind=kind)
    return Recipe.leaf(
        base.filter(limits.allows) if limits.beyond_bounds else base,
        ladder=allowed(ladder, limits),
        hostile=[value for value in hostile if limits.allows(value)],
        extreme=[value for value in extreme if limits.allows(value)],
        kind=kind,
    )


def allowed(rungs: Sequence[Strategy], limits: Limits) -> list[Strategy]:
    """The rungs of which the limits allow most values, without the values that they do not allow."""
    return [
        rung.filter(limits.allows)
        for rung, values in zip(rungs, values_of(rungs), strict=True)
        if 2 * sum(map(limits.allows, values)) >= len(values) > 0
    ]
