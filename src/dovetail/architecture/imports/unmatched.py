"""Import-linter's contracts that speak of no module: they are kept, whatever the code imports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from grimp.exceptions import InvalidModuleExpression

if TYPE_CHECKING:
    from grimp import ImportGraph

# Options of every contract whose values are no modules, or of which nothing need be there.
_NO_MODULES = frozenset({
    "id", "name", "type", "ignore_imports", "exhaustive_ignores", "allowed_importers", "broken_contract_guidance",
    "unmatched_ignore_imports_alerting", "layers",
})  # fmt: skip
_NAME = re.compile(r"[\w*]+(\.[\w*]+)*$")
# Separators within one row of layers, and what makes a layer optional.
_ROW = re.compile(r"[|:]")


def unmatched(options: Mapping[str, Any], graph: ImportGraph) -> Iterator[str]:
    """One line for each thing that a contract names and that stands for no module, and for layers of which none exists.

    Args:
        options: the contract's, as they are written.
        graph: what it is judged on.
    """
    name = options.get("name", options.get("id", "?"))
    for option, value in options.items():
        for expression in _listed(value) if option not in _NO_MODULES else ():
            if "*" in expression and _NAME.match(expression) and not _matching(expression, graph):
                yield f"the contract {name!r} matches no module with {option} = {expression}"
    layers = [layer.strip(" ()") for row in _listed(options.get("layers")) for layer in _ROW.split(row)]
    containers = [match for text in _listed(options.get("containers")) for match in _matching(text, graph)]
    places = [f"{container}.{layer}" for container in containers for layer in layers] if containers else layers
    if layers and not any(_matching(place, graph) for place in places):
        yield f"the contract {name!r} matches no module: none of its layers is there"
    if options.get("type") == "independence" and _count(options.get("modules"), graph) == 1:
        yield f"the contract {name!r} matches one module alone, which has nothing to be independent of"


def _count(value: Any, graph: ImportGraph) -> int:
    return len({module for expression in _listed(value) for module in _matching(expression, graph)})


def _matching(expression: str, graph: ImportGraph) -> set[str]:
    if "*" not in expression:
        return {expression} & graph.modules
    try:
        return graph.find_matching_modules(expression)
    except InvalidModuleExpression:
        return set()


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return value.split()
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, (list, tuple)) else []
