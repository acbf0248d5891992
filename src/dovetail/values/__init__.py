"""Values: structural comparison, pictures and code; generated examples are in `dovetail.values.strategies`.

Importing this package costs nothing but the standard library.
"""

from __future__ import annotations

from dovetail.values.code import code
from dovetail.values.compare import Difference, compare, differences, identical
from dovetail.values.paths import leaves
from dovetail.values.picture import Picture, picture
from dovetail.values.scope import unmatched
from dovetail.values.tolerances import Tolerance, any_case, any_order, ignored, same_instant, same_number, within

__all__ = [
    "Difference",
    "Picture",
    "Tolerance",
    "any_case",
    "any_order",
    "code",
    "compare",
    "differences",
    "identical",
    "ignored",
    "leaves",
    "picture",
    "same_instant",
    "same_number",
    "unmatched",
    "within",
]
