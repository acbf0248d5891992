"""A repository's layers and what imports what between them, ready to be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dovetail.architecture.baseline import Baseline
from dovetail.architecture.deep_stack import with_deep_stack
from dovetail.architecture.findings import Finding
from dovetail.architecture.gate import Run
from dovetail.architecture.imports.code import Code
from dovetail.architecture.layers import Layers
from dovetail.architecture.project import Configs, open_repository
from dovetail.errors import ContractError

Row = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """The imports of one module of a layer by another, those of their descendants included."""

    importer: str
    imported: str
    count: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture.

    Attributes:
        title: the architecture's name.
        rows: the layers from the outside in, each with its name and its modules.
        arrows: in order of their ends; broken ones are not allowed by the architecture.
        outside: what is imported from outside the repository and may not be: the first row, where there is any.
    """

    title: str
    rows: tuple[Row, ...]
    arrows: tuple[Arrow, ...]
    outside: tuple[str, ...] = ()


def draw(root: Path, config: Configs = None) -> Drawing:
    """Draw a repository.

    Raises:
        ContractError: it cannot be judged, or draws no layers.
    """
    repository = open_repository(root.resolve(), config)
    run = Run(repository, None, Baseline())
    report = with_deep_stack(run.report)
    if run.layers is None:
        raise ContractError(
            "there are no layers to draw", 'write in pyproject.toml: [tool.dovetail] architecture = "..."'
        )
    broken = {pair for finding in report.findings if finding.imported for pair in _ends(run.layers, finding.chain)}
    code = run.code_of(repository.root_packages)
    counts, reaching = _count(run.layers, code), _reaching_outside(run.layers, code, report.findings)
    arrows = [Arrow(*ends, count, ends in broken) for ends, count in sorted(counts.items())]
    arrows += [Arrow(*ends, count, broken=True) for ends, count in sorted(reaching.items())]
    outside = tuple(sorted({imported for _, imported in reaching}))
    rows = _rows(run.layers)
    return Drawing(
        run.layers.preset.title, ((("outside", outside),), *rows) if outside else rows, tuple(arrows), outside
    )


def _reaching_outside(layers: Layers, code: Code, findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """How often each module of a layer imports what is not of the repository, and not allowed."""
    own = {module.partition(".")[0] for module in code.scan.modules}
    return Counter(
        (member, package)
        for finding in findings
        if finding.chain and (package := finding.chain[-1].partition(".")[0]) not in own
        if (member := layers.member(finding.chain[0]))
    )


def _rows(layers: Layers) -> tuple[Row, ...]:
    rows = (
        tuple((layer, layers.modules[layer]) for layer in row if layer in layers.modules) for row in layers.preset.rows
    )
    return tuple(row for row in rows if row)


def _ends(layers: Layers, chain: tuple[str, ...]) -> list[tuple[str, str]]:
    """The arrow that a forbidden chain is part of, where both its ends lie in layers."""
    importer, imported = layers.member(chain[0]), layers.member(chain[-1])
    return [(importer, imported)] if importer and imported else []


def _count(layers: Layers, code: Code) -> Counter[tuple[str, str]]:
    """How many modules import across each pair, directly or through modules that belong to no layer."""
    counts: Counter[tuple[str, str]] = Counter()
    for module in code.scan.modules:
        importer = layers.member(module)
        if importer:
            counts.update((importer, imported) for imported in _reached(layers, code, module) if imported != importer)
    return counts


def _reached(layers: Layers, code: Code, module: str) -> set[str]:
    seen, waiting, reached = {module}, [module], set[str]()
    while waiting:
        for imported in code.graph.find_modules_directly_imported_by(waiting.pop()) - seen:
            seen.add(imported)
            member = layers.member(imported)
            if member:
                reached.add(member)
            elif imported in code.scan.modules:
                waiting.append(imported)
    return reached
