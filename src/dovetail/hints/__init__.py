"""What the annotations of a class or a function mean, in code as it is really written.

`typing.get_type_hints` gives up on the whole object when one name is imported only under `if TYPE_CHECKING:` or is
local to a function. Here every annotation is resolved on its own, and one that stays unknown is a value that says so.
"""

from __future__ import annotations

from dovetail.hints.generics import substitute, type_arguments
from dovetail.hints.rebuilding import expanded, is_alias
from dovetail.hints.resolving import Unresolved, resolve, resolve_inside
from dovetail.hints.unwrapping import bare, classes_in, element, is_fixed_tuple, optional

__all__ = [
    "Unresolved",
    "bare",
    "classes_in",
    "element",
    "expanded",
    "is_alias",
    "is_fixed_tuple",
    "optional",
    "resolve",
    "resolve_inside",
    "substitute",
    "type_arguments",
]
