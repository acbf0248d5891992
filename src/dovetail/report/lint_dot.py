"""A drawing of the layers for Graphviz."""

from __future__ import annotations

from dovetail.architecture.drawing import Drawing


def render(drawing: Drawing) -> str:
    """Render as a digraph: a cluster a layer, outside in from top to bottom, broken imports red."""
    lines = ["digraph architecture {", f'  label="{drawing.title}"; labelloc=t; node [shape=box]; compound=true;']
    for layer, modules in (layer for row in drawing.rows for layer in row):
        lines.append(f'  subgraph "cluster_{layer}" {{ label="{layer}";')
        lines += [f'    "{module}";' for module in modules]
        lines.append("  }")
    for arrow in drawing.arrows:
        style = ", color=red, fontcolor=red, penwidth=2, constraint=false" if arrow.broken else ""
        lines.append(f'  "{arrow.importer}" -> "{arrow.imported}" [label="{arrow.count}"{style}];')
    return "\n".join([*lines, "}"]) + "\n"
