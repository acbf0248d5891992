"""A drawing of the layers as a Mermaid flowchart, for a README."""

from __future__ import annotations

from dovetail.architecture.drawing import Drawing
from dovetail.report.escaping import in_mermaid


def render(drawing: Drawing) -> str:
    """Render as `flowchart TB`: a subgraph a layer, broken imports red and thick."""
    names = {module: f"m{index}" for index, module in enumerate(_modules(drawing))}
    lines = ["flowchart TB"]
    for layer, modules in (layer for row in drawing.rows for layer in row):
        lines.append(f"  subgraph {layer}")
        lines += [f"    {names[module]}[{in_mermaid(module)}]" for module in modules]
        lines.append("  end")
    for arrow in drawing.arrows:
        shape = "==>" if arrow.broken else "-->"
        lines.append(f"  {names[arrow.importer]} {shape}|{arrow.count}| {names[arrow.imported]}")
    broken = [str(index) for index, arrow in enumerate(drawing.arrows) if arrow.broken]
    if broken:
        lines.append(f"  linkStyle {','.join(broken)} stroke:red,color:red")
    return "\n".join(lines) + "\n"


def _modules(drawing: Drawing) -> list[str]:
    return [module for row in drawing.rows for _, modules in row for module in modules]
