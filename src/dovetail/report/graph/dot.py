"""A drawing of the layers for Graphviz."""

from __future__ import annotations

from dovetail.architecture.drawing import Drawing
from dovetail.report.escaping import in_dot


def render(drawing: Drawing) -> str:
    """Render as a digraph: a cluster a layer, outside in from top to bottom, broken imports red."""
    lines = ["digraph architecture {", f"  label={in_dot(drawing.title)}; labelloc=t; node [shape=box]; compound=true;"]
    for layer, modules in (layer for row in drawing.rows for layer in row):
        lines.append(f"  subgraph {in_dot(f'cluster_{layer}')} {{ label={in_dot(layer)};")
        lines += [f"    {in_dot(module)};" for module in modules]
        lines.append("  }")
    for arrow in drawing.arrows:
        style = ", color=red, fontcolor=red, penwidth=2, constraint=false" if arrow.broken else ""
        lines.append(f'  {in_dot(arrow.importer)} -> {in_dot(arrow.imported)} [label="{arrow.count}"{style}];')
    return "\n".join([*lines, "}"]) + "\n"
