"""What a callable takes, where Python can tell: some that are written in C do not say it."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
"""The kinds of parameters that take any number of values: `*args`, `**kwargs`."""


def parameters_of(function: Any) -> Mapping[str, inspect.Parameter] | None:
    """The parameters of a callable by name; None where nobody can tell."""
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return None


def required_by(function: Any) -> list[str] | None:
    """The names of the arguments that a call cannot do without; None where nobody can tell."""
    parameters = parameters_of(function)
    if parameters is None:
        return None
    return [name for name, one in parameters.items() if one.default is one.empty and one.kind not in VARIADIC]
