"""ARCH-11: models carry no behaviour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dovetail.architecture.classes.declarations import Class, Function
from dovetail.architecture.findings import Finding
from dovetail.architecture.model import Architecture, InapplicableError

ID = "ARCH-11"

# A model may say how it becomes something else, and what its columns hold.
_CONVERSIONS = re.compile(r"^(to|from|as|into|of|update_from|copy_from)(_|$)|^(json|dict|model_dump)$")

# What Django asks a model to override.
_HOOKS = frozenset({"save", "delete", "clean", "clean_fields", "full_clean", "get_absolute_url", "natural_key"})


def check(architecture: Architecture) -> Iterator[Finding]:
    """Public methods of models in the adapters layer that are no conversions and that no mapper has decorated."""
    models = [model for model in architecture.models if architecture.has_role(model.module, "adapters")]
    if not models:
        raise InapplicableError("no persistence model was found where adapters live")
    for model in models:
        for method in _behaviour(model):
            message = f"{model.name}.{method.name} is behaviour on a persistence model"
            fix = f"move {method.name} to the domain object that {model.name} stores"
            yield architecture.code.finding(ID, model.module, method.line, message=message, fix=fix)


def _behaviour(model: Class) -> list[Function]:
    return [
        method
        for method in model.public_methods.values()
        if not _CONVERSIONS.search(method.name)
        and method.name not in _HOOKS
        and set(method.decorators) <= {"typing.override"}
    ]
