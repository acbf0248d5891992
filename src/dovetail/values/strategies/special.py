"""Types of pydantic that stand for constrained values of other types."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from dovetail.introspection.evidence import Evidence
from dovetail.records.parameters import Construction, ConstructorParameter
from dovetail.values.strategies.clocks import clock_of, datetimes
from dovetail.values.strategies.construction import Maker
from dovetail.values.strategies.leaves import dates
from dovetail.values.strategies.narrowing import narrow

if TYPE_CHECKING:
    from dovetail.values.strategies.recipe import Recipe
    from dovetail.values.strategies.type_paths import TypePath
from dovetail.values.strategies.texts import texts

_AWARENESS = {"AwareDatetime": True, "NaiveDatetime": False, "PastDatetime": None, "FutureDatetime": None}


def recipe(cls: Any, place: TypePath) -> Recipe | None:
    """The recipe of a type that pydantic defines; None for all other classes."""
    if not cls.__module__.startswith("pydantic") or not hasattr(cls, "__get_pydantic_core_schema__"):
        return None
    if cls.__name__ in _AWARENESS:
        aware = replace(place.limits, aware=_AWARENESS[cls.__name__])
        return datetimes(clock_of(place), aware)
    if issubclass(cls, dt.date):
        return dates(place.limits)
    return _parsed(cls, place)


def _parsed(cls: Any, place: TypePath) -> Recipe | None:
    """Values that pydantic makes of a text."""
    import pydantic  # noqa: PLC0415 - an optional library, there wherever its types are

    try:
        validate = pydantic.TypeAdapter(cls).validate_python
    except Exception:  # noqa: BLE001 - PydanticUserError, or anything that the class's own schema method raises
        return None
    value = ConstructorParameter("value", place.name, str, positional=True)
    maker = Maker(Construction(object, validate, (value,), may_refuse=True))
    narrowed = narrow({"value": texts(place.limits)}, maker, Evidence())
    if narrowed is None:
        return None
    maker.known = narrowed.known
    return narrowed.recipes["value"].map(lambda strategy: st.builds(maker, value=strategy))
